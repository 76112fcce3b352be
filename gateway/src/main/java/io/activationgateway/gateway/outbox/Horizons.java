package io.activationgateway.gateway.outbox;

import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * Looks how far the outbox reaches. Another node may have stored something just now, so each question needs a look at the
 * database that begins after it; but all who ask before a look begins share it, however many they are. Any thread.
 */
final class Horizons {

    private final Looking looking;
    private final Emptiness emptiness;
    private final Function<Callable<Horizon>, CompletionStage<Horizon>> desk;
    private final Map<String, CompletionStage<Horizon>> notBegun = new ConcurrentHashMap<>();

    /** Reads how far the outbox reaches for a destination. Blocks. */
    @FunctionalInterface
    interface Looking {
        Horizon at(String destination) throws SQLException;
    }

    /** @param desk has it read without blocking who asks */
    Horizons(Looking looking, Emptiness emptiness, Function<Callable<Horizon>, CompletionStage<Horizon>> desk) {
        this.looking = looking;
        this.emptiness = emptiness;
        this.desk = desk;
    }

    /** Nothing is read where nothing can lie there. */
    CompletionStage<Horizon> of(String destination) {
        return emptiness.isCertain()
                ? CompletableFuture.completedStage(Horizon.NOTHING)
                : notBegun.computeIfAbsent(
                        destination,
                        name -> desk.apply(() -> {
                            notBegun.remove(name);
                            return looking.at(name);
                        }));
    }
}
