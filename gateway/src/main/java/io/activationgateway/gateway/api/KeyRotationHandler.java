package io.activationgateway.gateway.api;

import io.activationgateway.consent.register.ConsentRegister;
import io.activationgateway.consent.register.KeyRotation;
import io.activationgateway.consent.register.RotationRefused;
import io.activationgateway.gateway.config.Right;
import io.activationgateway.gateway.config.SourceConfig;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.util.Locale;
import java.util.concurrent.CompletionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Begins the rotation of the region's pseudonym key, and says where it is. Event loop. */
final class KeyRotationHandler {

    private static final Logger log = LoggerFactory.getLogger(KeyRotationHandler.class);

    private final ConsentRegister register;

    KeyRotationHandler(ConsentRegister register) {
        this.register = register;
    }

    /** Answers once it is announced to all nodes, which is durable; the rest goes on by itself. */
    Future<Buffer> begin(HttpServerRequest http, SourceConfig source) {
        check(source);
        return Future.fromCompletionStage(register.rotateKey(), Vertx.currentContext())
                .map(state -> {
                    log.info(
                            "Source {} asked to rotate the pseudonym key: generation {} is prepared after {}",
                            source.name(),
                            state.next(),
                            state.generation());
                    http.response().setStatusCode(202);
                    return json(state);
                })
                .recover(failure -> {
                    var cause = failure instanceof CompletionException ? failure.getCause() : failure;
                    if (cause instanceof RotationRefused refused) {
                        var why = String.valueOf(refused.getMessage());
                        log.info("Source {} asked to rotate the pseudonym key, refused: {}", source.name(), why);
                        return Future.failedFuture(new ProblemException(Problems.rotation(why)));
                    }
                    return Future.failedFuture(new ProblemException(Problems.unstored()));
                });
    }

    Future<Buffer> state(SourceConfig source) {
        check(source);
        return Future.succeededFuture(json(register.keyRotation()));
    }

    private static void check(SourceConfig source) {
        if (!source.may(Right.KEYS)) {
            throw new ProblemException(Problems.forbidden("right", Right.KEYS.wireName()));
        }
    }

    private static Buffer json(KeyRotation state) {
        return Json.write(json -> {
            json.writeStartObject();
            json.writeNumberField("generation", state.generation());
            json.writeNumberField("next", state.next());
            json.writeNumberField("newest_key", state.newest());
            json.writeStringField("step", state.step().name().toLowerCase(Locale.ROOT));
            json.writeEndObject();
        });
    }
}
