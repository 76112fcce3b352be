package io.activationgateway.consent.register;

import static io.activationgateway.consent.register.Fixture.KEY;
import static io.activationgateway.consent.register.Fixture.NEWSLETTER;
import static io.activationgateway.consent.register.Fixture.START;
import static io.activationgateway.consent.register.Fixture.event;
import static io.activationgateway.consent.register.Fixture.grant;
import static io.activationgateway.consent.register.Fixture.grantUntil;
import static io.activationgateway.consent.register.Fixture.withdrawal;
import static org.assertj.core.api.Assertions.assertThat;

import io.activationgateway.consent.event.Change;
import io.activationgateway.consent.event.Evidence;
import io.activationgateway.consent.event.Timing;
import io.activationgateway.consent.identity.KeyRing;
import io.activationgateway.consent.profile.ConsentState;
import io.activationgateway.consent.profile.LegalBasis;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Evidence stays while its event counts or could count again, and then for the retention. */
@ParameterizedClass
@EnumSource(Database.class)
class EvidenceRetentionTest {

    private static final Duration DAY = Duration.ofDays(1);

    @Parameter
    private Database database;

    @TempDir
    private Path folder;

    @BeforeEach
    void told() {
        try (var f = Fixture.open(database, folder)) {
            f.append(grant("stands", "1"), grant("withdrawn", "2"), grant("objected", "3"), grant("restricted", "4"));
            f.append(grantUntil("lapses", START.plus(DAY), "5"), grant("older", "6"), withdrawal("refused", "7"));
            f.append(grant("erased", "8"), grant("absorbed", "9"));
            f.pass(DAY);
            f.append(
                    withdrawal("w", "2"),
                    event("o", new Change.Withdrawn("acme", null, null), Timing.ON_ARRIVAL, "3"),
                    event("r", new Change.Restricted(), Timing.ON_ARRIVAL, "4"),
                    grantUntil("newer", START.plus(Duration.ofDays(30)), "6"),
                    grant("again", "7"),
                    event("e", new Change.Erased(), Timing.ON_ARRIVAL, "8"),
                    withdrawal("l", "10"),
                    withdrawal("late", "9", "10"));
        }
    }

    @Test
    void evidenceGoesOnceItsEventHasBeenOverForTheRetention() throws SQLException {
        try (var f = Fixture.open(database, folder)) {
            var retention = new EvidenceRetention(f.store, KeyRing.of(KEY), f.now::get, Duration.ofDays(10), 4);
            assertThat(without(f, retention)).containsExactly("erased", "e");

            f.now.set(START.plus(Duration.ofDays(10)));
            assertThat(without(f, retention)).containsExactly("erased", "e");

            f.now.set(START.plus(Duration.ofDays(11)));
            assertThat(without(f, retention))
                    .containsExactlyInAnyOrder(
                            "erased", "e", "withdrawn", "objected", "lapses", "refused", "absorbed", "l");

            f.now.set(START.plus(Duration.ofDays(39)));
            assertThat(without(f, retention)).doesNotContain("newer");
            f.now.set(START.plus(Duration.ofDays(40)));
            assertThat(without(f, retention))
                    .contains("newer")
                    .doesNotContain("older", "stands", "restricted", "again");
        }
    }

    @Test
    void whatNeverCountedIsKeptAsLongFromItsArrival() throws SQLException {
        try (var f = Fixture.open(database, folder)) {
            f.now.set(START.plus(Duration.ofDays(11)));
            var before = new Timing(START.plusSeconds(1), null, false);
            f.append(event(
                    "stale", new Change.Choice(NEWSLETTER, ConsentState.GRANTED, LegalBasis.CONSENT), before, "2"));
            var retention = new EvidenceRetention(f.store, KeyRing.of(KEY), f.now::get, Duration.ofDays(10), 4);
            assertThat(without(f, retention)).contains("withdrawn").doesNotContain("stale");

            f.now.set(START.plus(Duration.ofDays(21)));
            assertThat(without(f, retention)).contains("stale");
        }
    }

    @Test
    void itLooksThroughAllOnceADay() throws SQLException {
        try (var f = Fixture.open(database, folder)) {
            var retention = new EvidenceRetention(f.store, KeyRing.of(KEY), f.now::get, Duration.ofDays(10), 100);
            f.now.set(START.plus(Duration.ofDays(10)));
            retention.sweep();
            f.now.set(START.plus(Duration.ofDays(11)).minusSeconds(1));
            retention.sweep();
            assertThat(f.held("2").getFirst().events().getFirst().evidence()).isNotEqualTo(Evidence.NONE);
            f.now.set(START.plus(Duration.ofDays(11)));
            retention.sweep();
            assertThat(f.held("2").getFirst().events().getFirst().evidence()).isEqualTo(Evidence.NONE);
        }
    }

    /** The events that have no evidence after a round. */
    private static List<String> without(Fixture f, EvidenceRetention retention) throws SQLException {
        for (int page = 0; page < 6; page++) {
            retention.sweep();
        }
        return Fixture.await(f.register.read(0, 100)).stream()
                .filter(logged -> logged.evidence().equals(Evidence.NONE))
                .map(logged -> logged.event().id())
                .toList();
    }
}
