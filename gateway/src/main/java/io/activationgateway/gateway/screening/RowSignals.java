package io.activationgateway.gateway.screening;

import io.activationgateway.consent.signal.SignalClass;
import io.activationgateway.consent.signal.SignalDemands;
import io.activationgateway.consent.signal.SignalField;
import io.activationgateway.gateway.ingest.Rows;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;

/**
 * Judges the consent signals of the rows of one batch by what the purpose demands. Signals repeat, and reading one costs
 * more than the rest of a decision: rows with the same bytes are judged once, as far as a small table remembers them. A
 * body without a column that counts costs nothing. Not thread-safe.
 */
final class RowSignals {

    private static final int REMEMBERED = 256;
    private static final int NOBODY = -1;

    private final Rows rows;
    private final SignalDemands demands;
    private final boolean optedOut;
    private final Instant at;
    private final SignalField[] fields;
    private final SignalClass silent;
    private final int[] rowOf = new int[REMEMBERED];
    private final SignalClass[] classOf = new SignalClass[REMEMBERED];

    /** @param optedOut whether the person's own browser sent Global Privacy Control with the request */
    RowSignals(Rows rows, SignalDemands demands, boolean optedOut, Instant at) {
        this.rows = rows;
        this.demands = demands;
        this.optedOut = optedOut;
        this.at = at;
        this.fields = demands.fields().stream().filter(rows::mayCarry).toArray(SignalField[]::new);
        this.silent = judge(new EnumMap<>(SignalField.class));
        Arrays.fill(rowOf, NOBODY);
    }

    /** What the signals of a row leave of a permission. */
    SignalClass of(int row) {
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
            classOf[slot] = read(row);
        }
        return classOf[slot];
    }

    private SignalClass read(int row) {
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

    private SignalClass judge(Map<SignalField, String> carried) {
        if (optedOut) {
            carried.put(SignalField.GPC, "1");
        }
        return demands.judge(carried, at);
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
                        rows.bytes(), rows.start(one), rows.end(one), rows.bytes(), rows.start(other), rows.end(other));
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
