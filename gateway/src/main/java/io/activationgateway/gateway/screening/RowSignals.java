package io.activationgateway.gateway.screening;

import io.activationgateway.consent.signal.SignalAnswer.Flaw;
import io.activationgateway.consent.signal.SignalClass;
import io.activationgateway.consent.signal.SignalDemands;
import io.activationgateway.consent.signal.SignalField;
import io.activationgateway.consent.signal.SignalReading;
import io.activationgateway.gateway.ingest.Rows;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The consent signals of the rows of one batch, read by what the purpose demands. Signals repeat, and reading one costs
 * more than the rest of a decision (a TCF string about 30 microseconds): rows with the same bytes are read once, as far
 * as a small table remembers them. A body without a column that counts costs nothing. Immutable; any thread.
 */
public final class RowSignals {

    private static final int REMEMBERED = 256;
    private static final int NOBODY = -1;

    private final SignalDemands demands;
    private final SignalReading silent;

    /** One for each row; null where none of the rows carries a signal. */
    private final SignalReading @Nullable [] readings;

    private RowSignals(SignalDemands demands, SignalReading silent, SignalReading @Nullable [] readings) {
        this.demands = demands;
        this.silent = silent;
        this.readings = readings;
    }

    /**
     * Reads the signals of a batch. On an event loop only for few rows: see {@link #carries}.
     *
     * @param optedOut whether the person's own browser sent Global Privacy Control with the request
     * @param at the legal time by which they are judged
     */
    public static RowSignals read(Rows rows, SignalDemands demands, boolean optedOut, Instant at) {
        var reader = new Reader(rows, demands, optedOut, at);
        var silent = reader.judge(new EnumMap<>(SignalField.class));
        if (reader.fields.length == 0) {
            return new RowSignals(demands, silent, null);
        }
        var readings = new SignalReading[rows.size()];
        for (int row = 0; row < readings.length; row++) {
            readings[row] = reader.of(row, silent);
        }
        return new RowSignals(demands, silent, readings);
    }

    /** Whether any row may carry a signal that the purpose names. */
    public static boolean carries(Rows rows, SignalDemands demands) {
        return demands.fields().stream().anyMatch(rows::mayCarry);
    }

    /** Whether they were read by these demands, so that they hold under another policy version too. */
    public boolean answers(SignalDemands others) {
        return demands.equals(others);
    }

    /** What the signals of a row say. */
    public SignalReading of(int row) {
        return readings == null ? silent : readings[row];
    }

    /** How many rows carry a signal that proves nothing, by why. */
    public Map<Flaw, Integer> flaws() {
        var flaws = new EnumMap<Flaw, Integer>(Flaw.class);
        if (readings != null) {
            for (var reading : readings) {
                reading.flaws().forEach(flaw -> flaws.merge(flaw, 1, Integer::sum));
            }
        }
        return flaws;
    }

    /** What the signals of a row leave of a permission. */
    SignalClass left(int row) {
        return of(row).left();
    }

    /** Reads row after row, and remembers what it read lately. */
    private static final class Reader {

        private final Rows rows;
        private final SignalDemands demands;
        private final boolean optedOut;
        private final Instant at;
        private final SignalField[] fields;
        private final int[] rowOf = new int[REMEMBERED];
        private final SignalReading[] readingOf = new SignalReading[REMEMBERED];

        Reader(Rows rows, SignalDemands demands, boolean optedOut, Instant at) {
            this.rows = rows;
            this.demands = demands;
            this.optedOut = optedOut;
            this.at = at;
            this.fields = demands.fields().stream().filter(rows::mayCarry).toArray(SignalField[]::new);
            Arrays.fill(rowOf, NOBODY);
        }

        SignalReading of(int row, SignalReading silent) {
            int hash = 0;
            boolean silentRow = true;
            for (var signal : fields) {
                int field = rows.signal(row, signal);
                hash = 31 * hash + (field < 0 ? 0 : hash(field));
                silentRow &= field < 0;
            }
            if (silentRow) {
                return silent;
            }
            int slot = (hash ^ (hash >>> 16)) & (REMEMBERED - 1);
            if (rowOf[slot] == NOBODY || !same(rowOf[slot], row)) {
                rowOf[slot] = row;
                readingOf[slot] = read(row);
            }
            return readingOf[slot];
        }

        SignalReading judge(Map<SignalField, String> carried) {
            if (optedOut) {
                carried.put(SignalField.GPC, "1");
            }
            return demands.read(carried, at);
        }

        private SignalReading read(int row) {
            var carried = new EnumMap<SignalField, String>(SignalField.class);
            for (var signal : fields) {
                int field = rows.signal(row, signal);
                var text = field < 0 ? null : rows.textOrJson(field);
                if (text != null) {
                    carried.put(signal, text);
                }
            }
            return judge(carried);
        }

        private boolean same(int one, int other) {
            for (var signal : fields) {
                int first = rows.signal(one, signal);
                int second = rows.signal(other, signal);
                if ((first < 0) != (second < 0) || (first >= 0 && !sameBytes(first, second))) {
                    return false;
                }
            }
            return true;
        }

        private boolean sameBytes(int one, int other) {
            return rows.kind(one) == rows.kind(other)
                    && Arrays.equals(
                            rows.bytes(),
                            rows.start(one),
                            rows.end(one),
                            rows.bytes(),
                            rows.start(other),
                            rows.end(other));
        }

        private int hash(int field) {
            var bytes = rows.bytes();
            int hash = 1;
            for (int i = rows.start(field), end = rows.end(field); i < end; i++) {
                hash = 31 * hash + bytes[i];
            }
            return hash;
        }
    }
}
