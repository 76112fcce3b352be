package io.activationgateway.connectors.courier;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** A clock that the test moves, with the timers that go off by it. */
final class ManualTime implements Timers, LongSupplier {

    private final List<Alarm> alarms = new ArrayList<>();
    private long now = Long.MAX_VALUE - 1_000;

    private record Alarm(long due, @Nullable Context context, Runnable action) {}

    @Override
    public synchronized long getAsLong() {
        return now;
    }

    long in(Duration duration) {
        return getAsLong() + duration.toNanos();
    }

    @Override
    public synchronized Runnable after(long nanos, Runnable action) {
        var alarm = new Alarm(now + nanos, Vertx.currentContext(), action);
        alarms.add(alarm);
        return () -> callOff(alarm);
    }

    /** The pauses that run at the moment, the longest last. */
    synchronized List<Duration> pauses() {
        return alarms.stream()
                .map(alarm -> Duration.ofNanos(alarm.due - now))
                .sorted()
                .toList();
    }

    void advance(Duration duration) {
        List<Alarm> due;
        synchronized (this) {
            now += duration.toNanos();
            due = alarms.stream()
                    .filter(alarm -> alarm.due - now <= 0)
                    .sorted(Comparator.comparingLong(alarm -> alarm.due - now))
                    .toList();
            alarms.removeAll(due);
        }
        for (var alarm : due) {
            if (alarm.context == null) {
                alarm.action.run();
            } else {
                alarm.context.runOnContext(_ -> alarm.action.run());
            }
        }
    }

    private synchronized void callOff(Alarm alarm) {
        alarms.remove(alarm);
    }
}
