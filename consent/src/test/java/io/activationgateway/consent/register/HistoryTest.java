package io.activationgateway.consent.register;

import static io.activationgateway.consent.register.Fixture.START;
import static io.activationgateway.consent.register.Fixture.await;
import static io.activationgateway.consent.register.Fixture.event;
import static io.activationgateway.consent.register.Fixture.grant;
import static io.activationgateway.consent.register.Fixture.grantUntil;
import static io.activationgateway.consent.register.Fixture.withdrawal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.activationgateway.consent.event.Change;
import io.activationgateway.consent.event.ConsentEvent;
import io.activationgateway.consent.event.Effect;
import io.activationgateway.consent.event.Evidence;
import io.activationgateway.consent.event.EvidenceDetail;
import io.activationgateway.consent.event.EvidenceDetails;
import io.activationgateway.consent.event.EvidenceMethod;
import io.activationgateway.consent.event.RecordedEvent;
import io.activationgateway.consent.event.Timing;
import io.activationgateway.consent.profile.ConsentState;
import io.activationgateway.consent.register.AppendResult.Appended;
import io.activationgateway.consent.register.AppendResult.Refusal;
import io.activationgateway.consent.register.AppendResult.Refused;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What the register tells of a person, gives away, takes back, refuses and forgets. */
@ParameterizedClass
@EnumSource(Database.class)
class HistoryTest {

    private static final String MARY = "mary@example.com";
    private static final Evidence EVIDENCE =
            new Evidence("v4", EvidenceMethod.TICKED_BY_USER, "web-signup", "checkout");

    @Parameter
    private Database database;

    @TempDir
    private Path folder;

    @Test
    void tellsAllThatIsHeldAboutAPerson() {
        try (var f = Fixture.open(database, folder)) {
            f.append(grantUntil("ev-1", START.plusSeconds(60), MARY), grant("ev-2", "u-1"));
            f.pass(Duration.ofMillis(1));
            f.append(withdrawal("ev-3", "u-1"), grant("ev-4", "john@example.com"));
            f.pass(Duration.ofMillis(1));
            f.append(grantUntil("ev-5", START.plusSeconds(90), MARY, "u-1"));

            var held = f.held(MARY, "u-1", "nobody@example.com");

            assertThat(held).hasSize(1);
            var mary = held.getFirst();
            assertThat(mary.keys()).hasSize(2);
            assertThat(mary.events()).extracting(LoggedEvent::sequence).containsExactly(1L, 2L, 3L, 5L);
            assertThat(mary.events().getFirst().effect()).isEqualTo(new Effect.Applied());
            assertThat(mary.events()).extracting(LoggedEvent::evidence).containsOnly(EVIDENCE);
            assertThat(mary.profile()).isEqualTo(f.profile(MARY));
            assertThat(mary.due()).extracting(HeldSubject.Due::at).containsExactly(START.plusSeconds(90));
            assertThat(f.held("nobody@example.com")).isEmpty();
        }
    }

    /** GDPR Art 7(1): what was told comes back to the letter, by look-up and by export, and goes with the person. */
    @Test
    void keepsAllThatTheEvidenceHolds() {
        var hash = "ab34567890123456789012345678901234567890123456789012345678901234";
        var details = new EvidenceDetails(Map.of(
                EvidenceDetail.NOTICE_HASH, hash,
                EvidenceDetail.LANGUAGE, "tr-TR",
                EvidenceDetail.WORDING, "shop/\"box\" 3",
                EvidenceDetail.OPT_IN_REQUESTED, "2026-05-01T10:00:00Z",
                EvidenceDetail.OPT_IN_CONFIRMED, "2026-05-01T10:05:00.5Z",
                EvidenceDetail.MEDIUM, "WEB",
                EvidenceDetail.PROOF, "çek-7",
                EvidenceDetail.GIVEN_BY, "PARENT"));
        var told = new Evidence("v4", EvidenceMethod.DOUBLE_OPT_IN, "web-signup", null, details);
        var grant = grant("ev-1", MARY);
        try (var f = Fixture.open(database, folder)) {
            f.append(new ConsentEvent(
                    grant.id(), grant.identifiers(), grant.country(), grant.change(), grant.timing(), told));

            assertThat(f.held(MARY).getFirst().events())
                    .extracting(LoggedEvent::evidence)
                    .containsExactly(told);
            assertThat(await(f.register.read(0, 7)))
                    .extracting(LoggedEvent::evidence)
                    .containsExactly(told);

            f.append(event("ev-2", new Change.Erased(), Timing.ON_ARRIVAL, MARY));

            assertThat(await(f.register.read(0, 7)))
                    .extracting(LoggedEvent::evidence)
                    .containsOnly(Evidence.NONE);
        }
    }

    @Test
    void anotherRegisterTakesWhatWasExportedAndSaysTheSame() throws IOException {
        var exported = new ArrayList<LoggedEvent>();
        try (var f = Fixture.open(database, folder);
                var other = Fixture.open(database, Files.createDirectory(folder.resolve("other")))) {
            for (int i = 0; i < 30; i++) {
                f.append(grantUntil("g-" + i, i % 3 == 0 ? START.plusSeconds(i) : null, "u-" + i, "p-" + i % 7));
                f.pass(Duration.ofMillis(10));
                f.append(withdrawal("w-" + i, "p-" + i % 5));
            }
            for (var page = await(f.register.read(0, 7));
                    !page.isEmpty();
                    page = await(f.register.read(page.getLast().sequence(), 7))) {
                exported.addAll(page);
            }
            assertThat(exported)
                    .extracting(LoggedEvent::sequence)
                    .isEqualTo(
                            IntStream.rangeClosed(1, 60).mapToObj(Long::valueOf).toList());
            other.now.set(f.now.get());
            await(other.register.renew());

            var backwards = exported.reversed();
            await(other.register.restore(backwards.subList(0, 30)));
            await(other.register.restore(backwards));

            assertThat(other.register.position().sequence()).isEqualTo(60);
            for (int i = 0; i < 30; i++) {
                assertThat(other.profile("u-" + i)).isEqualTo(f.profile("u-" + i));
                assertThat(other.profile("p-" + i % 7)).isEqualTo(f.profile("p-" + i % 7));
            }
            assertThat(other.held("u-3").getFirst().events())
                    .extracting(LoggedEvent::event)
                    .containsExactlyInAnyOrderElementsOf(f.held("u-3").getFirst().events().stream()
                            .map(LoggedEvent::event)
                            .toList());
            assertThat(other.held("u-3").getFirst().events().getFirst().evidence())
                    .isEqualTo(EVIDENCE);

            other.now.set(START.minusSeconds(1));
            var early = exported.getFirst();
            var future = new LoggedEvent(1, 0, early.keys(), later(early.event()), early.effect(), Evidence.NONE);
            assertThat(await(other.register.restore(List.of(future))).results())
                    .containsExactly(new Refused(Refusal.RECEIVED_IN_FUTURE));
            assertThatThrownBy(() -> f.register.read(0, 0)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    private static RecordedEvent later(RecordedEvent event) {
        return new RecordedEvent(
                "later", event.change(), null, event.timing(), START.plusSeconds(3600), event.proven());
    }

    @Test
    void erasureDeletesTheEvidenceOfItsSubjectAndOfNobodyElse() {
        try (var f = Fixture.open(database, folder)) {
            f.append(grant("ev-1", MARY, "u-1"), grant("ev-2", "john@example.com"));
            f.append(grant("ev-3", "u-1"), event("ev-4", new Change.Erased(), Timing.ON_ARRIVAL, MARY));
            f.pass(Duration.ofMillis(1));
            f.append(grant("ev-5", "u-1"));

            assertThat(f.held(MARY).getFirst().events())
                    .extracting(LoggedEvent::evidence)
                    .containsExactly(Evidence.NONE, Evidence.NONE, Evidence.NONE, EVIDENCE);
            assertThat(f.held("john@example.com").getFirst().events())
                    .extracting(LoggedEvent::evidence)
                    .containsExactly(EVIDENCE);
        }
    }

    /** The database writes the first events of a large call while the others are merged. */
    @Test
    void theLastEventsOfACallMeetTheFirst() {
        try (var f = Fixture.open(database, folder)) {
            var call = new ArrayList<ConsentEvent>();
            call.add(grant("ev-1", MARY));
            call.add(grant("ev-2", "u-1"));
            call.add(grant("ev-3", "u-2"));
            for (int i = 4; i <= 12; i++) {
                call.add(grant("ev-" + i, "p-" + i));
            }
            call.add(grant("ev-13", MARY, "u-1"));
            call.add(grant("ev-1", MARY));
            call.add(event("ev-14", new Change.Erased(), Timing.ON_ARRIVAL, "u-1"));
            call.add(withdrawal("ev-15", "u-2"));

            var results = f.append(call.toArray(ConsentEvent[]::new));

            assertThat(results.get(13)).isEqualTo(results.getFirst());
            var held = f.held(MARY, "u-1");
            assertThat(held).hasSize(1);
            assertThat(held.getFirst().events())
                    .extracting(LoggedEvent::sequence)
                    .containsExactly(1L, 2L, 13L, 14L);
            assertThat(held.getFirst().events())
                    .extracting(LoggedEvent::evidence)
                    .containsOnly(Evidence.NONE);
            assertThat(f.profile("u-1").erased()).isTrue();
            assertThat(f.newsletter("u-2")).isEqualTo(ConsentState.WITHDRAWN);
            assertThat(f.held("p-12").getFirst().events().getFirst().evidence()).isEqualTo(EVIDENCE);
        }
    }

    @Test
    void refusesWhatWouldMakeOnePersonOfMany() {
        try (var f = Fixture.open(database, folder)) {
            var many = IntStream.range(0, 17).mapToObj(i -> "u-" + i).toArray(String[]::new);
            assertThat(f.append(grant("ev-0", many))).containsExactly(new Refused(Refusal.TOO_MANY_IDENTIFIERS));
            assertThat(f.number("u-0")).isEqualTo(ConsentView.UNKNOWN);
            for (int i = 0; i < 63; i++) {
                assertThat(f.append(grant("ev-" + i, "0", "u-" + i)).getFirst()).isInstanceOf(Appended.class);
            }
            var results = f.append(grant("ev-64", "0", "u-64"), withdrawal("ev-65", "0"));

            assertThat(results.getFirst()).isEqualTo(new Refused(Refusal.TOO_MANY_KEYS));
            assertThat(results.getLast()).isInstanceOf(Appended.class);
            assertThat(f.number("u-64")).isEqualTo(ConsentView.UNKNOWN);
            assertThat(f.held("0").getFirst().keys()).hasSize(64);
        }
    }

    @Test
    void aSubjectWithManyEventsKeepsOnlyThoseThatMatterForTheNext() throws SQLException {
        try (var f = Fixture.open(database, folder)) {
            for (int i = 0; i < 40; i++) {
                f.append(
                        grant("g-" + i, MARY), withdrawal("w-" + i, "u-" + i % 4), grant("l-" + i, MARY, "u-" + i % 4));
                f.pass(Duration.ofMillis(1));
            }
            try (var connection = f.store.dataSource().getConnection();
                    var statement = connection.createStatement();
                    var rows = statement.executeQuery("SELECT live FROM subject WHERE subject = 1")) {
                assertThat(rows.next()).isTrue();
                assertThat(Subjects.unpack(rows.getBytes(1))).hasSize(2);
            }
            assertThat(f.held(MARY).getFirst().events()).hasSize(120);
            assertThat(f.held(MARY).getFirst().profile()).isEqualTo(f.profile(MARY));
            assertThat(f.append(withdrawal("w-3", "u-3")))
                    .containsExactly(f.append(withdrawal("w-3", "u-3")).getFirst());
            assertThat(f.register.position().sequence()).isEqualTo(120);
            assertThat(f.newsletter(MARY)).isEqualTo(ConsentState.WITHDRAWN);
        }
    }
}
