package io.activationgateway.residency.cache;

import io.activationgateway.residency.bundle.PolicyBundle;
import java.sql.SQLException;
import java.sql.SQLIntegrityConstraintViolationException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.database.postgresql.PostgreSQLConfigurationExtension;

/** The policy versions in the region's database. Blocks; any thread. A version that is stored is never replaced. */
public final class BundleStore {

    private static final String UNIQUE_VIOLATION = "23505";

    private final DataSource database;

    private BundleStore(DataSource database) {
        this.database = database;
    }

    /** Brings the tables up to date; they have a history of their own beside other tables of the same database. */
    public static BundleStore open(DataSource database) {
        var configuration = Flyway.configure()
                .dataSource(database)
                .locations("classpath:db/policy")
                .table("policy_schema_history")
                .baselineOnMigrate(true)
                .baselineVersion("0");
        // Else the lock is a transaction that idles, longer than connections may where the machine is slow.
        configuration
                .getConfigurationExtension(PostgreSQLConfigurationExtension.class)
                .setTransactionalLock(false);
        configuration.load().migrate();
        return new BundleStore(database);
    }

    /**
     * Keeps a version. To keep the same one again is no error.
     *
     * @throws IllegalStateException where another bundle of this version is stored already
     */
    public void put(PolicyBundle bundle, byte[] envelope) throws SQLException {
        try (var connection = database.getConnection();
                var insert = connection.prepareStatement(
                        "INSERT INTO policy_bundle (version, digest, envelope) VALUES (?, ?, ?)")) {
            insert.setLong(1, bundle.version());
            insert.setString(2, bundle.digest());
            insert.setBytes(3, envelope);
            insert.executeUpdate();
            if (!connection.getAutoCommit()) {
                connection.commit();
            }
        } catch (SQLException refused) {
            if (!isDuplicate(refused)) {
                throw refused;
            }
            if (!Arrays.equals(find(bundle.version()).orElse(null), envelope)) {
                throw new IllegalStateException(
                        "policy version " + bundle.version() + " is stored already, with other content; publish anew",
                        refused);
            }
        }
    }

    /** The envelope of the newest version. */
    public Optional<byte[]> latest() throws SQLException {
        try (var connection = database.getConnection();
                var query = connection.prepareStatement(
                        "SELECT envelope FROM policy_bundle ORDER BY version DESC FETCH FIRST 1 ROWS ONLY");
                var rows = query.executeQuery()) {
            return rows.next() ? Optional.of(rows.getBytes(1)) : Optional.empty();
        }
    }

    /** The envelopes of the newest versions, oldest first. */
    public List<byte[]> newest(int count) throws SQLException {
        return envelopes(
                "SELECT envelope FROM (SELECT version, envelope FROM policy_bundle ORDER BY version DESC"
                        + " FETCH FIRST " + count + " ROWS ONLY) newest WHERE version > ? ORDER BY version",
                0);
    }

    /** The envelopes of all versions after this one, oldest first. */
    public List<byte[]> after(long version) throws SQLException {
        return envelopes("SELECT envelope FROM policy_bundle WHERE version > ? ORDER BY version", version);
    }

    /** The envelopes of the versions with this digest, oldest first. */
    public List<byte[]> ofDigest(String digest) throws SQLException {
        return envelopes("SELECT envelope FROM policy_bundle WHERE digest = ? ORDER BY version", digest);
    }

    private List<byte[]> envelopes(String sql, Object parameter) throws SQLException {
        try (var connection = database.getConnection();
                var query = connection.prepareStatement(sql)) {
            query.setObject(1, parameter);
            try (var rows = query.executeQuery()) {
                var envelopes = new ArrayList<byte[]>();
                while (rows.next()) {
                    envelopes.add(rows.getBytes(1));
                }
                return envelopes;
            }
        }
    }

    DataSource database() {
        return database;
    }

    /** What the nodes say of the versions they have. */
    public NodeReports reports() {
        return new NodeReports(database);
    }

    /** The envelope of a version. */
    public Optional<byte[]> find(long version) throws SQLException {
        try (var connection = database.getConnection();
                var query = connection.prepareStatement("SELECT envelope FROM policy_bundle WHERE version = ?")) {
            query.setLong(1, version);
            try (var rows = query.executeQuery()) {
                return rows.next() ? Optional.of(rows.getBytes(1)) : Optional.empty();
            }
        }
    }

    private static boolean isDuplicate(SQLException refused) {
        return refused instanceof SQLIntegrityConstraintViolationException
                || UNIQUE_VIOLATION.equals(refused.getSQLState());
    }
}
