package io.activationgateway.consent.register;

/**
 * How the nodes of a region wake and tell each other. Whatever it loses, delays, repeats or makes up costs time and
 * nothing else: rows are read from the log, reports carry a proof that the register makes and checks, and where none
 * arrives an acknowledgement waits for the end of every lease.
 *
 * <p>Thread rule: the register calls on its storage thread, which an implementation must not block; what waits to be
 * sent may be replaced by what follows, since the newest says all that the ones before it did. It calls the listener on
 * any thread.
 */
public interface Peers {

    /** For the only node of a region. */
    Peers NONE = new Peers() {
        @Override
        public void listen(Listener listener) {
            // There is nobody to hear.
        }

        @Override
        public void wake(long epoch, long sequence) {
            // There is nobody to wake.
        }

        @Override
        public void report(byte[] report) {
            // There is nobody to tell.
        }
    };

    /** Tells {@code listener} what the other nodes say from now on; called once, before anything is said. */
    void listen(Listener listener);

    /** Tells the other nodes that the log has moved up to a row. */
    void wake(long epoch, long sequence);

    /** Tells the other nodes that this one is bound by the log up to a row: opaque bytes, a few dozen. */
    void report(byte[] report);

    /** Hears the other nodes. Any thread; returns at once, never throws, and distrusts what it is told. */
    interface Listener {
        /** The log may have moved. */
        void woken(long epoch, long sequence);

        /** A node may be bound. */
        void reported(byte[] report);
    }
}
