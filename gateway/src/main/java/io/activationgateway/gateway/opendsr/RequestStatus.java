package io.activationgateway.gateway.opendsr;

import java.util.Arrays;
import java.util.Locale;

/** How far a request is. */
enum RequestStatus {
    PENDING(0),
    IN_PROGRESS(1),
    COMPLETED(2),
    CANCELLED(3);

    private final int step;

    RequestStatus(int step) {
        this.step = step;
    }

    /** The place among the states in which callbacks tell of it; stored, it never changes. */
    int step() {
        return step;
    }

    static RequestStatus ofStep(int step) {
        return Arrays.stream(values())
                .filter(status -> status.step == step)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("a state of a request unknown to this version"));
    }

    /** The {@code request_status}. */
    String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
