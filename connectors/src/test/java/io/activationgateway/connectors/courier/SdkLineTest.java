package io.activationgateway.connectors.courier;

import static org.assertj.core.api.Assertions.assertThat;

import io.activationgateway.connectors.Endpoint;
import io.activationgateway.connectors.VendorRequest;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** P1: what a fence cuts off is cut off, also between the last check and the call. */
class SdkLineTest {

    private static final VendorRequest REQUEST =
            new VendorRequest(HttpMethod.POST, "/", Map.of(), Buffer.buffer("a person"));

    private final Vertx vertx = Vertx.vertx();
    private final CompletableFuture<SdkConnection.Reply> reply = new CompletableFuture<>();

    /** What happens while the library makes the call. */
    private Runnable meanwhile = () -> {};

    @AfterEach
    void stop() throws Exception {
        Rig.await(vertx.close());
    }

    @Test
    void aLineThatIsKilledWhileItsCallIsMadeCancelsIt() {
        var line = line();
        meanwhile = line::kill;

        var written = line.write(REQUEST, null);

        assertThat(reply).isCancelled();
        Rig.until(written::failed);
    }

    @Test
    void aLineThatIsKilledBeforeItsCallMakesNone() {
        var line = line();
        meanwhile = () -> {
            throw new AssertionError("a call was made");
        };
        line.kill();

        assertThat(line.write(REQUEST, null).failed()).isTrue();
        assertThat(line.answer().failed()).isTrue();
    }

    @Test
    void aLineThatIsKilledLaterCancelsItsCall() {
        var line = line();
        var written = line.write(REQUEST, null);
        assertThat(written.isComplete()).isFalse();

        line.kill();

        Rig.until(written::failed);
    }

    private SdkLine line() {
        return new SdkLine(
                new Endpoint(URI.create("http://127.0.0.1:7233"), Set.of("DE"), true),
                new Library(),
                vertx.getOrCreateContext(),
                Duration.ofSeconds(5),
                InstantSource.system());
    }

    private final class Library implements SdkConnection {
        @Override
        public CompletionStage<Void> ready(Duration patience) {
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public boolean isReady() {
            return true;
        }

        @Override
        public Call call(VendorRequest request, Duration timeout) {
            meanwhile.run();
            return new Call() {
                @Override
                public CompletionStage<Reply> reply() {
                    return reply;
                }

                @Override
                public void cancel() {
                    reply.cancel(false);
                }
            };
        }

        @Override
        public void close() {}
    }
}
