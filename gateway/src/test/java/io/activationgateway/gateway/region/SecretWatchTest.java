package io.activationgateway.gateway.region;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.activationgateway.connectors.Connector;
import io.activationgateway.connectors.Settings;
import io.activationgateway.connectors.Vendor;
import io.activationgateway.connectors.catalogue.Vendors;
import io.activationgateway.connectors.courier.Consignment;
import io.activationgateway.connectors.courier.Courier;
import io.activationgateway.connectors.courier.CourierSettings;
import io.activationgateway.connectors.courier.Ending;
import io.activationgateway.connectors.courier.JobState;
import io.activationgateway.connectors.courier.OpenJob;
import io.activationgateway.connectors.courier.Reach;
import io.activationgateway.gateway.config.ConfigException;
import io.activationgateway.gateway.config.DestinationConfig;
import io.vertx.core.Future;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretWatchTest {

    private static final Vendor ITERABLE = requireNonNull(Vendors.all().find("iterable"));

    private final List<Connector> renewed = new ArrayList<>();
    private final SecretWatch watch = new SecretWatch();

    @TempDir
    private Path folder;

    @Test
    void renewsWhoseFilesHaveChangedOnce() throws IOException {
        var file = write("old-key");
        watch.keep(destination(file), ITERABLE, courier());

        watch.look();
        assertThat(renewed).isEmpty();

        write("a-new-key");
        watch.look();
        watch.look();
        assertThat(renewed).hasSize(1);
    }

    @Test
    void keepsTheOldSecretUntilANewOneCanBeUsed() throws IOException {
        var file = write("old-key");
        watch.keep(destination(file), ITERABLE, courier());

        Files.delete(file);
        watch.look();
        assertThat(renewed).isEmpty();

        write("a-new-key");
        watch.look();
        assertThat(renewed).hasSize(1);
    }

    private Path write(String key) throws IOException {
        return Files.writeString(folder.resolve("api.key"), key);
    }

    private static DestinationConfig destination(Path file) {
        return new DestinationConfig(
                "iterable-eu",
                "iterable",
                Set.of(),
                CourierSettings.DEFAULTS,
                settings(file),
                new DestinationConfig.Renewal(
                        Set.of(file), () -> new DestinationConfig.Renewed(settings(file), Reach.PUBLIC)));
    }

    private static Settings settings(Path file) {
        try {
            return new Settings("destinations.iterable-eu", Map.of("region", "eu", "api_key", Files.readString(file)));
        } catch (NoSuchFileException gone) {
            throw new ConfigException("api_key: is gone");
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private Courier courier() {
        return new Courier() {
            @Override
            public void renew(Connector connector, Reach reach) {
                renewed.add(connector);
            }

            @Override
            public Future<List<Ending>> deliver(Consignment consignment) {
                throw new UnsupportedOperationException();
            }

            @Override
            public int places() {
                throw new UnsupportedOperationException();
            }

            @Override
            public Future<JobState> poll(OpenJob job, long deadline) {
                throw new UnsupportedOperationException();
            }

            @Override
            public Future<Void> close() {
                throw new UnsupportedOperationException();
            }
        };
    }
}
