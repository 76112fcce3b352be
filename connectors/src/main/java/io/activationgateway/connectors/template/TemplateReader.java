package io.activationgateway.connectors.template;

import io.activationgateway.connectors.Operation;
import io.activationgateway.connectors.RecordResult.Outcome;
import io.activationgateway.connectors.Settings;
import io.activationgateway.connectors.SettingsException;
import io.vertx.core.http.HttpMethod;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Reads a template; every error names its place below {@code template} and what to do. */
final class TemplateReader {

    private static final Set<String> METHODS = Set.of("POST", "PUT", "PATCH", "DELETE");
    private static final Set<String> ACT = Set.of("method", "path", "body", "record", "answers");
    private static final Set<String> ANSWERS = Set.of(
            "proves",
            "success",
            "rejected",
            "retry",
            "stop",
            "success_at",
            "success_value",
            "failed_at",
            "failed_index");

    private final Settings settings;

    TemplateReader(Settings settings) {
        this.settings = settings;
    }

    Map<Operation, Act> read() {
        var template = map("template", settings.tree("template"));
        only("template", template, Set.of("operations", "answers"));
        var usual = template.get("answers");
        var operations = map("template.operations", template.get("operations"));
        var acts = new EnumMap<Operation, Act>(Operation.class);
        var names = new TreeSet<String>();
        for (var operation : Operation.values()) {
            names.add(operation.wireName());
            var act = operations.get(operation.wireName());
            if (act != null) {
                var path = "template.operations." + operation.wireName();
                acts.put(operation, act(path, map(path, act), usual));
            }
        }
        only("template.operations", operations, names);
        if (acts.isEmpty()) {
            throw wrong("template.operations", "is empty", "describe at least one of " + names);
        }
        return acts;
    }

    private Act act(String path, Map<?, ?> act, @Nullable Object usual) {
        only(path, act, ACT);
        var method = act.get("method") == null ? "POST" : text(path + ".method", act.get("method"));
        if (!METHODS.contains(method)) {
            throw wrong(path + ".method", "is not a method", "use one of " + new TreeSet<>(METHODS));
        }
        var record = act.get("record");
        boolean batch = record != null;
        var where = path(path + ".path", act.get("path"), batch);
        var uses = new Uses(batch);
        var body = act.get("body") == null ? null : piece(path + ".body", act.get("body"), uses);
        if (batch != uses.records) {
            throw wrong(
                    path + ".body",
                    batch ? "has no place for the records" : "has a place for records and no record",
                    batch
                            ? "put \"{{records}}\" where they are to stand"
                            : "describe one in record, or remove {{records}}");
        }
        var one = new Uses(false);
        var piece = record == null ? null : piece(path + ".record", record, one);
        boolean identified = one.identifies
                || uses.identifies
                || where.placeholders().stream().anyMatch(each -> each.source().identifies());
        if (!identified || one.records) {
            throw wrong(
                    batch ? path + ".record" : path,
                    one.records ? "has {{records}}, which belongs into body" : "says of nobody",
                    "use {{identifiers}} or an {{identifier.<type>}}");
        }
        var answers = answers(
                act.get("answers") == null ? "template.answers" : path + ".answers",
                act.get("answers") == null ? usual : act.get("answers"));
        return new Act(HttpMethod.valueOf(method), where, body, piece, answers);
    }

    /** What the placeholders of a body are used for. */
    private static final class Uses {
        private final boolean batch;
        private boolean records;
        private boolean identifies;

        Uses(boolean batch) {
            this.batch = batch;
        }
    }

    private Wording path(String path, @Nullable Object value, boolean batch) {
        var wording = wording(path, text(path, value));
        var filled = String.join("x", wording.texts());
        if (!filled.startsWith("/")
                || !filled.chars().allMatch(c -> c > ' ' && c < 127 && "\"<>\\^`{|}#".indexOf(c) < 0)) {
            throw wrong(path, "is not a path", "begin with a slash, and percent-encode what a URL cannot hold");
        }
        for (var placeholder : wording.placeholders()) {
            if (placeholder.source() instanceof Source.Records
                    || (batch && placeholder.source().ofRecord())) {
                throw wrong(
                        path,
                        "depends on a record",
                        "a batch has one path; use {{audience}}, {{purpose}} and the like");
            }
        }
        return new Wording(
                wording.texts(),
                wording.placeholders().stream()
                        .map(one -> new Placeholder(one.source(), Placeholder.Absence.REFUSED))
                        .toList());
    }

    private Piece piece(String path, @Nullable Object value, Uses uses) {
        return switch (value) {
            case null -> new Piece.Literal("null");
            case Boolean flag -> new Piece.Literal(flag.toString());
            case Number number -> new Piece.Literal(number.toString());
            case String text -> text(path, text, uses);
            case List<?> list -> {
                var elements = new ArrayList<Piece>();
                for (int i = 0; i < list.size(); i++) {
                    elements.add(piece(path + "[" + i + "]", list.get(i), uses));
                }
                yield new Piece.Elements(elements);
            }
            case Map<?, ?> map -> {
                var members = new ArrayList<Piece.Member>();
                map.forEach((name, member) ->
                        members.add(new Piece.Member(String.valueOf(name), piece(path + "." + name, member, uses))));
                yield new Piece.Members(members);
            }
            default -> throw wrong(path, "is not JSON", "use texts, numbers, true, false, null, lists and maps");
        };
    }

    private Piece text(String path, String text, Uses uses) {
        var wording = wording(path, text);
        for (var placeholder : wording.placeholders()) {
            var source = placeholder.source();
            if (source instanceof Source.Records) {
                if (!wording.isPlaceholder() || uses.records) {
                    throw wrong(path, "has {{records}} twice or within a text", "let it be one value by itself");
                }
                uses.records = true;
            } else if (uses.batch && source.ofRecord()) {
                throw wrong(path, "depends on a record", "move it into record, of which the batch has many");
            }
            uses.identifies |= source.identifies();
        }
        return wording.isPlaceholder() ? new Piece.Value(wording.placeholders().getFirst()) : new Piece.Text(wording);
    }

    private Wording wording(String path, String text) {
        var reading = Wording.parse(text);
        if (reading.wording() == null) {
            throw wrong(
                    path, String.valueOf(reading.problem()), "see the vendor's page for the placeholders there are");
        }
        return reading.wording();
    }

    private Answers answers(String path, @Nullable Object value) {
        var answers = value == null ? Map.of() : map(path, value);
        only(path, answers, ANSWERS);
        var proves = answers.get("proves") == null ? "accepted" : text(path + ".proves", answers.get("proves"));
        if (!Set.of("accepted", "applied").contains(proves)) {
            throw wrong(path + ".proves", "is not known", "use accepted or applied");
        }
        var success = pointer(path + ".success_at", answers.get("success_at"));
        var failed = pointer(path + ".failed_at", answers.get("failed_at"));
        var index = pointer(path + ".failed_index", answers.get("failed_index"));
        var said = answers.get("success_value") == null ? "true" : String.valueOf(answers.get("success_value"));
        if ((failed == null) != (index == null)) {
            var missing = failed == null ? ".failed_at" : ".failed_index";
            throw wrong(path + missing, "is missing", "say where the failed stand, and in each of them its position");
        }
        return new Answers(
                proves.equals("applied") ? Outcome.APPLIED : Outcome.ACCEPTED,
                new Answers.Statuses(
                        statuses(path + ".success", answers.get("success")),
                        statuses(path + ".rejected", answers.get("rejected")),
                        statuses(path + ".retry", answers.get("retry")),
                        statuses(path + ".stop", answers.get("stop"))),
                success == null ? null : new Answers.Expected(success, said),
                failed == null || index == null ? null : new Answers.Failures(failed, index));
    }

    private @Nullable Pointer pointer(String path, @Nullable Object value) {
        if (value == null) {
            return null;
        }
        var pointer = value instanceof String text ? Pointer.parse(text) : null;
        if (pointer == null) {
            throw wrong(path, "is not a JSON pointer", "write it as RFC 6901 does, such as /data/status");
        }
        return pointer;
    }

    private Set<Integer> statuses(String path, @Nullable Object value) {
        var statuses = new HashSet<Integer>();
        for (var status : value == null ? List.of() : value instanceof List<?> list ? list : List.of(value)) {
            if (!(status instanceof Integer number) || number < 200 || number > 599) {
                throw wrong(path, "is not a list of statuses", "give numbers from 200 to 599");
            }
            statuses.add(number);
        }
        return statuses;
    }

    private void only(String path, Map<?, ?> map, Set<String> known) {
        for (var name : map.keySet()) {
            if (!known.contains(String.valueOf(name))) {
                throw wrong(path + "." + name, "is not known here", "remove it, or use one of " + new TreeSet<>(known));
            }
        }
    }

    private Map<?, ?> map(String path, @Nullable Object value) {
        if (!(value instanceof Map<?, ?> map)) {
            throw wrong(path, value == null ? "is missing" : "is not a map", "see the vendor's page for a template");
        }
        return map;
    }

    private String text(String path, @Nullable Object value) {
        if (!(value instanceof String text) || text.isBlank()) {
            throw wrong(path, value == null ? "is missing" : "is not text", "give a string that is not blank");
        }
        return text;
    }

    private SettingsException wrong(String path, String problem, String remedy) {
        return settings.wrong(path, problem, remedy);
    }
}
