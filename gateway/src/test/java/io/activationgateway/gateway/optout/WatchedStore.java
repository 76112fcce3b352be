package io.activationgateway.gateway.optout;

import io.activationgateway.consent.register.RegisterStore;
import io.activationgateway.consent.register.RoundTrip;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.function.Supplier;
import javax.sql.DataSource;

/** A store that says before each call of a connection or a statement that it is made. */
final class WatchedStore implements RegisterStore {

    private final RegisterStore store;
    private final DataSource watched;
    private final Watch watch;

    /** Is told each call; any thread. */
    @FunctionalInterface
    interface Watch {
        /** @throws SQLException in the call's place */
        void called(String method) throws SQLException;
    }

    WatchedStore(RegisterStore store, Watch watch) {
        this.store = store;
        this.watch = watch;
        watched = watched(DataSource.class, store.dataSource());
    }

    private <T> T watched(Class<T> kind, Object real) {
        return kind.cast(Proxy.newProxyInstance(
                WatchedStore.class.getClassLoader(), new Class<?>[] {kind}, (_, method, arguments) -> {
                    watch.called(method.getName());
                    try {
                        return switch (method.invoke(real, arguments)) {
                            case PreparedStatement statement -> watched(PreparedStatement.class, statement);
                            case Connection connection
                            when kind == DataSource.class -> watched(Connection.class, connection);
                            case null -> null;
                            case Object other -> other;
                        };
                    } catch (InvocationTargetException thrown) {
                        throw thrown.getCause();
                    }
                }));
    }

    @Override
    public DataSource dataSource() {
        return watched;
    }

    @Override
    public String server(Connection connection) throws SQLException {
        return store.server(connection);
    }

    @Override
    public boolean isShared() {
        return store.isShared();
    }

    @Override
    public Instant time(Connection connection) throws SQLException {
        return store.time(connection);
    }

    @Override
    public Supplier<Here> here(RoundTrip trip) {
        return store.here(trip);
    }

    @Override
    public void makeDurable(Connection connection) throws SQLException {
        store.makeDurable(connection);
    }

    @Override
    public void close() {
        store.close();
    }
}
