package io.activationgateway.gateway.region;

import io.activationgateway.connectors.courier.Clocks;
import io.activationgateway.consent.event.Change;
import io.activationgateway.consent.event.ConsentEvent;
import io.activationgateway.consent.identity.Identifier;
import io.activationgateway.consent.identity.KeyRing;
import io.activationgateway.consent.register.AppendAnswer;
import io.activationgateway.consent.register.ConsentRegister;
import io.activationgateway.consent.register.HeldSubject;
import io.activationgateway.consent.register.RegisterStore;
import io.activationgateway.gateway.api.Outlet;
import io.activationgateway.gateway.api.ParcelDispatch;
import io.activationgateway.gateway.api.RecordMeter;
import io.activationgateway.gateway.config.GatewayConfig;
import io.activationgateway.gateway.delivery.Grounds;
import io.activationgateway.gateway.opendsr.OpenDsr;
import io.activationgateway.gateway.outbox.Jobs;
import io.activationgateway.gateway.outbox.Outbox;
import io.activationgateway.gateway.outbox.OutboxSettings;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Puts the outbox together with what it sends by and what it forgets for. */
final class OutboxParts {

    private OutboxParts() {}

    /**
     * What it stands on.
     *
     * @param register whose keys the pseudonym keys are
     */
    record Ground(
            GatewayConfig config,
            Vertx vertx,
            RegisterStore store,
            ConsentRegister register,
            KeyRing pseudonymKeys,
            Grounds grounds,
            Clocks clocks) {}

    /** Opens the outbox; it begins to drain at once, and open jobs are asked for. Blocks. */
    static Outbox open(Ground on, Map<String, Outlet> outlets, Jobs jobs, RecordMeter meter) {
        var config = on.config();
        var dispatch = new ParcelDispatch(
                config.sources(),
                outlets,
                on.grounds(),
                new ParcelDispatch.Tools(
                        ((VertxInternal) on.vertx()).createEventLoopContext(),
                        on.register(),
                        on.pseudonymKeys(),
                        on.clocks().ticker(),
                        meter,
                        config.region()));
        jobs.follow(dispatch.jobs());
        return Outbox.open(
                new Outbox.Surroundings(
                        on.store(),
                        on.pseudonymKeys(),
                        KeyFiles.seals(
                                config.keys().pseudonym(), on.pseudonymKeys().key(0)),
                        config.node(),
                        on.clocks().legal(),
                        on.clocks().ticker(),
                        on.clocks().jitter()),
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
