package io.activationgateway.gateway.region;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.activationgateway.connectors.courier.Clocks;
import io.activationgateway.consent.profile.ConsentProfile;
import io.activationgateway.consent.register.ConsentView;
import io.activationgateway.consent.register.Position;
import io.activationgateway.consent.register.Standing;
import io.activationgateway.gateway.config.ConfigLoader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import java.util.function.UnaryOperator;

/**
 * A node of a trial: the product's, started from its configuration, with two differences. Its wall clock is off by the
 * milliseconds that a file holds, and where it is told so, it is blind at the last check: to show that the trial sees
 * what that check prevents.
 */
public final class TrialNode {

    private static final long LOOKS_AFTER_NANOS = 5_000_000;

    private TrialNode() {}

    /** Arguments: the configuration file, the file with the clock's offset, {@code sharp} or {@code blind}. */
    public static void main(String[] arguments) throws InterruptedException {
        var config = ConfigLoader.load(Path.of(arguments[0]), System::getenv);
        var usual = Clocks.system();
        var clocks = new Clocks(new SteppedClock(Path.of(arguments[1])), usual.ticker(), usual.jitter());
        UnaryOperator<ConsentView> sight = arguments[2].equals("blind") ? Blind::new : register -> register;
        var node = RegionNode.start(config, clocks, sight);
        Runtime.getRuntime().addShutdownHook(new Thread(node::close, "shutdown"));
        System.out.println(config.node() + " takes requests");
        System.out.flush();
        // Nobody counts it down: the process ends with its shutdown hooks.
        new CountDownLatch(1).await();
    }

    /** A wall clock that somebody sets. */
    private static final class SteppedClock implements InstantSource {

        private final Path file;
        private volatile long offset;

        private SteppedClock(Path file) {
            this.file = file;
            Thread.ofPlatform().name("clock").daemon().start(this::follow);
        }

        private void follow() {
            while (true) {
                try {
                    var text = Files.readString(file, US_ASCII).strip();
                    offset = text.isEmpty() ? offset : Long.parseLong(text);
                } catch (IOException absent) {
                    offset = 0;
                }
                LockSupport.parkNanos(LOOKS_AFTER_NANOS);
            }
        }

        @Override
        public Instant instant() {
            return Instant.now().plusMillis(offset);
        }
    }

    /** Sees no change since a record was screened. */
    private record Blind(ConsentView register) implements ConsentView {

        @Override
        public int generation() {
            return register.generation();
        }

        @Override
        public int find(int generation, long keyHigh, long keyLow) {
            return register.find(generation, keyHigh, keyLow);
        }

        @Override
        public ConsentProfile profile(int number) {
            return register.profile(number);
        }

        @Override
        public int profileCount() {
            return register.profileCount();
        }

        @Override
        public Position position() {
            return register.position();
        }

        @Override
        public Standing standing() {
            return register.standing();
        }

        @Override
        public Changes changesSince(long mark) {
            var position = register.position();
            return Changes.none(position);
        }
    }
}
