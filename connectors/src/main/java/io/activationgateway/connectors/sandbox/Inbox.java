package io.activationgateway.connectors.sandbox;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What one simulated vendor received. Bodies are kept whole up to a bound, those of refused requests included. */
final class Inbox {

    private final int keptBytes;
    private final List<JsonObject> requests = new ArrayList<>();
    private final List<JsonObject> records = new ArrayList<>();
    private Buffer bodies = Buffer.buffer();
    private boolean complete = true;

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
     * @param lastCheck what the gateway says let it go; null where it does not say
     */
    void note(String path, int bytes, int status, @Nullable String lastCheck, List<JsonObject> heard) {
        var request = new JsonObject()
                .put("path", path)
                .put("bytes", bytes)
                .put("status", status)
                .put("records", heard.size());
        requests.add(lastCheck == null ? request : request.put("lastCheck", lastCheck));
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

    void reset() {
        requests.clear();
        records.clear();
        bodies = Buffer.buffer();
        complete = true;
    }
}
