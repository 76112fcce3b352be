package io.activationgateway.connectors.segment;

import io.activationgateway.connectors.Attempt;
import io.activationgateway.connectors.JsonBytes;
import io.activationgateway.connectors.Moment;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/** Segment's own way. {@code consents} is the workspace's consent category by the policy's purpose. */
record SegmentDialect(Map<String, String> consents) implements Dialect {

    SegmentDialect {
        consents = Map.copyOf(consents);
    }

    @Override
    public void times(Moment happened, JsonBytes out) {
        happened.write(out.ascii(",\"timestamp\":"));
    }

    /** Every category is told: one that is not named would let the data through. */
    @Override
    public String consent(Attempt attempt, boolean consented) {
        if (consents.isEmpty()) {
            return "";
        }
        var preferences = new TreeMap<String, Boolean>();
        consents.forEach((purpose, category) -> preferences.merge(
                category, consented && purpose.equals(attempt.use().purpose()), Boolean::logicalOr));
        var json = new JsonBytes(256).ascii("\"consent\":{\"categoryPreferences\":{");
        int start = json.length();
        preferences.forEach((category, given) ->
                json.ascii(json.length() > start ? "," : "").string(category).ascii(given ? ":true" : ":false"));
        return new String(json.ascii("}}").toByteArray(), StandardCharsets.UTF_8);
    }

    /** It changes what the profile says of consent. */
    @Override
    public String reservedEvent() {
        return "Segment Consent Preference Updated";
    }
}
