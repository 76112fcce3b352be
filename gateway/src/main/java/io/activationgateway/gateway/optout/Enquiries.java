package io.activationgateway.gateway.optout;

import io.activationgateway.consent.identity.SubjectKey;
import io.activationgateway.consent.register.HeldSubject;
import io.activationgateway.consent.register.LoggedEvent;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers what people and operators ask about opt-outs and disclosures, on a thread of its own: questions hold up nothing
 * that is to be sent. Any thread; what is asked while very many wait fails.
 */
public final class Enquiries {

    private static final Logger log = LoggerFactory.getLogger(Enquiries.class);

    private static final int MOST_WAITING = 256;

    private final OptOutStore store;
    private final EntryLookup disclosures;
    private final Duration overdue;
    private final ThreadPoolExecutor desk = new ThreadPoolExecutor(
            1,
            1,
            0,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(MOST_WAITING),
            Thread.ofPlatform().name("opt-outs-desk").daemon().factory());

    /** @param overdue after this, from the receipt of its event, an opt-out is late */
    Enquiries(OptOutStore store, EntryLookup disclosures, Duration overdue) {
        this.store = store;
        this.disclosures = disclosures;
        this.overdue = overdue;
    }

    /**
     * How far the opt-outs of a person are, in the order of the events that asked for them.
     *
     * @param subjects as the register holds them
     */
    public CompletionStage<List<OptOutState>> of(List<HeldSubject> subjects) {
        var sequences = subjects.stream()
                .flatMap(subject -> subject.events().stream())
                .map(LoggedEvent::sequence)
                .toList();
        return atDesk(() -> store.of(sequences).stream().map(this::state).toList());
    }

    /**
     * To which destinations people were sent, and which kinds of identifiers; oldest first.
     *
     * @param keys of the newest generation
     */
    public CompletionStage<List<Disclosure>> disclosures(Collection<SubjectKey> keys) {
        return atDesk(() -> disclosures.of(keys).stream()
                .map(entry -> new Disclosure(
                        entry.destination(), entry.since(), entry.identifiers().kinds()))
                .toList());
    }

    /** The region's opt-outs, counted now. */
    public CompletionStage<OptOutCensus> count() {
        return atDesk(() -> store.census(overdue));
    }

    private OptOutState state(OptOut optOut) {
        return new OptOutState(
                optOut.sequence(),
                optOut.destination(),
                optOut.act().operation(),
                optOut.act().channel(),
                optOut.status(),
                optOut.code(),
                optOut.changed(),
                optOut.received().plus(overdue),
                optOut.attempts());
    }

    @FunctionalInterface
    private interface Question<T> {
        T ask() throws SQLException;
    }

    private <T> CompletionStage<T> atDesk(Question<T> question) {
        var answer = new CompletableFuture<T>();
        try {
            desk.execute(() -> {
                try {
                    answer.complete(question.ask());
                } catch (SQLException | RuntimeException failure) {
                    log.warn(
                            "opt-outs could not be read: {}", failure.getClass().getName());
                    answer.completeExceptionally(failure);
                }
            });
        } catch (RejectedExecutionException full) {
            answer.completeExceptionally(full);
        }
        return answer.minimalCompletionStage();
    }

    /** Answers what waits, and nothing more. */
    void close() {
        desk.shutdown();
    }
}
