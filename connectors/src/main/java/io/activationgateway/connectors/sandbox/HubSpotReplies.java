package io.activationgateway.connectors.sandbox;

import io.activationgateway.connectors.sandbox.Simulation.Reply;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** How a simulated HubSpot account answers. */
final class HubSpotReplies {

    private HubSpotReplies() {}

    /** Results of a batch; 207 where some failed and the call tells so by its status. */
    static Reply batch(
            Instant now, JsonArray results, JsonArray errors, boolean multiStatus, List<JsonObject> records) {
        var body = new JsonObject()
                .put("status", "COMPLETE")
                .put("results", results)
                .put("startedAt", now.toString())
                .put("completedAt", now.toString());
        if (!errors.isEmpty()) {
            body.put("numErrors", errors.size()).put("errors", errors);
        }
        return Reply.json(errors.isEmpty() || !multiStatus ? 200 : 207, body, records);
    }

    static JsonObject failure(String category, @Nullable String trace) {
        var context = trace == null
                ? new JsonObject()
                : new JsonObject().put("objectWriteTraceId", new JsonArray().add(trace));
        return new JsonObject()
                .put("status", "error")
                .put("category", category)
                .put("message", category)
                .put("context", context)
                .put("errors", new JsonArray())
                .put("links", new JsonObject());
    }

    static Reply error(int status, String category) {
        return Reply.json(status, said(category));
    }

    /** The body of an error; every request has a correlation id of its own. */
    static JsonObject said(String category) {
        return new JsonObject()
                .put("status", "error")
                .put("message", category)
                .put("correlationId", UUID.randomUUID().toString())
                .put("category", category);
    }

    /** The array {@code inputs} of a body that has these members only; null where it is not so. */
    static @Nullable JsonArray inputs(@Nullable JsonObject body, Set<String> others, int most) {
        return body != null
                        && body.getValue("inputs") instanceof JsonArray inputs
                        && !inputs.isEmpty()
                        && inputs.size() <= most
                        && body.fieldNames().stream().allMatch(name -> name.equals("inputs") || others.contains(name))
                ? inputs
                : null;
    }
}
