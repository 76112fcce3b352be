package io.activationgateway.connectors.klaviyo;

import static java.util.Objects.requireNonNull;

import io.activationgateway.connectors.Answer;
import io.activationgateway.connectors.Attempt;
import io.activationgateway.connectors.BatchDraft;
import io.activationgateway.connectors.Draft;
import io.activationgateway.connectors.Fields;
import io.activationgateway.connectors.JsonBytes;
import io.activationgateway.connectors.Limits;
import io.activationgateway.connectors.OutgoingRecord;
import io.activationgateway.connectors.RecordResult;
import io.activationgateway.connectors.RecordResult.Outcome;
import io.activationgateway.connectors.ReplyJson;
import io.activationgateway.connectors.Sent;
import io.activationgateway.connectors.VendorCode;
import io.activationgateway.connectors.VendorRequest;
import io.activationgateway.connectors.VendorResponse;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Finds profiles by what the sender knows people by: the first of two requests where the vendor wants another name. */
final class LookUp {

    /** A page of the answer, which holds all that a question asks for. */
    static final int MAX_PEOPLE = 100;

    /** A filter before it is encoded: the vendor names no limit of a query, and servers usually take 8 KB. */
    static final int MAX_BYTES = 4_000;

    private static final String PATH = "/api/profiles?";
    private static final String FILTER = "&filter=";

    private final Requests requests;

    LookUp(Requests requests) {
        this.requests = requests;
    }

    /** Whether a request is such a question. */
    boolean is(VendorRequest request) {
        return request.method().equals(HttpMethod.GET)
                && request.pathAndQuery().startsWith(requests.endpoint().path(PATH));
    }

    /**
     * A draft of the question.
     *
     * @param key what the records name their people by
     * @param wanted what the next request names them by; null for the vendor's own ids
     */
    Draft draft(Attempt attempt, Limits limits, PersonKey key, @Nullable PersonKey wanted) {
        var most =
                new Limits(Math.min(MAX_PEOPLE, limits.maxRecords()), MAX_BYTES, MAX_BYTES, limits.requestsPerSecond());
        return new BatchDraft(
                attempt,
                most,
                BatchDraft.opening("any(" + key.attribute() + ",["),
                (record, out) -> value(key, record, out),
                "])",
                filter -> question(key, wanted, filter));
    }

    private VendorRequest question(PersonKey key, @Nullable PersonKey wanted, Buffer filter) {
        var fields = new LinkedHashSet<String>();
        for (var one : new PersonKey[] {PersonKey.EMAIL, PersonKey.EXTERNAL_ID, PersonKey.PHONE}) {
            if (one == key || one == wanted) {
                fields.add(one.attribute());
            }
        }
        return requests.get(PATH + "fields%5Bprofile%5D=" + Requests.encoded(String.join(",", fields)) + FILTER
                + Requests.encoded(filter.toString(StandardCharsets.UTF_8)) + "&page%5Bsize%5D=100");
    }

    /**
     * Reads the answer and asks for the next request about those who were found.
     *
     * @param next the next request, by what it names people by
     * @param wanted what it names people by; null for the vendor's own ids
     */
    Answer read(
            Sent sent,
            VendorResponse response,
            Function<Collection<String>, VendorRequest> next,
            @Nullable PersonKey wanted) {
        var profiles = ReplyJson.of(response.body()).get("data");
        if (!profiles.isArray()) {
            return new Answer.Retry(null, VendorCode.ANSWER_UNREADABLE, false);
        }
        var filter = filter(sent.request());
        var key = PersonKey.named(filter.substring("any(".length(), filter.indexOf(',')));
        var asked = ReplyJson.of(Buffer.buffer(filter.substring(filter.indexOf('['), filter.length() - 1)))
                .items();
        var found = found(profiles, key, wanted);
        boolean takesAway = sent.attempt().operation().takesAway();
        var outcome = takesAway ? Outcome.APPLIED : Outcome.REJECTED;
        var code = takesAway ? VendorCode.NOT_THERE : VendorCode.NOT_FOUND;
        var known = new ArrayList<@Nullable RecordResult>();
        var values = new ArrayList<String>();
        for (int position = 0; position < sent.size(); position++) {
            var value = found.get(key.folded(asked.get(position).text()));
            known.add(value == null ? new RecordResult(sent.index(position), outcome, code) : null);
            if (value != null) {
                values.add(value);
            }
        }
        if (values.isEmpty()) {
            return new Answer.Done(sent.each(outcome, code));
        }
        var request = next.apply(wanted == null ? new LinkedHashSet<>(values) : values);
        return new Answer.Next(sent.saying(request, known), Duration.ZERO);
    }

    private static String filter(VendorRequest question) {
        var query = question.pathAndQuery();
        var encoded = query.substring(query.indexOf(FILTER) + FILTER.length(), query.lastIndexOf('&'));
        return URLDecoder.decode(encoded, StandardCharsets.UTF_8);
    }

    /** Writes a value with no escapes but those that it needs: this is not JSON that the vendor reads. */
    private static @Nullable VendorCode value(PersonKey key, OutgoingRecord record, JsonBytes out) {
        int from = out.length();
        var refusal = key.write(record, out);
        for (int i = from; i < out.length(); i++) {
            if (out.at(i) == '\\') {
                out.truncate(from);
                out.string(requireNonNull(Fields.identifier(record, key.type()), "identifier"));
                return refusal;
            }
        }
        return refusal;
    }

    private static Map<String, String> found(ReplyJson profiles, PersonKey key, @Nullable PersonKey wanted) {
        var found = new HashMap<String, String>();
        for (var profile : profiles.items()) {
            var its = profile.at("attributes", key.attribute()).text();
            var value = wanted == null
                    ? profile.get("id").text()
                    : profile.at("attributes", wanted.attribute()).text();
            if (!its.isEmpty() && !value.isEmpty()) {
                found.put(key.folded(its), value);
            }
        }
        return found;
    }
}
