package io.activationgateway.gateway.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A record as a simulated vendor understood it, in the words of the gateway. */
record HeardRecord(JsonNode json) {

    private static final String MEMBERSHIP = "aud_";
    private static final Set<String> POSTED = Set.of("upsert", "add", "remove", "track");

    boolean accepted() {
        return json.path("accepted").asBoolean(true);
    }

    @Nullable
    String recordId() {
        var own = json.path("record_id").asText("");
        var id = own.isEmpty() ? json.path("fields").path("id").asText("") : own;
        return id.isEmpty() ? null : id;
    }

    /** A vendor that has no lists of its own says membership by a trait. */
    String operation() {
        var operation = json.path("operation").asText();
        return switch (operation) {
            case "identify" -> {
                var membership = membership();
                yield membership.isEmpty()
                        ? "upsert"
                        : json.path("fields").path(membership).asBoolean() ? "add" : "remove";
            }
            case "import", "batch", "PUT" -> "upsert";
            // A sheet's rows say what an act is about, and then the act.
            default -> operation.substring(operation.indexOf('.') + 1);
        };
    }

    /** Whether it is none of what a sender posts here: the gateway tells recipients of withdrawals and erasures by itself. */
    boolean optsOut() {
        return !POSTED.contains(operation());
    }

    String list() {
        var membership = membership();
        return membership.isEmpty() ? json.path("audience").asText("") : membership.substring(MEMBERSHIP.length());
    }

    Set<String> names() {
        var names = new HashSet<String>();
        walk(json.path("identifiers"), names, new HashSet<>());
        walk(json.path("fields"), names, new HashSet<>());
        walk(json.path("context"), names, new HashSet<>());
        return names;
    }

    Set<String> texts() {
        var texts = new HashSet<String>();
        walk(json, new HashSet<>(), texts);
        return texts;
    }

    private String membership() {
        if (!json.path("operation").asText().equals("identify")) {
            return "";
        }
        for (var names = json.path("fields").fieldNames(); names.hasNext(); ) {
            var name = names.next();
            if (name.startsWith(MEMBERSHIP)) {
                return name;
            }
        }
        return "";
    }

    private static void walk(JsonNode node, Set<String> names, Set<String> texts) {
        node.properties().forEach(property -> {
            names.add(property.getKey());
            walk(property.getValue(), names, texts);
        });
        if (node.isArray()) {
            node.forEach(element -> walk(element, names, texts));
        }
        if (node.isTextual()) {
            texts.add(node.asText().toLowerCase(Locale.ROOT));
        }
    }
}
