package io.activationgateway.gateway.demo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.activationgateway.residency.verdict.Reason;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Writes a summary for people and for programs; both say the same. */
final class Report {

    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
    private static final int COUNT_WIDTH = 12;

    private final Summary summary;

    Report(Summary summary) {
        this.summary = summary;
    }

    /** Text in aligned columns. */
    String text() {
        var out = new StringBuilder();
        consents(out);
        table(out);
        deferred(out);
        examples(out);
        links(out);
        check(out);
        return out.toString();
    }

    private void consents(StringBuilder out) {
        out.append("Consent events told to the gateways\n");
        summary.told()
                .forEach((site, counts) -> out.append("  ")
                        .append(site)
                        .append(": ")
                        .append(counts(counts))
                        .append('\n'));
    }

    private void table(StringBuilder out) {
        int width = summary.tallies().stream()
                .mapToInt(tally -> tally.destination().length())
                .max()
                .orElse(0);
        out.append("\nWhat became of the rows\n  ").append(pad("gateway", 8)).append(pad("destination", width + 1));
        out.append(right("received"));
        Summary.OUTCOMES.forEach(outcome -> out.append(right(outcome)));
        out.append('\n');
        for (var tally : summary.tallies()) {
            out.append("  ")
                    .append(pad(tally.site().toString(), 8))
                    .append(pad(tally.destination(), width + 1))
                    .append(right(Integer.toString(tally.received())));
            Summary.OUTCOMES.forEach(
                    outcome -> out.append(right(String.valueOf(tally.outcomes().get(outcome)))));
            out.append('\n');
            tally.reasons()
                    .forEach((outcome, reasons) -> reasons.forEach((reason, count) -> out.append(" ".repeat(12))
                            .append(pad(outcome, 12))
                            .append(pad(reason, 29))
                            .append(String.format(Locale.ROOT, "%5d", count))
                            .append("  ")
                            .append(Reason.ofCode(reason).map(Reason::english).orElse(""))
                            .append('\n')));
        }
    }

    private void deferred(StringBuilder out) {
        if (summary.deferred().isEmpty()) {
            return;
        }
        out.append("\nSent later (Prefer: respond-async)\n");
        for (var one : summary.deferred()) {
            out.append("  ")
                    .append(one.job().destination())
                    .append(": ")
                    .append(counts(one.accepted()))
                    .append(" when it was answered; ")
                    .append(counts(one.ended()))
                    .append(" at the end\n");
        }
    }

    private static String counts(Map<String, Integer> counts) {
        return counts.entrySet().stream()
                .map(count -> count.getValue() + " " + count.getKey())
                .collect(Collectors.joining(", "));
    }

    private void examples(StringBuilder out) {
        out.append("\nThree decisions\n");
        for (var example : summary.examples()) {
            var json = example.result().json();
            out.append("  ")
                    .append(example.row().id())
                    .append(" to ")
                    .append(example.destination())
                    .append(" for ")
                    .append(example.audience().job().purpose())
                    .append(": ")
                    .append(example.result().outcome())
                    .append('\n');
            var reason = example.result().reason();
            if (!reason.isEmpty()) {
                line(
                        out,
                        "reason",
                        reason + ", "
                                + Reason.ofCode(reason).map(Reason::english).orElse(""));
            }
            line(out, "law", json.path("law"));
            line(out, "basis", json.path("basis").asText());
            line(out, "dropped", json.path("fields").path("dropped"));
            line(out, "obligations", json.path("obligations"));
            line(out, "remedy", json.path("remedy").asText());
        }
    }

    private void links(StringBuilder out) {
        out.append("\nTo look at\n");
        summary.links()
                .forEach((name, url) ->
                        out.append("  ").append(pad(name, 28)).append(url).append('\n'));
    }

    private void check(StringBuilder out) {
        if (summary.passed()) {
            out.append("\nCheck passed: every destination received exactly the records that were forwarded to it,\n")
                    .append("nobody's address whose rows all stayed, and no column that was dropped.\n");
        } else {
            out.append("\nCheck FAILED\n");
            summary.violations()
                    .forEach(violation -> out.append("  ").append(violation).append('\n'));
        }
    }

    /** The same as JSON. */
    String json() {
        var root = JSON.createObjectNode();
        root.put("passed", summary.passed());
        strings(root, "violations", summary.violations());
        var told = root.putObject("consents");
        summary.told().forEach((site, counts) -> told.set(site.toString(), JSON.valueToTree(counts)));
        var destinations = root.putArray("destinations");
        for (var tally : summary.tallies()) {
            var one = destinations.addObject();
            one.put("gateway", tally.site().toString());
            one.put("destination", tally.destination());
            one.put("received", tally.received());
            tally.outcomes().forEach(one::put);
            one.set("reasons", JSON.valueToTree(tally.reasons()));
        }
        var deferred = root.putArray("sent_later");
        for (var one : summary.deferred()) {
            var later = deferred.addObject();
            later.put("destination", one.job().destination());
            later.set("accepted", JSON.valueToTree(one.accepted()));
            later.set("ended", JSON.valueToTree(one.ended()));
        }
        var examples = root.putArray("examples");
        for (var example : summary.examples()) {
            var one = examples.addObject();
            one.put("destination", example.destination());
            one.put("purpose", example.audience().job().purpose());
            one.set("result", example.result().json());
        }
        var notShown = root.putObject("reasons_not_shown");
        Shown.exceptions().forEach((reason, why) -> notShown.put(reason.code(), why));
        root.set("links", JSON.valueToTree(summary.links()));
        try {
            return JSON.writeValueAsString(root);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of texts and numbers is always JSON", e);
        }
    }

    private static void strings(ObjectNode node, String name, List<String> values) {
        var array = node.putArray(name);
        values.forEach(array::add);
    }

    private static void line(StringBuilder out, String name, JsonNode array) {
        line(out, name, String.join(", ", Result.texts(array)));
    }

    private static void line(StringBuilder out, String name, String text) {
        if (!text.isEmpty()) {
            out.append("    ").append(pad(name, 13)).append(text).append('\n');
        }
    }

    private static String pad(String text, int width) {
        return text + " ".repeat(Math.max(1, width - text.length()));
    }

    private static String right(String text) {
        return " ".repeat(Math.max(1, COUNT_WIDTH - text.length())) + text;
    }
}
