package io.activationgateway.connectors;

import static java.util.Objects.requireNonNull;

import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import java.time.Instant;

/**
 * A vendor's answer, read completely. May hold personal data: it does not print it.
 *
 * @param headers names compared without case
 * @param body empty where there was none; the courier bounds its size
 * @param receivedAt the legal time of its arrival, against which dates in its headers are read
 */
public record VendorResponse(int status, MultiMap headers, Buffer body, Instant receivedAt) {

    public VendorResponse {
        requireNonNull(headers, "headers");
        requireNonNull(body, "body");
        requireNonNull(receivedAt, "receivedAt");
    }

    public boolean success() {
        return status >= 200 && status < 300;
    }

    @Override
    public String toString() {
        return "VendorResponse[" + status + ", " + body.length() + " bytes]";
    }
}
