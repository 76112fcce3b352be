package io.activationgateway.residency.cache;

import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;

/** A head that all nodes of a test see at once. */
final class TestHead implements RegionHead {

    private final AtomicLong named = new AtomicLong();

    @Override
    public OptionalLong version() {
        return OptionalLong.of(named.get());
    }

    @Override
    public CompletionStage<Void> move(long version) {
        named.accumulateAndGet(version, Math::max);
        return CompletableFuture.completedStage(null);
    }

    @Override
    public CompletionStage<Void> look() {
        return CompletableFuture.completedStage(null);
    }
}
