package io.activationgateway.connectors.hubspot;

import io.activationgateway.connectors.BatchDraft;
import io.activationgateway.connectors.JsonBytes;
import io.activationgateway.connectors.Operation;
import io.activationgateway.connectors.OutgoingRecord;
import io.activationgateway.connectors.VendorCode;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/**
 * A request that names people and says the same of all of them.
 *
 * @param pathAndQuery without that of the endpoint
 * @param opening JSON before the first person
 * @param before JSON before the value that names a person
 * @param after JSON after it
 * @param closing JSON after the last person
 */
record Shape(HttpMethod method, String pathAndQuery, String opening, String before, String after, String closing) {

    private static final String STATUSES = "/communication-preferences/v4/statuses/batch/";
    private static final String INPUTS = "{\"inputs\":[";

    /** Puts contacts into a list, or takes them out of it, by record ids; touches no subscription. */
    static Shape membership(Operation operation, long list) {
        return new Shape(
                HttpMethod.PUT,
                "/crm/v3/lists/" + list + "/memberships/" + (operation == Operation.ADD ? "add" : "remove"),
                "[",
                "",
                "",
                "]");
    }

    /** Sets one subscription of addresses. */
    static Shape status(Operation operation, long subscription, String explanation) {
        var state = operation == Operation.SUBSCRIBE ? "SUBSCRIBED" : "UNSUBSCRIBED";
        var said = new JsonBytes(64).string(explanation).toByteArray();
        return new Shape(
                HttpMethod.POST,
                STATUSES + "write",
                INPUTS,
                "{\"subscriberIdString\":",
                ",\"channel\":\"EMAIL\",\"subscriptionId\":" + subscription + ",\"statusState\":\"" + state
                        + "\",\"legalBasis\":\"CONSENT_WITH_NOTICE\",\"legalBasisExplanation\":"
                        + new String(said, StandardCharsets.UTF_8) + "}",
                "]}");
    }

    /** Unsubscribes addresses from every subscription there is. */
    static Shape suppression() {
        return new Shape(
                HttpMethod.POST, STATUSES + "unsubscribe-all?channel=EMAIL&verbose=true", INPUTS, "", "", "]}");
    }

    /** Erases the contact with an address, or with a record id. */
    static Shape erasure(boolean byEmail) {
        return new Shape(
                HttpMethod.POST,
                "/crm/v3/objects/contacts/gdpr-delete",
                "",
                "{\"objectId\":",
                byEmail ? ",\"idProperty\":\"email\"}" : "}",
                "");
    }

    /** Writes one person out of a record. */
    @Nullable
    VendorCode encode(Naming naming, OutgoingRecord record, JsonBytes out) {
        out.ascii(before);
        var refusal = naming.write(record, out);
        out.json(after);
        return refusal;
    }

    /** The body that names these people. */
    Buffer body(Collection<String> values) {
        var out = BatchDraft.opening(opening);
        var comma = "";
        for (var value : values) {
            out.ascii(comma).ascii(before).string(value);
            out.json(after);
            comma = ",";
        }
        return Buffer.buffer(out.ascii(closing).toByteArray());
    }
}
