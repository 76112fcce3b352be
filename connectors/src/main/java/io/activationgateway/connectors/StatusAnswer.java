package io.activationgateway.connectors;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What an HTTP status other than 2xx says where the vendor gives it no meaning of its own (RFC 9110, RFC 6585). */
public final class StatusAnswer {

    private StatusAnswer() {}

    /** The answer for a status, waiting as long as {@code Retry-After} says. */
    public static Answer of(Sent sent, VendorResponse response) {
        return of(sent, response, RetryAfter.of(response));
    }

    /** The answer for a status, waiting as long as the caller has read. */
    public static Answer of(Sent sent, VendorResponse response, @Nullable Duration after) {
        int status = response.status();
        return switch (status) {
            case 401, 403, 407 -> new Answer.Stop(VendorCode.CREDENTIALS_REFUSED);
            case 404, 405, 410 -> new Answer.Stop(VendorCode.ENDPOINT_WRONG);
            case 408 -> new Answer.Retry(after, VendorCode.VENDOR_ERROR, true);
            case 409 -> Answer.splitOrReject(sent, VendorCode.CONFLICT);
            case 413 -> Answer.splitOrReject(sent, VendorCode.REQUEST_TOO_LARGE);
            case 429 -> new Answer.Retry(after, VendorCode.RATE_LIMITED, false);
            default -> byClass(sent, status, after);
        };
    }

    private static Answer byClass(Sent sent, int status, @Nullable Duration after) {
        if (status >= 500) {
            return new Answer.Retry(after, VendorCode.VENDOR_ERROR, true);
        }
        if (status >= 400) {
            return Answer.splitOrReject(sent, VendorCode.REQUEST_REFUSED);
        }
        // A redirect is not followed: it may lead to another country.
        return new Answer.Stop(VendorCode.ENDPOINT_WRONG);
    }
}
