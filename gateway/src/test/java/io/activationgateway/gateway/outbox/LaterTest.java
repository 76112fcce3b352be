package io.activationgateway.gateway.outbox;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.activationgateway.connectors.Operation;
import io.activationgateway.consent.identity.SubjectKey;
import io.activationgateway.gateway.outbox.Later.Effect;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** What a forwarded record does to an older one of the same destination, rule by rule. */
class LaterTest {

    private static final SubjectKey ADA = new SubjectKey(1, 1);
    private static final SubjectKey HOUSEHOLD = new SubjectKey(2, 2);
    private static final SubjectKey BEN = new SubjectKey(3, 3);

    @ParameterizedTest
    @CsvSource({
        "ADD, spring, ADD, spring, ENDED",
        "ADD, spring, REMOVE, spring, ENDED",
        "REMOVE, spring, ADD, spring, ENDED",
        "REMOVE, spring, REMOVE, spring, ENDED",
        "ADD, spring, ADD, autumn, NONE",
        "REMOVE, spring, ADD, autumn, NONE",
        "ADD, spring, UPSERT, , NONE",
        "REMOVE, spring, TRACK, , NONE",
        "REMOVE, spring, SUBSCRIBE, , NONE",
        "SUBSCRIBE, , UNSUBSCRIBE, , ENDED",
        "UNSUBSCRIBE, , SUBSCRIBE, , ENDED",
        "UNSUBSCRIBE, , ADD, spring, NONE",
        "UNSUBSCRIBE, , UPSERT, , NONE",
        "UPSERT, , ADD, spring, NONE",
        "UPSERT, , SUBSCRIBE, , NONE",
        "SUPPRESS, , ADD, spring, NONE"
    })
    void ofTheSamePerson(Operation later, String audience, Operation older, String of, Effect expected) {
        var entry = waiting(ADA);
        assertThat(later(later, audience, ADA).to(entry, activation(older, of))).isEqualTo(expected);
        assertThat(entry.state).isEqualTo(expected == Effect.ENDED ? RecordState.SUPERSEDED : RecordState.WAITING);
    }

    @ParameterizedTest
    @EnumSource
    void anErasureEndsEverythingOlder(Operation older) {
        var entry = waiting(ADA);
        later(Operation.ERASE, null, ADA).to(entry, activation(older, older.needsAudience() ? "spring" : null));
        assertThat(entry.state).isEqualTo(RecordState.SUPERSEDED);
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "ERASE")
    void nothingElseEndsAnEvent(Operation later) {
        var entry = waiting(ADA);
        var effect =
                later(later, later.needsAudience() ? "spring" : null, ADA).to(entry, activation(Operation.TRACK, null));
        assertThat(effect).isEqualTo(Effect.NONE);
        assertThat(entry.state).isEqualTo(RecordState.WAITING);
    }

    @Test
    void aProfileTakesOutWhatItWroteAndEndsWhatIsEmptyThen() {
        var older = activation(Operation.UPSERT, null);
        var entry = waiting(ADA);
        assertThat(writing("city").to(entry, older)).isEqualTo(Effect.REDUCED);
        assertThat(new String(entry.row, UTF_8)).isEqualTo("{\"email\":\"ada\",\"plan\":\"gold\"}");
        assertThat(writing("plan", "email").to(entry, older)).isEqualTo(Effect.ENDED);
        assertThat(entry.state).isEqualTo(RecordState.SUPERSEDED);
    }

    @Test
    void aDeadLetterEndsLikeWhatWaits() {
        var entry = waiting(ADA);
        entry.die("vendor.unavailable", 7);
        later(Operation.REMOVE, "spring", ADA).to(entry, activation(Operation.ADD, "spring"));
        assertThat(entry.state).isEqualTo(RecordState.SUPERSEDED);
    }

    @Test
    void whatTakesAwayReachesWhoeverSharesAnIdentifier() {
        var add = activation(Operation.ADD, "spring");
        assertThat(later(Operation.REMOVE, "spring", HOUSEHOLD).to(waiting(ADA, HOUSEHOLD), add))
                .isEqualTo(Effect.ENDED);
        assertThat(later(Operation.ADD, "spring", HOUSEHOLD).to(waiting(ADA, HOUSEHOLD), add))
                .isEqualTo(Effect.NONE);
        assertThat(later(Operation.REMOVE, "spring", BEN).to(waiting(ADA, HOUSEHOLD), add))
                .isEqualTo(Effect.NONE);
    }

    private static Later later(Operation operation, String audience, SubjectKey key) {
        return new Later(operation, audience, "newsletter", List.of(key), Set.of("city"));
    }

    private static Later writing(String... columns) {
        return new Later(Operation.UPSERT, null, "newsletter", List.of(ADA), Set.of(columns));
    }

    private static Entry waiting(SubjectKey... keys) {
        var entry = new Entry(0, RecordState.WAITING, "", Entry.halves(List.of(keys)), "a");
        entry.row = "{\"email\":\"ada\",\"city\":\"Ulm\",\"plan\":\"gold\"}".getBytes(UTF_8);
        return entry;
    }

    private static StoredActivation activation(Operation operation, String audience) {
        return new StoredActivation(
                "01JTF3Z6M0R6S4Q0V3T5W7X9YA",
                "crm",
                "hook",
                "newsletter",
                operation,
                audience,
                Set.of("email"),
                false,
                "{}",
                Instant.EPOCH,
                Instant.EPOCH);
    }
}
