package io.activationgateway.residency.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.activationgateway.residency.bundle.PolicyBundle;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Test;

class BundleStoreTest {

    private final DataSource database = database();
    private final PolicyBundle first = bundle(null, 1);
    private final PolicyBundle second = bundle(first, 2);

    @Test
    void theNewestVersionIsFoundAgain() throws SQLException {
        var store = BundleStore.open(database);
        assertThat(store.latest()).isEmpty();
        store.put(second, new byte[] {2});
        store.put(first, new byte[] {1});
        assertThat(BundleStore.open(database).latest()).contains(new byte[] {2});
        assertThat(store.find(1)).contains(new byte[] {1});
        assertThat(store.find(3)).isEmpty();
    }

    @Test
    void aVersionIsNeverReplaced() throws SQLException {
        var store = BundleStore.open(database);
        store.put(first, new byte[] {1});
        store.put(first, new byte[] {1});
        assertThatIllegalStateException()
                .isThrownBy(() -> store.put(first, new byte[] {9}))
                .withMessageContaining("version 1");
        assertThat(store.find(1)).contains(new byte[] {1});
    }

    @Test
    void otherTablesMayStandInTheSameDatabase() throws SQLException {
        try (var connection = database.getConnection();
                var statement = connection.createStatement()) {
            statement.execute("CREATE TABLE of_somebody_else (id INT)");
        }
        BundleStore.open(database).put(first, new byte[] {1});
        assertThat(BundleStore.open(database).latest()).isPresent();
    }

    static DataSource database() {
        var database = new JdbcDataSource();
        database.setURL("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1");
        return database;
    }

    private static PolicyBundle bundle(PolicyBundle last, int content) {
        return PolicyBundle.following(
                last, Instant.EPOCH, List.of("eu-central"), List.of(), new byte[] {(byte) content});
    }
}
