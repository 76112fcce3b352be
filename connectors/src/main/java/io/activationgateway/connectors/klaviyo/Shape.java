package io.activationgateway.connectors.klaviyo;

import io.activationgateway.connectors.BatchDraft;
import io.activationgateway.connectors.Operation;
import io.activationgateway.connectors.VendorCode;
import io.activationgateway.consent.profile.Channel;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/**
 * A request that names people and says the same of all of them.
 *
 * @param path without that of the endpoint
 * @param opening JSON before the first person
 * @param before JSON before the value that names a person
 * @param after JSON after it
 * @param closing JSON after the last person
 */
record Shape(HttpMethod method, String path, String opening, String before, String after, String closing) {

    /** Where channels are unsubscribed from. */
    static final String UNSUBSCRIBE = "/api/profile-subscription-bulk-delete-jobs";

    private static final String PROFILES = "\",\"attributes\":{\"profiles\":{\"data\":[";
    private static final String ATTRIBUTES = "{\"type\":\"profile\",\"attributes\":{\"";

    /** Puts profiles into a list, or takes them out of it, by the vendor's ids; touches no consent. */
    static Shape membership(Operation operation, String list) {
        return new Shape(
                operation == Operation.ADD ? HttpMethod.POST : HttpMethod.DELETE,
                "/api/lists/" + list + "/relationships/profiles",
                "{\"data\":[",
                "{\"type\":\"profile\",\"id\":",
                "}",
                "]}");
    }

    /**
     * Unsubscribes from one channel. It names no list: with one, the vendor unsubscribes whoever is not on it from
     * everything.
     */
    static Shape unsubscription(Channel channel) {
        return new Shape(
                HttpMethod.POST,
                UNSUBSCRIBE,
                "{\"data\":{\"type\":\"profile-subscription-bulk-delete-job" + PROFILES,
                ATTRIBUTES + contact(channel).attribute() + "\":",
                ",\"subscriptions\":{\"" + subscription(channel)
                        + "\":{\"marketing\":{\"consent\":\"UNSUBSCRIBED\"}}}}}",
                "]}}}}");
    }

    /** Suppresses addresses: no e-mail marketing reaches them whatever their consent. */
    static Shape suppression() {
        return new Shape(
                HttpMethod.POST,
                "/api/profile-suppression-bulk-create-jobs",
                "{\"data\":{\"type\":\"profile-suppression-bulk-create-job" + PROFILES,
                ATTRIBUTES + "email\":",
                "}}",
                "]}}}}");
    }

    /** Deletes every profile with an address or number; null for the one with the vendor's id. */
    static Shape deletion(@Nullable PersonKey key) {
        return new Shape(
                HttpMethod.POST,
                "/api/data-privacy-deletion-jobs",
                "{\"data\":{\"type\":\"data-privacy-deletion-job\",\"attributes\":{\"profile\":{\"data\":",
                key == null ? "{\"type\":\"profile\",\"id\":" : ATTRIBUTES + key.attribute() + "\":",
                key == null ? ",\"attributes\":{}}" : "}}",
                "}}}}");
    }

    /** What the vendor calls a channel. */
    static String subscription(Channel channel) {
        return switch (channel) {
            case EMAIL -> "email";
            case SMS -> "sms";
            case MESSENGER -> "whatsapp";
            case PUSH -> "push";
            case CALL_LIVE, CALL_AUTO, POST, IN_APP, WEB_AD, NONE ->
                throw new IllegalArgumentException(channel + " (expected: a channel that is not refused)");
        };
    }

    /** What people are subscribed to a channel by. */
    static PersonKey contact(Channel channel) {
        return channel == Channel.EMAIL ? PersonKey.EMAIL : PersonKey.PHONE;
    }

    /** Writes one person out of a record. */
    BatchDraft.Encoder encoder(PersonKey key) {
        return (record, out) -> {
            out.ascii(before);
            var refusal = key.write(record, out);
            out.ascii(after);
            return refusal == null ? null : VendorCode.IDENTIFIER_INVALID;
        };
    }

    /** The body that names these people. */
    Buffer body(Collection<String> values) {
        var out = BatchDraft.opening(opening);
        var comma = "";
        for (var value : values) {
            out.ascii(comma).ascii(before).string(value).ascii(after);
            comma = ",";
        }
        return Buffer.buffer(out.ascii(closing).toByteArray());
    }
}
