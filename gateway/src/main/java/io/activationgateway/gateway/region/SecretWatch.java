package io.activationgateway.gateway.region;

import io.activationgateway.connectors.SettingsException;
import io.activationgateway.connectors.Vendor;
import io.activationgateway.connectors.courier.Courier;
import io.activationgateway.gateway.config.ConfigException;
import io.activationgateway.gateway.config.DestinationConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks now and then whether the files that hold destinations' secrets have changed, and renews the couriers of those
 * whose have. New files that cannot be used are told once, and the old secrets stay. On a thread of its own.
 */
final class SecretWatch implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(SecretWatch.class);

    private final List<Watched> all = new CopyOnWriteArrayList<>();
    private final ScheduledExecutorService looking = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("secret-watch").daemon().factory());

    /** Looks at intervals from now on. */
    SecretWatch begin(Duration interval) {
        var _ = looking.scheduleWithFixedDelay(
                this::look, interval.toMillis(), interval.toMillis(), TimeUnit.MILLISECONDS);
        return this;
    }

    /** Keeps a courier's secrets up to date, from those that the files hold now. */
    void keep(DestinationConfig destination, Vendor vendor, Courier courier) {
        all.add(new Watched(destination, vendor, courier));
    }

    /** Looks once. Blocks on files. */
    void look() {
        all.forEach(Watched::look);
    }

    @Override
    public void close() {
        looking.shutdownNow();
    }

    /** What of a file changes when it does. */
    private record Mark(
            long modifiedMillis, long size, @Nullable Object file) {

        static Map<Path, Mark> of(Set<Path> files) {
            var marks = new HashMap<Path, Mark>();
            for (var file : files) {
                try {
                    var is = Files.readAttributes(file, BasicFileAttributes.class);
                    marks.put(file, new Mark(is.lastModifiedTime().toMillis(), is.size(), is.fileKey()));
                } catch (IOException gone) {
                    marks.put(file, new Mark(-1, -1, null));
                }
            }
            return marks;
        }
    }

    private static final class Watched {

        private final DestinationConfig destination;
        private final Vendor vendor;
        private final Courier courier;
        private Map<Path, Mark> seen;

        Watched(DestinationConfig destination, Vendor vendor, Courier courier) {
            this.destination = destination;
            this.vendor = vendor;
            this.courier = courier;
            this.seen = Mark.of(destination.renewal().files());
        }

        void look() {
            var now = Mark.of(destination.renewal().files());
            if (now.equals(seen)) {
                return;
            }
            seen = now;
            try {
                var read = destination.renewal().again().get();
                courier.renew(vendor.connect(read.settings()), read.reach());
                log.info("The secrets of destination {} were read again", destination.name());
            } catch (ConfigException | SettingsException | IllegalArgumentException unusable) {
                log.warn(
                        "The secrets of destination {} have changed and cannot be used, the old ones stay: {}",
                        destination.name(),
                        unusable.getMessage());
            }
        }
    }
}
