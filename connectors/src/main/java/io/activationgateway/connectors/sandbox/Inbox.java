package io.activationgateway.connectors.sandbox;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What one simulated vendor received. Bodies are kept whole up to a bound, those of refused requests included. */
final class Inbox {

    private final int keptBytes;
    private final List<JsonObject> requests = new ArrayList<>();
    private final List<JsonObject> records = new ArrayList<>();
    private Buffer bodies = Buffer.buffer();
    private boolean complete = true;

    /** How many requests were answered by each status. */
    private final Map<String, Integer> answers = new TreeMap<>();

    /** How many records were taken and refused, by what the vendor calls what they said. */
    private final Map<String, Said> said = new TreeMap<>();

    private record Said(int taken, int refused) {
        Said and(Said other) {
            return new Said(taken + other.taken, refused + other.refused);
        }
    }

    Inbox(int keptBytes) {
        this.keptBytes = keptBytes;
    }

    /** Keeps a body, a line break after it. */
    void keep(Buffer body) {
        if (!complete || bodies.length() + body.length() + 1 > keptBytes) {
            complete = false;
            return;
        }
        bodies.appendBuffer(body).appendByte((byte) '\n');
    }

    /**
     * Notes a request and, as long as bodies are kept, what it said.
     *
     * @param status of the whole answer; 0 for none
     * @param lastCheck what the gateway says let it go; null where it does not say
     */
    void note(String path, int bytes, int status, @Nullable String lastCheck, List<JsonObject> heard) {
        var request = new JsonObject()
                .put("path", path)
                .put("bytes", bytes)
                .put("status", status)
                .put("records", heard.size());
        requests.add(lastCheck == null ? request : request.put("lastCheck", lastCheck));
        answers.merge(status == 0 ? "none" : Integer.toString(status), 1, Integer::sum);
        for (var record : heard) {
            boolean taken = record.getBoolean("accepted", true);
            said.merge(record.getString("operation", "unknown"), new Said(taken ? 1 : 0, taken ? 0 : 1), Said::and);
        }
        if (complete) {
            records.addAll(heard);
        }
    }

    Buffer bodies() {
        return bodies.copy();
    }

    JsonObject json(String destination) {
        return new JsonObject()
                .put("destination", destination)
                .put("complete", complete)
                .put("requests", new JsonArray(List.copyOf(requests)))
                .put("records", new JsonArray(List.copyOf(records)));
    }

    /** How many requests and records there were, whether their bodies were kept or not. */
    JsonObject counts(String destination) {
        var records = new JsonObject();
        said.forEach((name, count) ->
                records.put(name, new JsonObject().put("taken", count.taken()).put("refused", count.refused())));
        return new JsonObject()
                .put("destination", destination)
                .put("requests", requests.size())
                .put("answers", new JsonObject(new TreeMap<>(answers)))
                .put("records", records);
    }

    void reset() {
        answers.clear();
        said.clear();
        requests.clear();
        records.clear();
        bodies = Buffer.buffer();
        complete = true;
    }
}
