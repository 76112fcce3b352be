package io.activationgateway.connectors.courier;

import io.activationgateway.connectors.Endpoint;
import io.activationgateway.connectors.VendorRequest;
import io.activationgateway.connectors.VendorResponse;
import io.vertx.core.Future;
import org.jspecify.annotations.Nullable;

/** One request's way to an endpoint, open and not begun: it carries this one request, or is given back. */
interface Line {

    /**
     * The header that tells a simulated vendor which last check let a request go, so that a trial can hold it to the
     * evidence.
     */
    String LAST_CHECK = "gateway-last-check";

    /** Where it leads. */
    Endpoint endpoint();

    /** Runs the task on the event loop on which the last check, the writing and the handing over must be one task. */
    void run(Runnable task);

    /** Whether a request could be handed over now. */
    boolean isActive();

    /**
     * Hands the whole request over in this very task; completes once all its bytes are with the kernel.
     *
     * @param stamp names the last check to a simulated vendor; null where the vendor is a real one or nothing was checked
     */
    Future<Void> write(VendorRequest say, @Nullable String stamp);

    /** The whole answer; fails with {@link TooLong} where it is longer than may be kept. Ask for it before writing. */
    Future<VendorResponse> answer();

    /** Gives it back with nothing written. */
    Future<Void> giveBack();

    /** Waits no longer for the answer: it fails. */
    void abort();

    /** Ends it with nothing more written. Any thread. */
    void kill();

    /** The answer is longer than the settings allow. */
    final class TooLong extends Exception {
        private static final long serialVersionUID = 1L;

        TooLong() {
            super("longer than maxAnswerBytes", null, false, false);
        }
    }
}
