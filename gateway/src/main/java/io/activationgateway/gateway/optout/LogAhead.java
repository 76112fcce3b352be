package io.activationgateway.gateway.optout;

import io.activationgateway.consent.register.ConsentRegister;
import io.activationgateway.consent.register.LoggedEvent;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The part of the register's log that is followed next. What is not settled yet stays in memory: a busy region has
 * thousands of such rows, and would read them again at every look. One thread; blocks.
 */
final class LogAhead {

    /** How many events are in memory at most. */
    static final int PAGE = 1_000;

    private static final long READ_SECONDS = 30;

    private final ConsentRegister register;
    private List<LoggedEvent> events = List.of();
    private long epoch;
    private int generation;

    LogAhead(ConsentRegister register) {
        this.register = register;
    }

    /** The next events after a row, in order; none where the log ends there. */
    List<LoggedEvent> after(long followed) throws SQLException, InterruptedException {
        var position = register.position();
        if (position.epoch() != epoch || register.generation() != generation) {
            // Another log, or other keys: what was read is of the former.
            epoch = position.epoch();
            generation = register.generation();
            events = List.of();
        }
        events =
                events.stream().dropWhile(event -> event.sequence() <= followed).toList();
        if (events.isEmpty()) {
            events = read(followed);
        }
        return events;
    }

    private List<LoggedEvent> read(long after) throws SQLException, InterruptedException {
        try {
            return register.read(after, PAGE).toCompletableFuture().get(READ_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException failure) {
            throw new SQLException("the register's log could not be read", failure);
        }
    }
}
