package io.activationgateway.consent.register;

import java.io.PrintWriter;
import java.io.Writer;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.logging.Logger;
import javax.sql.DataSource;

/** One database that several registers of this process share, each over a way of its own that a test can cut. */
final class SharedDatabase {

    private final RegisterStore store;
    private volatile String server = "server-1";
    private volatile Duration ahead = Duration.ZERO;

    SharedDatabase(RegisterStore store) {
        this.store = store;
    }

    /** The database server is another one from now on. */
    void failOver(String name) {
        server = name;
    }

    /** The database's clock is set. */
    void setAhead(Duration time) {
        ahead = time;
    }

    void execute(String sql) {
        try (var connection = store.dataSource().getConnection();
                var statement = connection.createStatement()) {
            statement.executeUpdate(sql);
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    /** One node's way to the database. */
    final class Way implements RegisterStore, DataSource {

        private final AtomicBoolean cut = new AtomicBoolean();
        private final AtomicInteger uses = new AtomicInteger();

        void cut(boolean off) {
            cut.set(off);
        }

        int uses() {
            return uses.get();
        }

        @Override
        public DataSource dataSource() {
            return this;
        }

        @Override
        public Connection getConnection() throws SQLException {
            uses.incrementAndGet();
            if (cut.get()) {
                throw new SQLException("cut off", "08006");
            }
            return store.dataSource().getConnection();
        }

        @Override
        public String server(Connection connection) {
            return server;
        }

        @Override
        public boolean isShared() {
            return true;
        }

        @Override
        public Instant time(Connection connection) throws SQLException {
            return store.time(connection).plus(ahead);
        }

        @Override
        public Supplier<Here> here(RoundTrip trip) {
            var there = store.here(trip);
            return () -> new Here(server, there.get().time().plus(ahead));
        }

        @Override
        public void endSilentHolder() throws SQLException {
            store.endSilentHolder();
        }

        @Override
        public void makeDurable(Connection connection) throws SQLException {
            store.makeDurable(connection);
        }

        @Override
        public void close() {
            // The database is closed by its owner.
        }

        @Override
        public Connection getConnection(String user, String password) throws SQLException {
            return getConnection();
        }

        @Override
        public PrintWriter getLogWriter() {
            return new PrintWriter(Writer.nullWriter());
        }

        @Override
        public void setLogWriter(PrintWriter out) {}

        @Override
        public void setLoginTimeout(int seconds) {}

        @Override
        public int getLoginTimeout() {
            return 0;
        }

        @Override
        public Logger getParentLogger() throws SQLFeatureNotSupportedException {
            throw new SQLFeatureNotSupportedException();
        }

        @Override
        public <T> T unwrap(Class<T> type) throws SQLException {
            throw new SQLException("no " + type);
        }

        @Override
        public boolean isWrapperFor(Class<?> type) {
            return false;
        }
    }
}
