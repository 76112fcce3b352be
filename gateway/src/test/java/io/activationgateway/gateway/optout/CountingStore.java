package io.activationgateway.gateway.optout;

import io.activationgateway.consent.register.RegisterStore;
import io.activationgateway.consent.register.RoundTrip;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import javax.sql.DataSource;

/** Counts the statements that are run: each costs a round trip. What is copied in a stream does not count. Any thread. */
final class CountingStore implements RegisterStore {

    private final RegisterStore store;
    private final DataSource counted;
    private final AtomicInteger statements = new AtomicInteger();

    CountingStore(RegisterStore store) {
        this.store = store;
        counted = counting(DataSource.class, store.dataSource());
    }

    int statements() {
        return statements.get();
    }

    private <T> T counting(Class<T> kind, Object real) {
        return kind.cast(Proxy.newProxyInstance(
                CountingStore.class.getClassLoader(), new Class<?>[] {kind}, (_, method, arguments) -> {
                    if (method.getName().startsWith("execute")) {
                        statements.incrementAndGet();
                    }
                    try {
                        return switch (method.invoke(real, arguments)) {
                            case PreparedStatement statement -> counting(PreparedStatement.class, statement);
                            case Connection connection
                            when kind == DataSource.class -> counting(Connection.class, connection);
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
        return counted;
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
