package io.activationgateway.gateway.api;

import java.util.concurrent.atomic.AtomicLong;

/** Bounds the bytes of request bodies held at once. Any thread. */
final class BytesInFlight {

    private final long most;
    private final AtomicLong held = new AtomicLong();

    BytesInFlight(long most) {
        this.most = most;
    }

    /** Reserves room before a body is read; false where there is none. */
    boolean take(long bytes) {
        if (held.addAndGet(bytes) > most) {
            held.addAndGet(-bytes);
            return false;
        }
        return true;
    }

    void giveBack(long bytes) {
        held.addAndGet(-bytes);
    }

    long held() {
        return held.get();
    }
}
