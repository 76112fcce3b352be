package io.activationgateway.connectors.courier;

import static org.assertj.core.api.Assertions.assertThat;

import io.activationgateway.connectors.Connector;
import io.activationgateway.connectors.DataRegion;
import io.activationgateway.connectors.Endpoint;
import io.activationgateway.connectors.Guide;
import io.activationgateway.connectors.Settings;
import io.activationgateway.connectors.VendorRequest;
import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Which connections of a client library are used, and which are left. */
class SdkLinesTest {

    private final Rig rig = new Rig();
    private final List<Made> made = new ArrayList<>();

    /** What happens while a connection is being made. */
    private Runnable meanwhile = () -> {};

    private final SdkLines lines = new SdkLines(
            rig.vertx,
            new Library(),
            new LineConnector(URI.create("http://127.0.0.1:7233"), Rig.LIMITS),
            Rig.SETTINGS,
            InstantSource.system());

    @AfterEach
    void stop() throws Exception {
        rig.close();
    }

    @Test
    void aConnectionIsMadeOnce() throws Exception {
        open();
        open();

        assertThat(made).hasSize(1);
        assertThat(made.getFirst().closed).isFalse();
    }

    @Test
    void aConnectionThatWasBeingMadeWithTheFilesOfBeforeIsNotUsed() throws Exception {
        meanwhile = () -> {
            meanwhile = () -> {};
            lines.renew(Rig.SETTINGS.reach());
        };

        open();
        open();

        assertThat(made).extracting(each -> each.closed).containsExactly(true, false);
    }

    private void open() throws Exception {
        Rig.await(lines.open(new LineConnector(URI.create("http://127.0.0.1:7233"), Rig.LIMITS).endpoint()));
    }

    private final class Library implements ThroughSdk {
        @Override
        public SdkConnection connection(Endpoint endpoint, InetAddress address, CourierSettings settings) {
            var one = new Made();
            made.add(one);
            meanwhile.run();
            return one;
        }

        @Override
        public String name() {
            return "library";
        }

        @Override
        public List<DataRegion> dataRegions() {
            return List.of();
        }

        @Override
        public Connector connect(Settings settings) {
            throw new AssertionError("nothing is configured here");
        }

        @Override
        public Guide guide() {
            throw new AssertionError("nothing is explained here");
        }
    }

    private static final class Made implements SdkConnection {

        private volatile boolean closed;

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
            throw new AssertionError("nothing is said here");
        }

        @Override
        public void close() {
            closed = true;
        }
    }
}
