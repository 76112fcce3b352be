package io.activationgateway.gateway.demo;

import com.fasterxml.jackson.databind.JsonNode;
import io.activationgateway.gateway.demo.Audience.Job;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An audience that was answered before it was sent.
 *
 * @param accepted how many rows stood how when it was answered
 * @param ended the same at its end
 */
record Deferred(Job job, Map<String, Integer> accepted, Map<String, Integer> ended) {

    static Deferred of(Job job, JsonNode accepted, JsonNode ended) {
        return new Deferred(job, counts(accepted), counts(ended));
    }

    /** Without the states in which no row is. */
    private static Map<String, Integer> counts(JsonNode counts) {
        var some = new LinkedHashMap<String, Integer>();
        counts.properties().stream()
                .filter(count -> count.getValue().asInt() > 0)
                .forEach(count -> some.put(count.getKey(), count.getValue().asInt()));
        return some;
    }
}
