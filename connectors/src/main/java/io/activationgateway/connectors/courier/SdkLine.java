package io.activationgateway.connectors.courier;

import io.activationgateway.connectors.Endpoint;
import io.activationgateway.connectors.VendorRequest;
import io.activationgateway.connectors.VendorResponse;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.http.HttpHeaders;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/**
 * One call of a vendor's client library. The last check and the call are one task on an event loop. When the bytes have
 * reached the kernel the library does not tell, so that they count as on their way until the answer is there: the fence
 * may cut off what it need not have, never the other way round.
 */
final class SdkLine implements Line {

    private final Endpoint endpoint;
    private final SdkConnection connection;
    private final Context context;
    private final Duration timeout;
    private final InstantSource clock;
    private final Promise<VendorResponse> answer = Promise.promise();
    private volatile SdkConnection.@Nullable Call call;
    private volatile boolean killed;

    /** {@code context} is one of an event loop. */
    SdkLine(Endpoint endpoint, SdkConnection connection, Context context, Duration timeout, InstantSource clock) {
        this.endpoint = endpoint;
        this.connection = connection;
        this.context = context;
        this.timeout = timeout;
        this.clock = clock;
    }

    @Override
    public Endpoint endpoint() {
        return endpoint;
    }

    @Override
    public void run(Runnable task) {
        context.runOnContext(_ -> task.run());
    }

    @Override
    public boolean isActive() {
        return connection.isReady();
    }

    @Override
    public Future<Void> write(VendorRequest say, @Nullable String stamp) {
        SdkConnection.Call made;
        try {
            if (killed) {
                throw new CancellationException("the line was ended");
            }
            made = connection.call(stamp == null ? say : stamped(say, stamp), timeout);
        } catch (RuntimeException broken) {
            answer.tryFail(broken);
            return Future.failedFuture(broken);
        }
        call = made;
        if (killed) {
            // While it was being made: whoever ended the line found no call to cancel.
            made.cancel();
        }
        made.reply()
                .whenComplete((reply, failure) -> context.runOnContext(_ -> {
                    if (failure == null) {
                        answer.tryComplete(new VendorResponse(
                                reply.status(), HttpHeaders.headers(), reply.body(), clock.instant()));
                    } else {
                        answer.tryFail(failure);
                    }
                }));
        return answer.future().mapEmpty();
    }

    private static VendorRequest stamped(VendorRequest say, String stamp) {
        var headers = new HashMap<>(say.headers());
        headers.put(LAST_CHECK, stamp);
        return new VendorRequest(say.method(), say.pathAndQuery(), headers, say.body(), say.elsewhere());
    }

    @Override
    public Future<VendorResponse> answer() {
        return answer.future();
    }

    @Override
    public Future<Void> giveBack() {
        return Future.succeededFuture();
    }

    @Override
    public void abort() {
        kill();
    }

    @Override
    public void kill() {
        killed = true;
        var made = call;
        if (made != null) {
            made.cancel();
        }
    }
}
