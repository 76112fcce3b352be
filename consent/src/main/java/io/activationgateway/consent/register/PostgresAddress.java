package io.activationgateway.consent.register;

import com.zaxxer.hikari.HikariConfig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Map;
import java.util.TreeMap;
import javax.sql.DataSource;
import org.postgresql.Driver;
import org.postgresql.PGProperty;
import org.postgresql.ds.PGSimpleDataSource;

/** Where a PostgreSQL server is, and how it is talked to. Every wait for it ends. */
record PostgresAddress(String url, String user, String password, Duration lease) {

    private static final int CONNECTIONS = 6;

    /** For what is done before the gateway works, such as making the tables while other nodes wait for them. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    PostgresAddress {
        if (Driver.parseURL(url, null) == null) {
            throw new IllegalArgumentException(
                    "consent register: the url is none of PostgreSQL (expected: jdbc:postgresql://host:port/database)");
        }
    }

    /** The servers and the database, as messages name them. */
    String place() {
        var source = new PGSimpleDataSource();
        source.setUrl(url);
        var servers = new ArrayList<String>();
        for (int i = 0; i < source.getServerNames().length; i++) {
            servers.add(source.getServerNames()[i] + ":" + source.getPortNumbers()[i]);
        }
        return String.join(",", servers) + "/" + source.getDatabaseName();
    }

    /**
     * Connections of their own for the start, to whatever server there is where none is the primary: what it is can be
     * said then. No statement limit of the gateway's work holds for them.
     */
    DataSource forStart() {
        var source = new PGSimpleDataSource();
        var properties = waits(seconds(lease), Long.toString(PATIENCE.toSeconds()));
        properties.put(PGProperty.TARGET_SERVER_TYPE, "preferPrimary");
        properties.forEach((property, value) -> source.setProperty(property, value));
        source.setUrl(url);
        source.setUser(user);
        source.setPassword(password);
        return source;
    }

    /**
     * Connections for the gateway's work. Every wait ends within half a lease, so that a database that hangs costs the
     * lease and no more; a node that stops within a transaction loses its locks as soon.
     */
    HikariConfig forWork() {
        var pool = new HikariConfig();
        pool.setPoolName("consent-register");
        pool.setJdbcUrl(url);
        pool.setUsername(user);
        pool.setPassword(password);
        pool.setMaximumPoolSize(CONNECTIONS);
        pool.setTransactionIsolation("TRANSACTION_READ_COMMITTED");
        pool.setConnectionTimeout(millis());
        pool.setValidationTimeout(millis());
        pool.setInitializationFailTimeout(millis());
        var properties = waits(seconds(lease), seconds(lease));
        properties.put(PGProperty.TARGET_SERVER_TYPE, "primary");
        properties.put(PGProperty.REWRITE_BATCHED_INSERTS, "true");
        // Each query has its index: the planner must not go by the statistics of a table that was empty before.
        properties.put(
                PGProperty.OPTIONS,
                "-c statement_timeout=" + millis() + " -c idle_in_transaction_session_timeout=" + silenceMillis()
                        + " -c enable_seqscan=off -c enable_hashjoin=off -c enable_mergejoin=off -c jit=off");
        properties.forEach((property, value) -> pool.addDataSourceProperty(property.getName(), value));
        return pool;
    }

    /** What the driver is told where the url does not say otherwise. */
    private static Map<PGProperty, String> waits(String toConnect, String toAnswer) {
        return new TreeMap<>(Map.of(
                PGProperty.APPLICATION_NAME, "activation-gateway",
                // A server's error may quote the values of a row.
                PGProperty.LOG_SERVER_ERROR_DETAIL, "false",
                PGProperty.TCP_KEEP_ALIVE, "true",
                PGProperty.CONNECT_TIMEOUT, toConnect,
                PGProperty.LOGIN_TIMEOUT, toConnect,
                PGProperty.SOCKET_TIMEOUT, toAnswer,
                PGProperty.CANCEL_SIGNAL_TIMEOUT, "1"));
    }

    private static String seconds(Duration lease) {
        return Long.toString(Math.max(1, (lease.toSeconds() + 1) / 2));
    }

    /** For so long a node may keep its locks without a word. */
    long silenceMillis() {
        return millis() / 2;
    }

    /** A little less than half a lease, which the driver waits for the server to say so. */
    private long millis() {
        return Math.max(250, lease.toMillis() * 2 / 5);
    }

    @Override
    public String toString() {
        return place();
    }
}
