package io.activationgateway.connectors.sandbox;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonObject;
import java.util.List;

/** A receiver of whatever JSON: it checks the headers, hears each body as it is, and has nothing to say but 200. */
final class TemplateSimulation implements Simulation {

    private final SimulatedTemplate settings;

    TemplateSimulation(SimulatedTemplate settings) {
        this.settings = settings;
    }

    @Override
    public Reply answer(Call call) {
        boolean known = settings.headers().entrySet().stream()
                .allMatch(header -> header.getValue().equals(call.headers().get(header.getKey())));
        if (!known) {
            return Reply.json(401, new JsonObject().put("error", "headers"));
        }
        try {
            var body = call.body().length() == 0 ? null : Json.decodeValue(call.body());
            var heard = Heard.record(call.method(), null, new JsonObject(), new JsonObject().put("body", body), null);
            return Reply.json(200, new JsonObject(), List.of(heard.put("path", call.path())));
        } catch (DecodeException notJson) {
            return Reply.json(400, new JsonObject().put("error", "not JSON"));
        }
    }

    @Override
    public void reset() {}
}
