package io.activationgateway.connectors;

import static java.util.Objects.requireNonNull;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The token that a vendor lends (RFC 6749 section 5.1), fetched by {@code POST /token} when there is none that lasts.
 * Thread-safe; holds a secret.
 */
public final class AccessToken {

    /** So long before its end a token is no longer used. */
    private static final Duration MARGIN = Duration.ofMinutes(2);

    private record Held(String token, Instant since, Instant until) {
        @Override
        public String toString() {
            return "Held[until " + until + "]";
        }
    }

    private final Function<Instant, String> form;
    private final Endpoint lender;
    private volatile @Nullable Held held;

    /** {@code form} is the form that asks for a token at an instant. */
    public AccessToken(Function<Instant, String> form, Endpoint lender) {
        this.form = requireNonNull(form, "form");
        this.lender = requireNonNull(lender, "lender");
    }

    public Endpoint lender() {
        return lender;
    }

    /** The request with the token, or first the one that asks for it. */
    public Sent before(Sent sent) {
        var now = held;
        return now != null && sent.attempt().at().isBefore(now.until())
                ? sent.saying(with(now.token(), sent.request()))
                : sent.after(question(sent.attempt().at()));
    }

    /** What the answer to the question means for the request that waits. No record has left yet. */
    public Answer read(Sent sent, VendorRequest later, VendorResponse response) {
        if (!response.success()) {
            return refused(sent, response);
        }
        var reply = ReplyJson.of(response.body());
        var token = reply.get("access_token").text();
        if (token.isEmpty()) {
            return new Answer.Retry(RetryAfter.of(response), VendorCode.VENDOR_ERROR, false);
        }
        var lasting = Duration.ofSeconds(Math.max(0, reply.get("expires_in").number()));
        var since = sent.attempt().at();
        held = new Held(token, since, since.plus(lasting).minus(MARGIN));
        return new Answer.Next(sent.saying(with(token, later)), Duration.ZERO);
    }

    /** After a refusal: once more with a new token, unless this attempt has fetched one already; then {@code otherwise}. */
    public Answer renew(Sent sent, Answer otherwise) {
        var now = held;
        var at = sent.attempt().at();
        if (now == null || !now.since().isBefore(at)) {
            return otherwise;
        }
        held = null;
        return new Answer.Next(sent.after(question(at)), Duration.ZERO);
    }

    private static Answer refused(Sent sent, VendorResponse response) {
        if (response.status() == 400) {
            return new Answer.Stop(VendorCode.CREDENTIALS_REFUSED);
        }
        return switch (StatusAnswer.of(sent, response)) {
            case Answer.Retry(var after, var why, var _) -> new Answer.Retry(after, why, false);
            case Answer.Stop stop -> stop;
            default -> new Answer.Stop(VendorCode.ENDPOINT_WRONG);
        };
    }

    private VendorRequest question(Instant now) {
        return new VendorRequest(
                HttpMethod.POST,
                lender.path("/token"),
                Map.of("Content-Type", "application/x-www-form-urlencoded"),
                Buffer.buffer(form.apply(now)),
                lender);
    }

    private static VendorRequest with(String token, VendorRequest request) {
        var headers = new HashMap<>(request.headers());
        headers.put("Authorization", "Bearer " + token);
        return new VendorRequest(request.method(), request.pathAndQuery(), headers, request.body());
    }

    @Override
    public String toString() {
        return "AccessToken";
    }
}
