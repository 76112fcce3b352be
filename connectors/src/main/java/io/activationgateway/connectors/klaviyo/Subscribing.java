package io.activationgateway.connectors.klaviyo;

import static java.util.Objects.requireNonNull;

import io.activationgateway.connectors.Attempt;
import io.activationgateway.connectors.BatchDraft;
import io.activationgateway.connectors.Draft;
import io.activationgateway.connectors.EventTime;
import io.activationgateway.connectors.JsonBytes;
import io.activationgateway.connectors.Limits;
import io.activationgateway.connectors.OutgoingRecord;
import io.activationgateway.connectors.VendorCode;
import org.jspecify.annotations.Nullable;

/**
 * How people are subscribed. It lifts suppressions that they or somebody else asked for, so only records that go on the
 * person's consent are sent.
 *
 * @param list the list whose opt-in process is followed; null for the account's
 * @param source what the vendor notes as the source of the consent; null for none
 * @param consentedAt the column with the time of the consent; null where the consent is new and the vendor may ask the
 *     person to confirm it
 */
record Subscribing(
        @Nullable String list,
        @Nullable String source,
        @Nullable String consentedAt) {

    Draft draft(Attempt attempt, Limits limits, Requests requests) {
        var opening =
                BatchDraft.opening("{\"data\":{\"type\":\"profile-subscription-bulk-create-job\",\"attributes\":{");
        if (source != null) {
            opening.ascii("\"custom_source\":").string(source).ascii(",");
        }
        if (consentedAt != null) {
            opening.ascii("\"historical_import\":true,");
        }
        opening.ascii("\"profiles\":{\"data\":[");
        var closing = list == null
                ? "]}}}}"
                : "]}},\"relationships\":{\"list\":{\"data\":{\"type\":\"list\",\"id\":\"" + list + "\"}}}}}";
        return new BatchDraft(
                attempt,
                limits,
                opening,
                (record, out) -> encode(record, attempt, out),
                closing,
                body -> requests.post("/api/profile-subscription-bulk-create-jobs", body));
    }

    private @Nullable VendorCode encode(OutgoingRecord record, Attempt attempt, JsonBytes out) {
        if (!record.consented()) {
            return VendorCode.CONSENT_MISSING;
        }
        var channel = attempt.use().channel();
        var contact = Shape.contact(channel);
        out.ascii("{\"type\":\"profile\",\"attributes\":{\"")
                .ascii(contact.attribute())
                .ascii("\":");
        var refusal = contact.write(record, out);
        if (refusal != null) {
            return refusal;
        }
        out.ascii(",\"subscriptions\":{\"")
                .ascii(Shape.subscription(channel))
                .ascii("\":{\"marketing\":{\"consent\":\"SUBSCRIBED\"");
        if (consentedAt != null && !consentTime(record, attempt, out)) {
            return VendorCode.CONSENT_TIME_MISSING;
        }
        out.ascii("}}}}}");
        return null;
    }

    private boolean consentTime(OutgoingRecord record, Attempt attempt, JsonBytes out) {
        for (int field = 0; field < record.size(); field++) {
            if (record.name(field).equals(consentedAt)) {
                var text = record.text(field);
                var instant = EventTime.parse(text);
                if (instant == null || instant.isBefore(EventEncoder.EARLIEST) || !instant.isBefore(attempt.at())) {
                    return false;
                }
                out.ascii(",\"consented_at\":")
                        .string(EventTime.isRfc3339(requireNonNull(text, "time")) ? text : instant.toString());
                return true;
            }
        }
        return false;
    }
}
