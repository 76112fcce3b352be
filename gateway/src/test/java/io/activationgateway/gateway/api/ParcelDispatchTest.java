package io.activationgateway.gateway.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.activationgateway.connectors.Operation;
import io.activationgateway.connectors.Settings;
import io.activationgateway.connectors.catalogue.Vendors;
import io.activationgateway.consent.identity.KeyRing;
import io.activationgateway.consent.identity.PseudonymKey;
import io.activationgateway.gateway.config.Secret;
import io.activationgateway.gateway.config.SourceConfig;
import io.activationgateway.gateway.delivery.Delivery;
import io.activationgateway.gateway.delivery.Grounds;
import io.activationgateway.gateway.ingest.Columns;
import io.activationgateway.gateway.outbox.Attempted;
import io.activationgateway.gateway.outbox.Parcel;
import io.activationgateway.gateway.outbox.StoredActivation;
import io.vertx.core.Vertx;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ParcelDispatchTest {

    private static final Instant NOW = Instant.parse("2026-11-01T00:00:00Z");

    private final Vertx vertx = Vertx.vertx();

    @AfterEach
    void close() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    /** The configuration may have named it when the record was stored, and may again. */
    @Test
    void keepsWhatTheDestinationTakesNoMore() throws Exception {
        var tried = dispatch(Set.of(Operation.UPSERT))
                .attempt(parcel(Operation.ERASE), () -> true)
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS);

        assertThat(tried).containsExactly(new Attempted.Again(3, "gap.destination", false, false));
    }

    private ParcelDispatch dispatch(Set<Operation> operations) {
        var settings = new Settings("destinations.iterable-eu", Map.of("region", "eu", "api_key", "a-key"));
        var connector = Vendors.all().find("iterable").connect(settings);
        return new ParcelDispatch(
                Map.of("crm", source()),
                Map.of("iterable-eu", new Outlet("iterable-eu", operations, connector, new Delivery(null, null))),
                new Grounds(null, null, InstantSource.fixed(NOW)),
                new ParcelDispatch.Tools(
                        vertx.getOrCreateContext(),
                        null,
                        KeyRing.of(PseudonymKey.random(new SecureRandom())),
                        System::nanoTime,
                        null,
                        "eu-central"));
    }

    private static Parcel parcel(Operation operation) {
        var activation = new StoredActivation(
                "01JD0000000000000000000000",
                "crm",
                "iterable-eu",
                "email-newsletter",
                operation,
                null,
                Set.of(),
                false,
                "{}",
                NOW,
                NOW.plusSeconds(60));
        return new Parcel(
                activation,
                "a-key",
                List.of(new Parcel.Item(3, "c-3", "{\"user_id\":\"u-1\"}".getBytes(UTF_8), 0, false, null)));
    }

    private static SourceConfig source() {
        return new SourceConfig(
                "crm",
                new Secret("key"),
                "acme-eu",
                "acme",
                false,
                Set.of(),
                false,
                Columns.DEFAULT,
                Set.of("iterable-eu"),
                Set.of("email-newsletter"));
    }
}
