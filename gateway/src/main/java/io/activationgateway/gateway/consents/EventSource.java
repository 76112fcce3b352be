package io.activationgateway.gateway.consents;

import static java.util.Objects.requireNonNull;

/**
 * Who tells.
 *
 * @param brand the brand this source speaks for, and no other
 * @param clockTrusted whether a denial counts from the time this source claims for it
 */
public record EventSource(String brand, boolean clockTrusted) {

    public EventSource {
        requireNonNull(brand, "brand");
    }
}
