package io.activationgateway.connectors.courier;

import io.activationgateway.connectors.VendorRequest;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.concurrent.CompletionStage;

/** A connection of a vendor's client library to one endpoint. Any thread; nothing blocks. */
public interface SdkConnection {

    /** Connects where it must; completes once a call could be handed over at once, and fails after {@code patience}. */
    CompletionStage<Void> ready(Duration patience);

    /** Whether a call could be handed over now. */
    boolean isReady();

    /** Makes the call that a request stands for, in this very moment and once. */
    Call call(VendorRequest request, Duration timeout);

    /** Lets calls that are under way end, and takes no more. */
    void close();

    /** A call under way. */
    interface Call {

        /** Its answer; fails where none came. */
        CompletionStage<Reply> reply();

        /** Cuts it off: the reply fails, if it has not come. */
        void cancel();
    }

    /**
     * The answer of a call.
     *
     * @param status what the vendor's HTTP interface would answer
     */
    record Reply(int status, Buffer body) {}
}
