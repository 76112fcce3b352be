package io.activationgateway.connectors.rudderstack;

import io.activationgateway.connectors.Attempt;
import io.activationgateway.connectors.JsonBytes;
import io.activationgateway.connectors.Moment;
import io.activationgateway.connectors.segment.Dialect;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeSet;

/**
 * RudderStack's way to say Segment's calls.
 *
 * @param consents the consent id of RudderStack's by the policy's purpose
 * @param sentAt the time of the attempt, as RFC 3339 says
 */
record RudderstackDialect(Map<String, String> consents, String sentAt) implements Dialect {

    RudderstackDialect {
        consents = Map.copyOf(consents);
    }

    @Override
    public void times(Moment happened, JsonBytes out) {
        happened.write(out.ascii(",\"originalTimestamp\":"));
        out.ascii(",\"sentAt\":\"").ascii(sentAt).ascii("\"");
    }

    /** Every consent is told, allowed or denied: the vendor looks at the denied ones only. */
    @Override
    public String consent(Attempt attempt, boolean consented) {
        if (consents.isEmpty()) {
            return "";
        }
        var allowed = new TreeSet<String>();
        var denied = new TreeSet<>(consents.values());
        var given = consents.get(attempt.use().purpose());
        if (consented && given != null) {
            allowed.add(given);
            denied.remove(given);
        }
        var json = new JsonBytes(256).ascii("\"consentManagement\":{\"provider\":\"custom\",\"allowedConsentIds\":");
        list(allowed, json);
        json.ascii(",\"deniedConsentIds\":");
        list(denied, json);
        return new String(json.ascii("}").toByteArray(), StandardCharsets.UTF_8);
    }

    private static void list(TreeSet<String> ids, JsonBytes json) {
        json.ascii("[");
        int start = json.length();
        ids.forEach(id -> json.ascii(json.length() > start ? "," : "").string(id));
        json.ascii("]");
    }
}
