package io.activationgateway.connectors.sandbox;

import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A vendor's side of a request. Keeps state; called on the sandbox's event loop only. */
public interface Simulation {

    /** Answers as the vendor would. */
    Reply answer(Call call);

    /** Forgets all that requests have changed. */
    void reset();

    /**
     * A request.
     *
     * @param path without the destination's name
     * @param query the parameters after the path, decoded
     */
    record Call(String method, String path, MultiMap query, MultiMap headers, Buffer body) {

        /** The body where it is a JSON object, else null. */
        @Nullable
        JsonObject json() {
            try {
                return new JsonObject(body);
            } catch (DecodeException | ClassCastException notAnObject) {
                return null;
            }
        }

        @Override
        public String toString() {
            return "Call[" + method + ", " + body.length() + " bytes]";
        }
    }

    /**
     * An answer.
     *
     * @param body empty for none
     * @param records what the request said of whom, whether taken or not
     */
    record Reply(int status, Map<String, String> headers, String body, List<JsonObject> records) {

        static Reply json(int status, JsonObject body) {
            return json(status, body, List.of());
        }

        static Reply json(int status, JsonObject body, List<JsonObject> records) {
            return new Reply(status, Map.of("Content-Type", "application/json"), body.encode(), records);
        }

        @Override
        public String toString() {
            return "Reply[" + status + ", " + records.size() + " records]";
        }
    }
}
