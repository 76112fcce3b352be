package io.activationgateway.gateway.region;

import io.activationgateway.consent.event.Change;
import io.activationgateway.consent.event.ConsentEvent;
import io.activationgateway.consent.identity.Identifier;
import io.activationgateway.consent.register.AppendAnswer;
import io.activationgateway.consent.register.ConsentRegister;
import io.activationgateway.consent.register.HeldSubject;
import io.activationgateway.gateway.api.Outlet;
import io.activationgateway.gateway.api.ParcelDispatch;
import io.activationgateway.gateway.config.GatewayConfig;
import io.activationgateway.gateway.delivery.Grounds;
import io.activationgateway.gateway.opendsr.OpenDsr;
import io.activationgateway.gateway.outbox.Jobs;
import io.activationgateway.gateway.outbox.Outbox;
import io.activationgateway.gateway.outbox.OutboxSettings;
import io.vertx.core.internal.VertxInternal;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Puts the outbox together with what it sends by and what it forgets for. */
final class OutboxParts {

    private OutboxParts() {}

    /** Opens the outbox; it begins to drain at once, and open jobs are asked for. Blocks. */
    static Outbox open(Foundation on, Grounds grounds, Map<String, Outlet> outlets, Jobs jobs) throws SQLException {
        var config = on.config();
        var clocks = on.clocks();
        var dispatch = new ParcelDispatch(
                config.sources(),
                outlets,
                grounds,
                new ParcelDispatch.Tools(
                        ((VertxInternal) on.vertx()).createEventLoopContext(),
                        on.register(),
                        on.pseudonymKeys(),
                        clocks.ticker(),
                        on.metrics(),
                        config.region()));
        jobs.follow(dispatch.jobs());
        return Outbox.open(
                new Outbox.Surroundings(
                        on.store(),
                        on.pseudonymKeys(),
                        KeyFiles.seals(config.keys().pseudonym(), on.firstKey()),
                        config.node(),
                        clocks.legal(),
                        clocks.ticker(),
                        clocks.jitter()),
                settings(config),
                dispatch);
    }

    private static OutboxSettings settings(GatewayConfig config) {
        var outbox = config.delivery().outbox();
        return new OutboxSettings(
                outbox.retention(),
                outbox.deadLetters(),
                outbox.results(),
                outbox.mostBytes(),
                config.delivery().lease(),
                config.longestRequest(),
                outbox.firstPause(),
                outbox.longestPause());
    }

    /** The register as data subject requests need it: whom they erase, the outbox forgets too. */
    record People(ConsentRegister register, Outbox outbox) implements OpenDsr.Register {

        @Override
        public CompletionStage<AppendAnswer> append(List<ConsentEvent> events) {
            var erased = events.stream()
                    .filter(event -> event.change() instanceof Change.Erased)
                    .flatMap(event -> event.identifiers().stream())
                    .toList();
            return register.append(events)
                    .thenCompose(answer -> (erased.isEmpty()
                                    ? CompletableFuture.<Void>completedStage(null)
                                    : register.subject(erased).thenCompose(held -> outbox.forget(erased, held)))
                            .thenApply(_ -> answer));
        }

        @Override
        public CompletionStage<List<HeldSubject>> subject(List<Identifier> identifiers) {
            return register.subject(identifiers);
        }
    }
}
