package io.activationgateway.gateway.optout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.activationgateway.consent.identity.IdentifierType;
import io.activationgateway.consent.identity.KeyRing;
import io.activationgateway.consent.identity.PseudonymKey;
import io.activationgateway.consent.identity.SubjectKey;
import io.activationgateway.consent.register.RegisterStore;
import io.activationgateway.gateway.region.Await;
import io.activationgateway.gateway.region.SettableClock;
import io.activationgateway.gateway.region.TestDatabase;
import io.activationgateway.gateway.storage.Tables;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What holds on every database. */
@ParameterizedClass
@EnumSource
class DisclosuresTest {

    private static final KeyRing RING = KeyRing.of(key(1), key(2));
    private static final EntrySeal SEAL = new EntrySeal(RING);
    private static final SubjectKey MAIL = new SubjectKey(1, 2);
    private static final SubjectKey PHONE = new SubjectKey(3, 4);
    private static final SentIdentifier ADDRESS =
            new SentIdentifier(IdentifierType.EMAIL, "email", "ada.lovelace@example.com");

    @Parameter
    TestDatabase kind;

    @TempDir
    Path folder;

    private final SettableClock clock = new SettableClock();
    private final List<Disclosures> nodes = new ArrayList<>();
    private RegisterStore database;
    private DisclosureStore store;
    private EntryLookup lookup;

    @BeforeEach
    void open() {
        database = kind.open(folder, clock);
        var tables = Tables.open(database, "optout", "optout_schema_history");
        store = new DisclosureStore(tables, SEAL);
        lookup = new EntryLookup(tables);
    }

    @AfterEach
    void close() {
        nodes.forEach(Disclosures::close);
        database.close();
    }

    @Test
    void whatWasWrittenIsKnownAlsoToANodeThatStartsLater() throws SQLException {
        var here = node().recipient("crm-de");
        assertThat(here.has(7, 1)).isFalse();

        here.write(List.of(of(7, 1, MAIL))).toCompletableFuture().join();

        assertThat(here.has(7, 1)).isTrue();
        assertThat(here.has(7, 2)).as("in another form").isFalse();
        assertThat(node().recipient("crm-de").has(7, 1)).isTrue();
        assertThat(node().recipient("crm-gb").has(7, 1))
                .as("another destination")
                .isFalse();
    }

    @Test
    void whatAnotherNodeHasWrittenIsNotWrittenAgain() throws SQLException {
        var one = node().recipient("crm-de");
        var other = node().recipient("crm-de");

        one.write(List.of(of(7, 1, MAIL))).toCompletableFuture().join();
        other.write(List.of(of(7, 1, MAIL), of(7, 1, MAIL), of(8, 1, PHONE)))
                .toCompletableFuture()
                .join();

        assertThat(other.has(7, 1)).isTrue();
        assertThat(lookup.of(List.of(MAIL))).hasSize(1);
    }

    @Test
    void aPersonIsFoundByEachKey() throws SQLException {
        node().recipient("crm-de")
                .write(List.of(of(7, 1, MAIL, PHONE)))
                .toCompletableFuture()
                .join();

        for (var key : List.of(MAIL, PHONE)) {
            assertThat(lookup.of(List.of(key))).singleElement().satisfies(entry -> {
                assertThat(entry.destination()).isEqualTo("crm-de");
                assertThat(entry.since()).isEqualTo(clock.instant());
                assertThat(SEAL.open(entry.identifiers())).containsExactly(ADDRESS);
            });
        }
        assertThat(lookup.of(List.of(new SubjectKey(1, 3)))).isEmpty();
    }

    /** Or the next disclosure to somebody who was erased would not be written. */
    @Test
    void whatIsDestroyedIsForgottenByEveryNodeBeforeAndIsWrittenAgain() throws SQLException {
        var one = node();
        var other = node();
        for (var node : List.of(one, other)) {
            node.recipient("crm-de")
                    .write(List.of(of(7, 1, MAIL)))
                    .toCompletableFuture()
                    .join();
        }
        var entry = lookup.of(List.of(MAIL)).getFirst();
        Tables.open(database, "optout", "optout_schema_history")
                .write((connection, now) -> DisclosureStore.go(connection, List.of(entry.id()), now));
        other.hear();

        assertThat(other.recipient("crm-de").has(7, 1)).isFalse();
        assertThat(store.destroy(_ -> false)).as("others may not have asked").isZero();
        clock.pass(Disclosures.GOING);
        assertThat(store.destroy(_ -> false)).isOne();
        assertThat(lookup.of(List.of(MAIL))).isEmpty();
        other.recipient("crm-de")
                .write(List.of(of(7, 1, MAIL)))
                .toCompletableFuture()
                .join();
        assertThat(lookup.of(List.of(MAIL))).singleElement().isNotEqualTo(entry);
    }

    @Test
    void whoCameBackKeepsTheEntry() throws SQLException {
        node().recipient("crm-de")
                .write(List.of(of(7, 1, MAIL)))
                .toCompletableFuture()
                .join();
        var entry = lookup.of(List.of(MAIL)).getFirst();
        Tables.open(database, "optout", "optout_schema_history")
                .write((connection, now) -> DisclosureStore.go(connection, List.of(entry.id()), now));
        clock.pass(Disclosures.GOING);

        assertThat(store.destroy(keys -> keys.contains(MAIL))).isOne();

        assertThat(lookup.of(List.of(MAIL))).hasSize(1);
    }

    /** Or the opt-out would not be said again after a request that may still take effect. */
    @Test
    void anOptOutWaitsUntilItIsWrittenThatARequestHadNoClearEnd() throws SQLException {
        var recipient = node().recipient("crm-de");
        recipient.write(List.of(of(7, 1, MAIL))).toCompletableFuture().join();
        var request = recipient.opened((_, keys) -> keys.contains(MAIL));
        change("ALTER TABLE disclosure ADD CONSTRAINT clear_end CHECK (unsure_millis IS NULL)");

        request.ended(List.of(7L));
        recipient.write(List.of(of(8, 1, PHONE))).toCompletableFuture().join();

        assertThat(recipient.isCarrying(0, Set.of(MAIL))).isTrue();
        change("ALTER TABLE disclosure DROP CONSTRAINT clear_end");
        Await.until("it is written", () -> !recipient.isCarrying(0, Set.of(MAIL)));
        assertThat(lookup.of(List.of(MAIL)))
                .singleElement()
                .satisfies(entry -> assertThat(entry.unsure()).isNotNull());
    }

    private void change(String sql) throws SQLException {
        try (var connection = database.dataSource().getConnection();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Test
    void aNodeThatHearsNothingTakesNothingAsNoted() throws SQLException {
        var deaf = node();
        var recipient = deaf.recipient("crm-de");
        assertThat(recipient.isCurrent()).isTrue();
        deaf.close();

        clock.tick(Duration.ofSeconds(11));

        assertThat(recipient.isCurrent()).isFalse();
    }

    @Test
    void thousandsAreWrittenAndReadBack() throws SQLException {
        var all = LongStream.range(0, 12_000)
                .mapToObj(print -> of(print, 1, new SubjectKey(print, 1)))
                .toList();

        node().recipient("crm-de").write(all).toCompletableFuture().join();

        var restarted = node().recipient("crm-de");
        assertThat(all).allMatch(each -> restarted.has(each.print(), 1));
    }

    @Test
    void keysOfAnEarlierGenerationAreBroughtToTheNewOne() throws SQLException {
        var keys = new KeyFollower(Tables.open(database, "optout", "optout_schema_history"), RING, SEAL);
        node().recipient("crm-de")
                .write(List.of(of(7, 1, MAIL, PHONE)))
                .toCompletableFuture()
                .join();

        assertThat(keys.step(1)).isTrue();

        assertThat(keys.step(1)).as("nothing is left").isFalse();
        assertThat(lookup.of(List.of(MAIL))).isEmpty();
        assertThat(lookup.of(List.of(RING.wrap(PHONE, 0, 1)))).hasSize(1);
    }

    @Test
    void whomARecipientWasSentIsAskedByKeyAndOnlyThere() throws SQLException {
        var node = node();
        var recipient = node.recipient("crm-de");
        recipient.write(List.of(of(7, 1, MAIL))).toCompletableFuture().join();
        var asked = List.of(MAIL, PHONE);
        var written = clock.instant();

        assertThat(recipient.sent(0, asked, Instant.MAX)).containsExactly(MAIL);
        assertThat(recipient.sent(0, asked, written)).containsExactly(MAIL);
        assertThat(recipient.sent(0, asked, written.minusMillis(1))).isEmpty();
        assertThat(node.recipient("crm-gb").sent(0, asked, Instant.MAX)).isEmpty();
        assertThatThrownBy(() -> recipient.sent(1, asked, Instant.MAX))
                .as("a miss would say nothing while the keys are being changed")
                .isInstanceOf(SQLException.class);
    }

    @Test
    void whoIsGoingIsNobodyAnyMoreAndEveryNodeHearsOfTheDeparture() throws SQLException {
        var other = node();
        var recipient = other.recipient("crm-de");
        node().recipient("crm-de")
                .write(List.of(of(7, 1, MAIL)))
                .toCompletableFuture()
                .join();
        other.hear();
        long before = recipient.departures();
        var entry = lookup.of(List.of(MAIL)).getFirst();

        Tables.open(database, "optout", "optout_schema_history")
                .write((connection, now) -> DisclosureStore.go(connection, List.of(entry.id()), now));
        assertThat(recipient.sent(0, List.of(MAIL), Instant.MAX)).isEmpty();
        other.hear();
        long heard = recipient.departures();
        other.hear();

        assertThat(heard).isGreaterThan(before).isEqualTo(recipient.departures());
    }

    private Disclosures node() throws SQLException {
        var node = Disclosures.open(database, RING, 0, clock::ticks);
        nodes.add(node);
        return node;
    }

    private static Disclosed of(long print, long form, SubjectKey... keys) {
        return new Disclosed(print, form, 0, List.of(keys), List.of(ADDRESS));
    }

    private static PseudonymKey key(int filling) {
        var bytes = new byte[32];
        Arrays.fill(bytes, (byte) filling);
        return PseudonymKey.of(bytes);
    }
}
