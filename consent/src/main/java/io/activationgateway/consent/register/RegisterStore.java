package io.activationgateway.consent.register;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Supplier;
import javax.sql.DataSource;

/** The database that holds the register, and what differs between one database and another. Safe on any thread. */
public interface RegisterStore extends AutoCloseable {

    /** Connections to the database, whose tables are at the newest version. */
    DataSource dataSource();

    /**
     * Names the database server that runs this transaction: another name means that committed rows may be gone. Where a
     * database lives in this process, each opening of it is a server.
     */
    String server(Connection connection) throws SQLException;

    /** Whether other processes may have the database open at the same time. */
    boolean isShared();

    /** The database's time, in a running transaction. */
    Instant time(Connection connection) throws SQLException;

    /** Asks for both with what else makes this round trip: every append does while it holds the log's lock. */
    Supplier<Here> here(RoundTrip trip);

    /** A server and its time. */
    record Here(String server, Instant time) {}

    /**
     * Ends the transaction of a node that keeps the head's row locked and has not spoken to the database for a while, as a
     * process that is stopped does: all others would wait as long as it is. It goes on by itself where it comes back.
     */
    default void endSilentHolder() throws SQLException {}

    /** Returns when everything committed so far survives the sudden end of the process and of the machine. */
    void makeDurable(Connection connection) throws SQLException;

    /** Closes all connections, and a database that lives in this process. */
    @Override
    void close();

    /**
     * An embedded H2 database in one file, for a region with a single node. It lives in this process, so its time is
     * {@code clock}. Blocks while it opens the file and brings its tables up to date.
     *
     * @param file without the suffix {@code .mv.db}; its folder is made where missing
     * @throws IllegalStateException if the file cannot be opened, with the remedy
     */
    static RegisterStore h2(Path file, InstantSource clock) {
        return H2Store.open(file, clock);
    }

    /**
     * A PostgreSQL primary, version 14 or newer, for a region with several nodes; its time is the database's. Blocks
     * while it connects and brings the tables up to date.
     *
     * @param url such as {@code jdbc:postgresql://db1,db2/consents?sslmode=verify-full}
     * @param settings the lease, within which every statement ends or fails
     * @throws IllegalStateException if the database cannot be reached, is not the primary or may lose commits, with the
     *     place and the remedy
     */
    static RegisterStore postgresql(String url, String user, String password, RegisterSettings settings) {
        return PostgresStore.open(new PostgresAddress(url, user, password, settings.lease()));
    }
}
