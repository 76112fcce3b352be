package io.activationgateway.gateway.api;

import io.activationgateway.connectors.Use;
import io.activationgateway.consent.profile.Channel;
import io.activationgateway.gateway.config.SourceConfig;
import io.activationgateway.gateway.delivery.Activation;
import io.activationgateway.gateway.delivery.Evidence;
import io.activationgateway.gateway.delivery.Grounds;
import io.activationgateway.gateway.outbox.StoredActivation;
import io.activationgateway.residency.policy.Purpose;
import io.activationgateway.residency.table.PolicyTable;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.LongSupplier;

/** Tells the ledger where records of stored activations stand. Any thread; never blocks. */
final class Noting {

    /** Over the courier's tries; the outbox has more time, and tries again. */
    static final Duration DEADLINE = Duration.ofSeconds(30);

    private final Map<String, SourceConfig> sources;
    private final Map<String, Outlet> outlets;
    private final Grounds grounds;
    private final LongSupplier ticker;

    Noting(Map<String, SourceConfig> sources, Map<String, Outlet> outlets, Grounds grounds, LongSupplier ticker) {
        this.sources = sources;
        this.outlets = outlets;
        this.grounds = grounds;
        this.ticker = ticker;
    }

    /** Completes once the ledger has it; fails where the configuration does not know the way any more. */
    CompletionStage<Void> note(StoredActivation activation, List<Evidence.Noted> records) {
        var outlet = outlets.get(activation.destination());
        var source = sources.get(activation.source());
        var table = grounds.policy().table();
        if (outlet == null || source == null || table.isEmpty()) {
            return CompletableFuture.failedStage(
                    new IllegalStateException("the source, the destination or the policy is not there"));
        }
        return outlet.delivery()
                .note(
                        delivered(activation, source, table.get()),
                        table.get(),
                        grounds.view().position(),
                        records);
    }

    /** A stored activation as delivery knows it, from now on for {@link #DEADLINE}. */
    Activation delivered(StoredActivation activation, SourceConfig source, PolicyTable table) {
        return new Activation(
                activation.id(),
                source.name(),
                source.controller(),
                activation.destination(),
                new Use(
                        activation.purpose(),
                        table.purpose(activation.purpose())
                                .map(Purpose::channel)
                                .orElse(Channel.NONE)),
                activation.operation(),
                activation.audience(),
                activation.received(),
                ticker.getAsLong() + DEADLINE.toNanos());
    }
}
