package io.activationgateway.gateway.api;

import static java.util.Objects.requireNonNull;

import io.activationgateway.residency.document.PolicyFiles;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reads what a question about policies says; each throws {@link ProblemException} with what was expected. */
final class PolicyParameters {

    private PolicyParameters() {}

    static JsonObject json(byte[] bytes) {
        try {
            return new JsonObject(Buffer.buffer(bytes));
        } catch (DecodeException | ClassCastException broken) {
            throw new ProblemException(Problems.parameter("body", "a JSON object"));
        }
    }

    static PolicyFiles files(JsonObject json) {
        var documents = json.getValue("documents");
        if (!(documents instanceof JsonObject texts) || texts.isEmpty()) {
            throw new ProblemException(Problems.parameter("documents", "an object of file names and their YAML"));
        }
        var files = new TreeMap<String, String>();
        for (var name : texts.fieldNames()) {
            if (!(texts.getValue(name) instanceof String text)) {
                throw new ProblemException(Problems.parameter("documents", "an object of file names and their YAML"));
            }
            files.put(name, text);
        }
        return PolicyFiles.of(files);
    }

    static String id(RoutingContext context) {
        return requireNonNull(context.pathParam("draft"), "the route has a draft")
                .toUpperCase(Locale.ROOT);
    }

    static String parameter(RoutingContext context, String name, String expected) {
        var value = context.request().getParam(name);
        if (value == null || value.isBlank()) {
            throw new ProblemException(Problems.parameter(name, expected));
        }
        return value.strip();
    }

    static long number(@Nullable String text, String name) {
        try {
            long number = text == null ? -1 : Long.parseLong(text);
            if (number >= 0) {
                return number;
            }
        } catch (NumberFormatException wrong) {
            // Answered below.
        }
        throw new ProblemException(Problems.parameter(name, "a whole number, 0 or more"));
    }

    /** Now where none is given. */
    static Instant instant(RoutingContext context, String name, InstantSource clock) {
        var text = context.request().getParam(name);
        try {
            return text == null ? clock.instant() : Instant.parse(text);
        } catch (DateTimeException wrong) {
            throw new ProblemException(Problems.parameter(name, "an instant such as 2026-12-01T00:00:00Z"));
        }
    }
}
