package io.activationgateway.gateway.optout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.activationgateway.gateway.region.SettableClock;
import io.activationgateway.gateway.region.TestDatabase;
import io.activationgateway.gateway.storage.Tables;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Of several nodes one sends, and another only when nothing of the first can be under way. */
class ClaimTest {

    private static final Duration REQUEST = Duration.ofSeconds(40);

    private final SettableClock clock = new SettableClock();

    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource
    void oneNodeHasItUntilItGivesItBack(TestDatabase kind) throws SQLException {
        try (var database = kind.open(folder, clock)) {
            var tables = Tables.open(database, "optout", "optout_schema_history");
            var one = new Claim(tables, true, REQUEST, clock::ticks);
            var other = new Claim(tables, true, REQUEST, clock::ticks);

            assertThat(one.renew()).isTrue();
            assertThat(other.renew()).isFalse();
            assertThat(other.isMine()).isFalse();
            one.release();

            assertThat(one.isMine()).isFalse();
            assertThat(other.renew()).isTrue();
            assertThat(other.isOrphaned()).isFalse();
        }
    }

    @ParameterizedTest
    @EnumSource
    void whoIsSilentLosesItOnceItsRequestsHaveEndedAndWritesNothingMore(TestDatabase kind) throws SQLException {
        try (var database = kind.open(folder, clock)) {
            var tables = Tables.open(database, "optout", "optout_schema_history");
            var silent = new Claim(tables, true, REQUEST, clock::ticks);
            var other = new Claim(tables, true, REQUEST, clock::ticks);
            assertThat(silent.renew()).isTrue();

            pass(Claim.LEASE);
            assertThat(silent.isMine()).as("it knows by itself").isFalse();
            assertThat(other.renew()).as("its last request may be under way").isFalse();
            pass(REQUEST.minusMillis(1));
            assertThat(other.renew()).as("or still be").isFalse();
            pass(Duration.ofMillis(1));
            assertThat(other.renew()).isTrue();

            assertThat(other.isOrphaned()).isTrue();
            var late = new OptOutStore(tables, silent);
            assertThatThrownBy(() -> late.follow(List.of(), 7, Duration.ZERO)).isInstanceOf(SQLException.class);
            assertThat(late.followed()).isZero();
            assertThat(silent.renew()).isFalse();
        }
    }

    /** Or two nodes would hold one epoch, and both would send. */
    @ParameterizedTest
    @EnumSource
    void whoseTakingIsNotCommittedHasNothing(TestDatabase kind) throws SQLException {
        try (var database = kind.open(folder, clock)) {
            var lost = new AtomicBoolean();
            var changed = new AtomicBoolean();
            var losing = new WatchedStore(database, method -> {
                changed.compareAndSet(false, method.equals("executeUpdate"));
                if (lost.get() && changed.get() && method.equals("commit")) {
                    throw new SQLException("the connection is lost");
                }
            });
            var one = new Claim(Tables.open(losing, "optout", "optout_schema_history"), true, REQUEST, clock::ticks);
            var other =
                    new Claim(Tables.open(database, "optout", "optout_schema_history"), true, REQUEST, clock::ticks);

            lost.set(true);
            changed.set(false);
            assertThatThrownBy(one::renew).isInstanceOf(SQLException.class);
            assertThat(one.isMine()).isFalse();
            lost.set(false);
            assertThat(other.renew()).isTrue();

            assertThat(one.renew()).isFalse();
            assertThat(one.isMine()).isFalse();
        }
    }

    private void pass(Duration time) {
        clock.pass(time);
        clock.tick(time);
    }
}
