package io.activationgateway.consent.register;

import io.activationgateway.consent.identity.SubjectKey;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;

/**
 * What falls due within the time this node has read ahead. A later row of a subject takes the place of what its earlier
 * rows announced. For one thread at a time.
 */
final class DueQueue {

    private final NavigableSet<LogReader.DueRow> byTime = new TreeSet<>(
            Comparator.comparingLong((LogReader.DueRow row) -> row.due().at())
                    .thenComparingLong(LogReader.DueRow::sequence));

    /** A later row has all keys of the earlier one, so that any key finds what waits; the first one does. */
    private final Map<SubjectKey, List<LogReader.DueRow>> bySubject = new HashMap<>();

    private long horizon = Long.MIN_VALUE;

    /** Up to this instant, in milliseconds since 1970, all that falls due is here. */
    long horizon() {
        return horizon;
    }

    void readAheadTo(long newHorizon) {
        horizon = newHorizon;
    }

    /** The first instant at which the node has something to do: switch a profile, or read further ahead. */
    long next() {
        long afterHorizon = horizon == Long.MAX_VALUE ? horizon : horizon + 1;
        return byTime.isEmpty()
                ? afterHorizon
                : Math.min(afterHorizon, byTime.first().due().at());
    }

    void add(LogReader.DueRow row) {
        if (byTime.add(row)) {
            bySubject.computeIfAbsent(first(row), _ -> new ArrayList<>(1)).add(row);
        }
    }

    /** Takes the place of what waits for the keys of a row. */
    void replace(LogRow row) {
        for (var key : row.keys()) {
            var waiting = bySubject.remove(key);
            if (waiting != null) {
                waiting.forEach(byTime::remove);
            }
        }
        for (var due : row.due()) {
            if (due.at() <= horizon) {
                add(new LogReader.DueRow(row.sequence(), row.keys(), due));
            }
        }
    }

    /** Removes what has fallen due by {@code now}, in order of time. */
    List<LogReader.DueRow> poll(long now) {
        var fallen = new ArrayList<LogReader.DueRow>();
        while (!byTime.isEmpty() && byTime.first().due().at() <= now) {
            var row = byTime.removeFirst();
            var waiting = bySubject.get(first(row));
            if (waiting != null && waiting.remove(row) && waiting.isEmpty()) {
                bySubject.remove(first(row));
            }
            fallen.add(row);
        }
        return fallen;
    }

    void clear() {
        byTime.clear();
        bySubject.clear();
        horizon = Long.MIN_VALUE;
    }

    private static SubjectKey first(LogReader.DueRow row) {
        return row.keys().getFirst();
    }
}
