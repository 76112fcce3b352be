package io.activationgateway.connectors.klaviyo;

import io.activationgateway.connectors.Answer;
import io.activationgateway.connectors.BatchDraft;
import io.activationgateway.connectors.JsonBytes;
import io.activationgateway.connectors.RecordResult.Outcome;
import io.activationgateway.connectors.ReplyJson;
import io.activationgateway.connectors.Sent;
import io.activationgateway.connectors.VendorCode;
import io.activationgateway.connectors.VendorRequest;
import io.activationgateway.connectors.VendorResponse;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * Takes a person's devices off push. The vendor wants the token of each, which a removal does not carry: it is asked for
 * them, one person at a time.
 */
final class PushTokens {

    private static final String PATH = "/api/push-tokens?";
    private static final String SHOWN = PATH + "fields%5Bprofile%5D=email%2Cphone_number"
            + "&fields%5Bpush-token%5D=platform%2Ctoken%2Cvendor&filter=";

    /** By which the request that acts may name a person. */
    private static final List<PersonKey> CONTACTS = List.of(PersonKey.EMAIL, PersonKey.PHONE);

    private final Requests requests;

    PushTokens(Requests requests) {
        this.requests = requests;
    }

    /** Asks for the tokens of the profile with this id, and for its address and number. */
    VendorRequest question(String profile) {
        var id = new JsonBytes(64).string(profile);
        var filter = "equals(profile.id," + id.text(0, id.length()) + ")";
        return requests.get(SHOWN + Requests.encoded(filter) + "&include=profile&page%5Bsize%5D=100");
    }

    /** Whether a request is such a question. */
    boolean is(VendorRequest request) {
        return request.method().equals(HttpMethod.GET)
                && request.pathAndQuery().startsWith(requests.endpoint().path(PATH));
    }

    /** Reads the tokens and takes them off; whoever has none gets no push. */
    Answer read(Sent sent, VendorResponse response) {
        var reply = ReplyJson.of(response.body());
        if (!reply.get("data").isArray()) {
            return new Answer.Retry(null, VendorCode.ANSWER_UNREADABLE, false);
        }
        var tokens = reply.get("data").items();
        return tokens.isEmpty()
                ? new Answer.Done(sent.each(Outcome.APPLIED, VendorCode.NOT_THERE))
                : new Answer.Next(sent.saying(unsubscription(reply, tokens)), Duration.ZERO);
    }

    /** The members of one token as the vendor takes it, its maker told by the platform where that is all there is. */
    static JsonBytes write(String token, String platform, String maker, JsonBytes out) {
        var usual = platform.equals("ios") ? "apns" : "fcm";
        return out.ascii("{\"token\":")
                .string(token)
                .ascii(",\"platform\":")
                .string(platform)
                .ascii(",\"vendor\":")
                .string(maker.isEmpty() ? usual : maker)
                .ascii("}");
    }

    private VendorRequest unsubscription(ReplyJson reply, List<ReplyJson> tokens) {
        var body = BatchDraft.opening("{\"data\":{\"type\":\"profile-subscription-bulk-delete-job\",\"attributes\":"
                + "{\"profiles\":{\"data\":[{\"type\":\"profile\",\"attributes\":{");
        for (var contact : CONTACTS) {
            var value = reply.get("included").items().stream()
                    .map(profile ->
                            profile.at("attributes", contact.attribute()).text())
                    .filter(text -> !text.isEmpty())
                    .findFirst();
            if (value.isPresent()) {
                body.ascii("\"")
                        .ascii(contact.attribute())
                        .ascii("\":")
                        .string(value.get())
                        .ascii(",");
                break;
            }
        }
        body.ascii("\"subscriptions\":{\"push\":{\"marketing\":{\"consent\":\"UNSUBSCRIBED\"},\"tokens\":[");
        var separator = "";
        for (var token : tokens) {
            var attributes = token.get("attributes");
            write(
                    attributes.get("token").text(),
                    attributes.get("platform").text().toLowerCase(Locale.ROOT),
                    attributes.get("vendor").text().toLowerCase(Locale.ROOT),
                    body.ascii(separator));
            separator = ",";
        }
        return requests.post(
                Shape.UNSUBSCRIBE, Buffer.buffer(body.ascii("]}}}}]}}}}").toByteArray()));
    }
}
