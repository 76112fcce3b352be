package io.activationgateway.gateway.lifecycle;

import io.activationgateway.gateway.storage.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** What people did with the policy: appended in the transaction that does it, never changed. */
public final class AuditTrail {

    /** The most entries of one page. */
    public static final int PAGE = 500;

    private AuditTrail() {}

    /**
     * One deed.
     *
     * @param sequence from 1, without gaps
     * @param person the name in the configuration, {@code start} for a node that published its folder
     * @param action such as {@code draft-changed}
     * @param subject the draft, or {@code version N}
     * @param digest of the policy concerned; empty where there is none
     * @param detail in words
     */
    public record Entry(
            long sequence, Instant at, String person, String action, String subject, String digest, String detail) {}

    /** What is done. */
    record Deed(String person, String action, String subject, String digest, String detail) {}

    static void add(Connection connection, Instant at, Deed deed) throws SQLException {
        // One after the other, so that numbers have no gaps: the first row stands for the table.
        Sql.update(connection, "UPDATE policy_audit SET sequence = sequence WHERE sequence = 1");
        Sql.update(
                connection,
                "INSERT INTO policy_audit (sequence, at_millis, person, action, subject, digest, detail)"
                        + " SELECT COALESCE(MAX(sequence), 0) + 1, CAST(? AS BIGINT), CAST(? AS VARCHAR),"
                        + " CAST(? AS VARCHAR), CAST(? AS VARCHAR), CAST(? AS VARCHAR), CAST(? AS VARCHAR)"
                        + " FROM policy_audit",
                at.toEpochMilli(),
                deed.person(),
                deed.action(),
                deed.subject(),
                deed.digest(),
                deed.detail());
    }

    static List<Entry> after(Connection connection, long sequence) throws SQLException {
        try (var query = connection.prepareStatement("SELECT sequence, at_millis, person, action, subject, digest,"
                + " detail FROM policy_audit WHERE sequence > ? ORDER BY sequence FETCH FIRST " + PAGE
                + " ROWS ONLY")) {
            query.setLong(1, sequence);
            try (var rows = query.executeQuery()) {
                var entries = new ArrayList<Entry>();
                while (rows.next()) {
                    entries.add(new Entry(
                            rows.getLong(1),
                            Instant.ofEpochMilli(rows.getLong(2)),
                            rows.getString(3),
                            rows.getString(4),
                            rows.getString(5),
                            rows.getString(6),
                            rows.getString(7)));
                }
                return entries;
            }
        }
    }
}
