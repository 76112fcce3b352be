package io.activationgateway.connectors.courier;

import static java.util.Objects.requireNonNull;

import io.activationgateway.connectors.Answer;
import io.activationgateway.connectors.Connector;
import io.activationgateway.connectors.Draft;
import io.activationgateway.connectors.Endpoint;
import io.activationgateway.connectors.Limits;
import io.activationgateway.connectors.Operation;
import io.activationgateway.connectors.OutgoingRecord;
import io.activationgateway.connectors.RecordResult;
import io.activationgateway.connectors.RecordResult.Outcome;
import io.activationgateway.connectors.Sent;
import io.activationgateway.connectors.VendorCode;
import io.activationgateway.connectors.VendorRequest;
import io.activationgateway.connectors.VendorResponse;
import io.activationgateway.consent.profile.Channel;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A vendor that takes one dedupe key a line and answers with a status, or with a word for each line. */
final class LineConnector implements Connector {

    /** How long its jobs want to be left alone. */
    static final Duration JOB_PAUSE = Duration.ofSeconds(1);

    private final Endpoint endpoint;
    private final Limits limits;

    /** The operations with an endpoint of their own. */
    final Map<Operation, Endpoint> own = new EnumMap<>(Operation.class);

    /** Where further requests go. */
    @Nullable
    Endpoint elsewhere;

    /** Whether the vendor counts all operations together. */
    boolean oneBudget;

    /** How many requests of the budget an exchange takes. */
    int requests = 1;

    /** Whether activations share its requests. */
    boolean shares = true;

    /** Whether it knows a repetition by the request's key. */
    boolean recognisesRequests;

    /** Whether every request needs a token first. */
    boolean token;

    /** Whether it breaks where nothing was sent yet. */
    boolean broken;

    /** Of the endpoints, those that are not named. */
    final Set<Endpoint> unnamed = new HashSet<>();

    LineConnector(URI base, Limits limits) {
        this(base, limits, true);
    }

    LineConnector(URI base, Limits limits, boolean sandbox) {
        this.endpoint = new Endpoint(base, Set.of("DE"), sandbox);
        this.limits = limits;
    }

    @Override
    public int requests(Operation operation) {
        return requests;
    }

    @Override
    public Set<Operation> operations() {
        return EnumSet.allOf(Operation.class);
    }

    @Override
    public Limits limits(Operation operation) {
        return limits;
    }

    @Override
    public Endpoint endpoint() {
        return endpoint;
    }

    @Override
    public Operation budget(Operation operation) {
        return oneBudget ? Operation.UPSERT : operation;
    }

    @Override
    public Endpoint endpoint(Operation operation) {
        return own.getOrDefault(operation, endpoint);
    }

    @Override
    public Set<Endpoint> endpoints() {
        var all = new HashSet<>(own.values());
        all.add(endpoint);
        if (elsewhere != null) {
            all.add(elsewhere);
        }
        all.removeAll(unnamed);
        return all;
    }

    @Override
    public VendorRequest poll(String job) {
        breakIfBroken();
        if (!job.startsWith("job")) {
            throw new IllegalArgumentException("never named");
        }
        return new VendorRequest(HttpMethod.GET, "/" + job, Map.of(), Buffer.buffer(), elsewhere);
    }

    @Override
    public @Nullable VendorCode refusal(Operation operation, @Nullable String audience, Channel channel) {
        breakIfBroken();
        return operation == Operation.ADD && audience == null ? VendorCode.AUDIENCE_MISSING : null;
    }

    private void breakIfBroken() {
        if (broken) {
            throw new IllegalStateException("broken");
        }
    }

    /** This vendor never recognises a repeated suppression. */
    @Override
    public boolean repeatable(Operation operation) {
        return operation != Operation.SUPPRESS;
    }

    @Override
    public boolean shares(Operation operation) {
        return shares;
    }

    @Override
    public boolean recognisesRequests(Operation operation) {
        return recognisesRequests;
    }

    @Override
    public Draft draft(io.activationgateway.connectors.Attempt attempt) {
        return new Lines(attempt);
    }

    @Override
    public Answer read(Sent sent, VendorResponse response) {
        return switch (response.status()) {
            case 200 -> new Answer.Done(sent.each(Outcome.ACCEPTED, VendorCode.OK));
            case 201 -> new Answer.Working(sent.polling("job1", poll("job1")), JOB_PAUSE);
            case 202 ->
                new Answer.Next(
                        sent.saying(new VendorRequest(HttpMethod.GET, "/job", Map.of(), Buffer.buffer(), elsewhere)),
                        Duration.ZERO);
            case 204 -> new Answer.Working(sent, JOB_PAUSE);
            case 206 -> new Answer.Next(sent.saying(requireNonNull(sent.later())), Duration.ZERO);
            case 207 -> new Answer.Done(words(sent, response.body().toString().split(" ")));
            case 401 -> new Answer.Stop(VendorCode.CREDENTIALS_REFUSED);
            case 422 -> Answer.splitOrReject(sent, VendorCode.DATA_INVALID);
            case 429, 503 -> {
                var after = response.headers().get("Retry-After");
                yield new Answer.Retry(
                        after == null ? null : Duration.ofSeconds(Long.parseLong(after)),
                        VendorCode.RATE_LIMITED,
                        false);
            }
            case 502 -> new Answer.Retry(null, VendorCode.VENDOR_ERROR, true);
            default -> new Answer.Stop(VendorCode.ENDPOINT_WRONG);
        };
    }

    private static List<RecordResult> words(Sent sent, String[] words) {
        var results = new ArrayList<RecordResult>();
        for (int i = 0; i < words.length; i++) {
            results.add(
                    switch (words[i]) {
                        case "ok" -> new RecordResult(sent.index(i), Outcome.APPLIED, VendorCode.OK);
                        case "later" -> new RecordResult(sent.index(i), Outcome.RETRYABLE, VendorCode.VENDOR_ERROR);
                        default -> new RecordResult(sent.index(i), Outcome.REJECTED, VendorCode.DATA_INVALID);
                    });
        }
        return results;
    }

    private final class Lines implements Draft {
        private final io.activationgateway.connectors.Attempt attempt;
        private final StringBuilder body = new StringBuilder();
        private final List<Integer> indexes = new ArrayList<>();

        Lines(io.activationgateway.connectors.Attempt attempt) {
            this.attempt = attempt;
        }

        @Override
        public Addition add(OutgoingRecord record) {
            if (record.dedupeKey().startsWith("unsayable")) {
                return new Unsayable(VendorCode.IDENTIFIER_MISSING);
            }
            if (!indexes.isEmpty()
                    && (indexes.size() == limits.maxRecords()
                            || bytes() + record.dedupeKey().length() + 1 > limits.maxBytes())) {
                return Full.FULL;
            }
            body.append(record.dedupeKey()).append('\n');
            indexes.add(record.index());
            return Taken.TAKEN;
        }

        @Override
        public int records() {
            return indexes.size();
        }

        @Override
        public int bytes() {
            return body.length();
        }

        @Override
        public Sent finish() {
            var sent = new Sent(
                    new VendorRequest(
                            HttpMethod.POST,
                            endpoint.path("/records"),
                            Map.of(
                                    "X-Key",
                                    attempt.requestKey(),
                                    "X-At",
                                    attempt.at().toString()),
                            Buffer.buffer(body.toString())),
                    attempt,
                    indexes.stream().mapToInt(Integer::intValue).toArray());
            return token
                    ? sent.after(new VendorRequest(HttpMethod.GET, "/token", Map.of(), Buffer.buffer(), elsewhere))
                    : sent;
        }
    }
}
