package io.activationgateway.gateway.optout;

import io.activationgateway.connectors.Operation;
import io.activationgateway.consent.profile.Channel;
import io.activationgateway.consent.register.BulkInsert;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Opt-outs as rows of the database have them. */
final class OptOutRows {

    /** Of table {@code optout}, by the name {@code o}. */
    static final String COLUMNS = "o.id, o.sequence, o.destination, o.entry, o.operation, o.channel, o.status,"
            + " o.code, o.received_millis, o.changed_millis, o.attempts, o.again, o.job";

    private OptOutRows() {}

    /** For {@link #add}. */
    static BulkInsert insert() {
        return new BulkInsert(
                "optout",
                List.of(
                        "id",
                        "sequence",
                        "destination",
                        "entry",
                        "operation",
                        "channel",
                        "status",
                        "code",
                        "received_millis",
                        "changed_millis",
                        "attempts",
                        "next_millis"),
                BulkInsert.Type.BIGINT,
                BulkInsert.Type.BIGINT,
                BulkInsert.Type.VARCHAR,
                BulkInsert.Type.BIGINT,
                BulkInsert.Type.VARCHAR,
                BulkInsert.Type.VARCHAR,
                BulkInsert.Type.VARCHAR,
                BulkInsert.Type.VARCHAR,
                BulkInsert.Type.BIGINT,
                BulkInsert.Type.BIGINT,
                BulkInsert.Type.INTEGER,
                BulkInsert.Type.BIGINT);
    }

    /** @param unsupported how long an erasure that cannot be asked for keeps its entry */
    static void add(BulkInsert rows, long id, OptOutStore.Arrival arrival, long now, Duration unsupported) {
        var refused = arrival.refused();
        rows.add(
                id,
                arrival.sequence(),
                arrival.destination(),
                arrival.entry(),
                arrival.act().operation().name(),
                arrival.act().channel().name(),
                (refused == null ? OptOutStatus.WAITING : OptOutStatus.NOT_SUPPORTED).name(),
                refused == null ? "none" : refused,
                arrival.received().toEpochMilli(),
                now,
                0,
                next(arrival, now, unsupported));
    }

    private static @Nullable Long next(OptOutStore.Arrival arrival, long now, Duration unsupported) {
        if (arrival.refused() == null) {
            return now;
        }
        boolean keeps = arrival.act().operation() == Operation.ERASE;
        return keeps ? arrival.received().plus(unsupported).toEpochMilli() : null;
    }

    /** The opt-outs in the rows that a statement finds, which begin with {@link #COLUMNS}. */
    static List<OptOut> read(PreparedStatement select) throws SQLException {
        var found = new ArrayList<OptOut>();
        try (var rows = select.executeQuery()) {
            while (rows.next()) {
                found.add(new OptOut(
                        rows.getLong(1),
                        rows.getLong(2),
                        rows.getString(3),
                        rows.getLong(4),
                        act(rows, 5),
                        OptOutStatus.valueOf(rows.getString(7)),
                        rows.getString(8),
                        Instant.ofEpochMilli(rows.getLong(9)),
                        Instant.ofEpochMilli(rows.getLong(10)),
                        rows.getInt(11),
                        rows.getBoolean(12),
                        rows.getString(13)));
            }
        }
        return found;
    }

    /** The act in two columns. */
    static Act act(ResultSet row, int column) throws SQLException {
        return new Act(Operation.valueOf(row.getString(column)), Channel.valueOf(row.getString(column + 1)));
    }
}
