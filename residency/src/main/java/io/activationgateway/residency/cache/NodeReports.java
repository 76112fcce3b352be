package io.activationgateway.residency.cache;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/**
 * What the nodes say of the policy versions they have, in the region's database. Publishing asks it whom to wait for; no
 * decision rests on it. Blocks; any thread.
 */
public final class NodeReports {

    private static final int FORGOTTEN_HOURS = 24;

    private final DataSource database;

    NodeReports(DataSource database) {
        this.database = database;
    }

    /**
     * What a node says.
     *
     * @param prepared the newest version that it has verified and compiled, 0 for none
     * @param acting the version that it decides under, 0 where it decides nothing
     * @param refused why it refused the last bundle that it did, in lower case; empty where none since its start
     */
    public record Report(String region, String node, long prepared, long acting, String refused) {}

    /** A report and how long ago it was made, by the database's clock. */
    public record Heard(Report report, Duration age) {}

    /** Keeps what a node says now, in the place of what it said before. */
    public void put(Report report) throws SQLException {
        try (var connection = database.getConnection()) {
            if (!update(connection, report)) {
                insert(connection, report);
            }
            commit(connection);
        }
    }

    /** A node says nothing any more. */
    public void remove(String region, String node) throws SQLException {
        try (var connection = database.getConnection();
                var delete = connection.prepareStatement("DELETE FROM policy_node WHERE region = ? AND node = ?")) {
            delete.setString(1, region);
            delete.setString(2, node);
            delete.executeUpdate();
            commit(connection);
        }
    }

    /** Everything that was said within a day, by region and node. */
    public List<Heard> all() throws SQLException {
        try (var connection = database.getConnection();
                var query = connection.prepareStatement("SELECT region, node, prepared, acting, refused,"
                        + " EXTRACT(EPOCH FROM (CURRENT_TIMESTAMP - seen)) FROM policy_node ORDER BY region, node");
                var rows = query.executeQuery()) {
            var all = new ArrayList<Heard>();
            while (rows.next()) {
                var age = Duration.ofMillis(Math.max(0, Math.round(rows.getDouble(6) * 1_000)));
                if (age.toHours() < FORGOTTEN_HOURS) {
                    all.add(new Heard(
                            new Report(
                                    rows.getString(1),
                                    rows.getString(2),
                                    rows.getLong(3),
                                    rows.getLong(4),
                                    rows.getString(5)),
                            age));
                }
            }
            return all;
        }
    }

    private static boolean update(Connection connection, Report report) throws SQLException {
        try (var update = connection.prepareStatement("UPDATE policy_node SET prepared = ?, acting = ?, refused = ?,"
                + " seen = CURRENT_TIMESTAMP WHERE region = ? AND node = ?")) {
            update.setLong(1, report.prepared());
            update.setLong(2, report.acting());
            update.setString(3, report.refused());
            update.setString(4, report.region());
            update.setString(5, report.node());
            return update.executeUpdate() == 1;
        }
    }

    private static void insert(Connection connection, Report report) throws SQLException {
        try (var insert =
                connection.prepareStatement("INSERT INTO policy_node (region, node, prepared, acting, refused,"
                        + " seen) VALUES (?, ?, ?, ?, ?, CURRENT_TIMESTAMP)")) {
            insert.setString(1, report.region());
            insert.setString(2, report.node());
            insert.setLong(3, report.prepared());
            insert.setLong(4, report.acting());
            insert.setString(5, report.refused());
            insert.executeUpdate();
        }
    }

    private static void commit(Connection connection) throws SQLException {
        if (!connection.getAutoCommit()) {
            connection.commit();
        }
    }
}
