package io.activationgateway.residency.cache;

import io.activationgateway.residency.bundle.BundleVerifier;
import io.activationgateway.residency.bundle.PolicyBundle;
import io.activationgateway.residency.bundle.Statement;
import io.activationgateway.residency.bundle.Verified;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import javax.sql.DataSource;

/**
 * What the authority said of the versions that a region follows, kept in the region's database beside them. A version is
 * as old as the last statement about exactly it: neither contact with the authority nor a restart makes it younger, only
 * another signed statement does. {@link #age} may be asked on any thread; the rest blocks.
 */
public final class Statements {

    private final DataSource database;
    private final BundleVerifier verifier;
    private final Refusals refusals;
    private final Map<Long, Statement> latest = new ConcurrentHashMap<>();

    public Statements(BundleStore store, BundleVerifier verifier, ActivePolicy active) {
        this.database = store.database();
        this.verifier = verifier;
        this.refusals = active.refusals();
    }

    /** Takes a statement that was received; one that is refused or older than what is known changes nothing. */
    public void take(byte[] envelope) throws SQLException {
        switch (verifier.verifyStatement(envelope)) {
            case Verified.Said(var statement) -> {
                if (isNews(statement)) {
                    keep(statement, envelope);
                }
            }
            case Verified.Refused(var cause, var text) -> refusals.add(envelope, cause, text);
            case Verified.Accepted _ -> refusals.add(envelope, Verified.Cause.MALFORMED, "a bundle for a statement");
        }
    }

    /** Reads what other nodes of the region have taken. */
    public void look() throws SQLException {
        try (var connection = database.getConnection();
                var query = connection.prepareStatement("SELECT envelope FROM policy_statement");
                var rows = query.executeQuery()) {
            while (rows.next()) {
                // What lies in the database is verified like what comes over the network.
                if (verifier.verifyStatement(rows.getBytes(1)) instanceof Verified.Said(var statement)
                        && isNews(statement)) {
                    latest.put(statement.version(), statement);
                }
            }
        }
    }

    /** How long ago the authority said that exactly this version acts; empty where it never did. Never negative. */
    public Optional<Duration> age(PolicyBundle bundle, Instant now) {
        var statement = latest.get(bundle.version());
        if (statement == null || !statement.digest().equals(bundle.digest())) {
            return Optional.empty();
        }
        var age = Duration.between(statement.at(), now);
        return Optional.of(age.isNegative() ? Duration.ZERO : age);
    }

    private boolean isNews(Statement statement) {
        var known = latest.get(statement.version());
        return known == null || statement.at().isAfter(known.at());
    }

    private void keep(Statement statement, byte[] envelope) throws SQLException {
        try (var connection = database.getConnection()) {
            long millis = statement.at().toEpochMilli();
            if (update(connection, statement.version(), millis, envelope) == 0) {
                insert(connection, statement.version(), millis, envelope);
            }
            if (!connection.getAutoCommit()) {
                connection.commit();
            }
        }
        latest.put(statement.version(), statement);
        latest.keySet().removeIf(version -> version < statement.version() - 1);
    }

    private static int update(Connection connection, long version, long millis, byte[] envelope) throws SQLException {
        try (var update = connection.prepareStatement(
                "UPDATE policy_statement SET at_millis = ?, envelope = ? WHERE version = ?")) {
            update.setLong(1, millis);
            update.setBytes(2, envelope);
            update.setLong(3, version);
            return update.executeUpdate();
        }
    }

    private static void insert(Connection connection, long version, long millis, byte[] envelope) throws SQLException {
        try (var insert = connection.prepareStatement("INSERT INTO policy_statement (version, at_millis, envelope)"
                + " SELECT CAST(? AS BIGINT), CAST(? AS BIGINT), CAST(? AS BYTEA)"
                + " WHERE NOT EXISTS (SELECT 1 FROM policy_statement WHERE version = ?)")) {
            insert.setLong(1, version);
            insert.setLong(2, millis);
            insert.setBytes(3, envelope);
            insert.setLong(4, version);
            insert.executeUpdate();
        }
        try (var delete = connection.prepareStatement("DELETE FROM policy_statement WHERE version < ?")) {
            delete.setLong(1, version - 1);
            delete.executeUpdate();
        }
    }
}
