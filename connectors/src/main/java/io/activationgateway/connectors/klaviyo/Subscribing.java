package io.activationgateway.connectors.klaviyo;

import static java.util.Objects.requireNonNull;

import io.activationgateway.connectors.Attempt;
import io.activationgateway.connectors.BatchDraft;
import io.activationgateway.connectors.Draft;
import io.activationgateway.connectors.JsonBytes;
import io.activationgateway.connectors.Limits;
import io.activationgateway.connectors.MatchKey;
import io.activationgateway.connectors.Moment;
import io.activationgateway.connectors.OutgoingRecord;
import io.activationgateway.connectors.VendorCode;
import io.activationgateway.consent.profile.Channel;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * How people are subscribed. It lifts suppressions that they or somebody else asked for, so only records that go on the
 * person's consent are sent.
 *
 * @param list the list whose opt-in process is followed; null for the account's
 * @param source what the vendor notes as the source of the consent; null for none
 * @param push the columns with a device's push token and platform; null where push is not subscribed to
 * @param consentedAt the column with the time of the consent; null where the consent is new and the vendor may ask the
 *     person to confirm it
 */
record Subscribing(
        @Nullable String list,
        @Nullable String source,
        @Nullable Push push,
        @Nullable String consentedAt) {

    /** The columns that tell of a device. */
    record Push(String token, String platform) {}

    /** Whether people can be subscribed to a channel that the vendor has. */
    boolean knows(Channel channel) {
        return channel != Channel.PUSH || push != null;
    }

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
        var moment = new Moment();
        return new BatchDraft(
                attempt,
                limits,
                opening,
                (record, out) -> encode(record, attempt, moment, out),
                closing,
                body -> requests.post("/api/profile-subscription-bulk-create-jobs", body));
    }

    private @Nullable VendorCode encode(OutgoingRecord record, Attempt attempt, Moment moment, JsonBytes out) {
        if (!record.consented()) {
            return VendorCode.CONSENT_MISSING;
        }
        var channel = attempt.use().channel();
        out.ascii("{\"type\":\"profile\",\"attributes\":{");
        var contact = channel == Channel.PUSH ? reachable(record, out) : Shape.contact(channel);
        var refusal = contact == null ? null : contact(contact, record, out);
        if (refusal != null) {
            return refusal;
        }
        out.ascii("\"subscriptions\":{\"")
                .ascii(Shape.subscription(channel))
                .ascii("\":{\"marketing\":{\"consent\":\"SUBSCRIBED\"");
        if (consentedAt != null && !consentTime(record, attempt, moment, out)) {
            return VendorCode.CONSENT_TIME_MISSING;
        }
        out.ascii("}");
        refusal = channel == Channel.PUSH ? device(requireNonNull(push, "push"), contact == null, record, out) : null;
        out.ascii("}}}}");
        return refusal;
    }

    private static @Nullable VendorCode contact(PersonKey contact, OutgoingRecord record, JsonBytes out) {
        out.ascii("\"").ascii(contact.attribute()).ascii("\":");
        var refusal = contact.write(record, out);
        out.ascii(",");
        return refusal;
    }

    /** What names a person beside their device; null where they are known by the device alone. */
    private static @Nullable PersonKey reachable(OutgoingRecord record, JsonBytes room) {
        return MatchKey.first(record, List.of(PersonKey.EMAIL, PersonKey.PHONE), room);
    }

    /** Writes the token, and the person's anonymous id where nothing else names them. */
    private static @Nullable VendorCode device(Push push, boolean anonymous, OutgoingRecord record, JsonBytes out) {
        var token = text(record, push.token());
        if (token == null || token.isEmpty()) {
            return VendorCode.IDENTIFIER_MISSING;
        }
        var platform = String.valueOf(text(record, push.platform())).toLowerCase(Locale.ROOT);
        if (!platform.equals("ios") && !platform.equals("android")) {
            return VendorCode.DATA_INVALID;
        }
        PushTokens.write(token, platform, "", out.ascii(",\"tokens\":[")).ascii("]");
        return anonymous ? PersonKey.ANONYMOUS_ID.write(record, out.ascii(",\"anonymous_id\":")) : null;
    }

    private static @Nullable String text(OutgoingRecord record, String column) {
        int field = field(record, column);
        return field < 0 ? null : record.text(field);
    }

    private static int field(OutgoingRecord record, String column) {
        for (int field = 0; field < record.size(); field++) {
            if (record.name(field).equals(column)) {
                return field;
            }
        }
        return -1;
    }

    /** Writes the time of the consent, as it came where it is RFC 3339; false where it is none that the vendor takes. */
    private boolean consentTime(OutgoingRecord record, Attempt attempt, Moment moment, JsonBytes out) {
        int field = field(record, requireNonNull(consentedAt, "column"));
        if (moment.read(record, field, out) != Moment.Told.TIME
                || moment.isBefore(EventEncoder.EARLIEST)
                || !moment.isBefore(attempt.at())) {
            return false;
        }
        out.ascii(",\"consented_at\":");
        if (moment.isRfc3339()) {
            record.writeValue(field, out);
        } else {
            moment.write(out);
        }
        return true;
    }
}
