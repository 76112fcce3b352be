package io.activationgateway.gateway.outbox;

import java.util.concurrent.Callable;

/**
 * Knows when nothing lies in the outbox, so that what is sent at once need not ask the database whether something older
 * waits. Where other nodes share the database it never knows. Any thread.
 */
final class Emptiness {

    private final boolean shared;
    private boolean empty;
    private int storing;
    private long stored;

    Emptiness(boolean shared) {
        this.shared = shared;
    }

    synchronized boolean isCertain() {
        return empty;
    }

    /** Does what may put something in. */
    <T> T storing(Callable<T> work) throws Exception {
        synchronized (this) {
            empty = false;
            storing++;
            stored++;
        }
        try {
            return work.call();
        } finally {
            synchronized (this) {
                storing--;
            }
        }
    }

    /** Before the database is asked. */
    synchronized long mark() {
        return storing > 0 ? -1 : stored;
    }

    /** The database was asked after {@code mark}, and nothing was there. */
    synchronized void nothingSince(long mark) {
        empty = !shared && mark == stored && storing == 0;
    }
}
