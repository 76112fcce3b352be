package io.activationgateway.gateway.optout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.activationgateway.gateway.optout.OptOutStore.Arrival;
import io.activationgateway.gateway.optout.OptOutStore.Step;
import io.activationgateway.gateway.region.SettableClock;
import io.activationgateway.gateway.region.TestDatabase;
import io.activationgateway.gateway.storage.Tables;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Of two nodes one dies with opt-outs in hand: the other sends them, and the dead one changes nothing any more. */
class TakeoverTest {

    private static final Duration REQUEST = Duration.ofSeconds(10);

    private static final Duration RETAKE = Duration.ofMinutes(3);

    private final SettableClock clock = new SettableClock();

    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource
    void whatWasQueuedIsSentByTheOtherNode(TestDatabase kind) throws SQLException {
        try (var database = kind.open(folder, clock)) {
            var tables = Tables.open(database, "optout", "optout_schema_history");
            var one = node(tables);
            var other = node(tables);
            one.claim().renew();
            one.store().follow(List.of(erasure()), 7, Duration.ofDays(30));
            assertThat(other.claim().renew()).isFalse();
            dies();

            assertThat(other.claim().renew()).isTrue();
            var due = other.store().due("crm-de", 10);
            assertThat(due).singleElement().satisfies(optOut -> {
                assertThat(optOut.status()).isEqualTo(OptOutStatus.WAITING);
                assertThat(optOut.attempts()).isZero();
            });
            assertThat(other.store().followed()).isEqualTo(7);
            assertThatThrownBy(() -> one.store().taken(due, RETAKE)).isInstanceOf(SQLException.class);
            other.store().taken(due, RETAKE);
            other.store().step(List.of(through(due.getFirst())));
            assertThat(other.store().due("crm-de", 10)).isEmpty();
        }
    }

    /** Nobody knows whether it left: it goes again, under the key that the vendor would know it by. */
    @ParameterizedTest
    @EnumSource
    void whatWasTakenIsSentAgainUnderItsKeyOnceTheDeadNodesRequestHasEnded(TestDatabase kind) throws SQLException {
        try (var database = kind.open(folder, clock)) {
            var tables = Tables.open(database, "optout", "optout_schema_history");
            var one = node(tables);
            var other = node(tables);
            one.claim().renew();
            one.store().follow(List.of(erasure()), 7, Duration.ofDays(30));
            var taken = one.store().due("crm-de", 10);
            one.store().taken(taken, RETAKE);
            dies();

            assertThat(other.claim().renew()).isTrue();
            assertThat(other.claim().isOrphaned())
                    .as("it goes once more after that")
                    .isTrue();
            assertThat(other.store().due("crm-de", 10))
                    .as("it may be under way")
                    .isEmpty();
            clock.pass(RETAKE);

            var again = other.store().due("crm-de", 10);
            assertThat(again).singleElement().satisfies(optOut -> {
                assertThat(optOut.id())
                        .as("the key is of this")
                        .isEqualTo(taken.getFirst().id());
                assertThat(optOut.again()).isFalse();
                assertThat(optOut.status()).isEqualTo(OptOutStatus.SENT);
                assertThat(optOut.attempts()).isOne();
            });
            assertThatThrownBy(() -> one.store().step(List.of(through(taken.getFirst()))))
                    .isInstanceOf(SQLException.class);
            assertThat(other.store().due("crm-de", 10)).isEqualTo(again);
        }
    }

    private record Node(Claim claim, OptOutStore store) {}

    private Node node(Tables tables) {
        var claim = new Claim(tables, true, REQUEST, clock::ticks);
        return new Node(claim, new OptOutStore(tables, claim));
    }

    private Arrival erasure() {
        return new Arrival(7, "crm-de", 11, Act.ERASE, clock.instant(), null);
    }

    private static Step through(OptOut optOut) {
        return new Step(optOut, OptOutStatus.ACCEPTED, "ok", null, false, null);
    }

    /** Its lease and the longest request pass. */
    private void dies() {
        var time = Claim.LEASE.plus(REQUEST);
        clock.pass(time);
        clock.tick(time);
    }
}
