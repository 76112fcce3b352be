package io.activationgateway.gateway.optout;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.activationgateway.consent.identity.IdentifierType;
import io.activationgateway.consent.identity.KeyRing;
import io.activationgateway.consent.identity.PseudonymKey;
import io.activationgateway.consent.identity.SubjectKey;
import io.activationgateway.consent.register.RegisterStore;
import io.activationgateway.gateway.optout.DisclosureStore.Intended;
import io.activationgateway.gateway.region.SettableClock;
import io.activationgateway.gateway.region.TestDatabase;
import io.activationgateway.gateway.storage.Tables;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** How identifiers lie in the region's database: each on its own, until the erasure is through. */
@ParameterizedClass
@EnumSource
class SealedEntriesTest {

    private static final SubjectKey ADA = new SubjectKey(1, 2);
    private static final SubjectKey BOB = new SubjectKey(3, 4);
    private static final List<SentIdentifier> IDENTIFIERS = List.of(
            new SentIdentifier(IdentifierType.EMAIL, "email", "ada.lovelace@example.com"),
            new SentIdentifier(IdentifierType.PHONE, "phone", "+491701234567"),
            new SentIdentifier(IdentifierType.USER_ID, "user_id", "user-ada-1815"));

    @Parameter
    TestDatabase kind;

    @TempDir
    Path folder;

    private final SettableClock clock = new SettableClock();
    private final KeyRing ring = KeyRing.of(key(1), key(2));
    private final EntrySeal seal = new EntrySeal(ring);
    private final AtomicInteger statements = new AtomicInteger();
    private RegisterStore database;
    private Tables tables;
    private DisclosureStore store;
    private EntryLookup lookup;

    @BeforeEach
    void open() {
        database = new WatchedStore(kind.open(folder, clock), method -> {
            if (method.startsWith("execute")) {
                statements.incrementAndGet();
            }
        });
        tables = Tables.open(database, "optout", "optout_schema_history");
        store = new DisclosureStore(tables, seal);
        lookup = new EntryLookup(tables);
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void eachOpensAloneAndOneThatWasMovedWithinTheEntryDoesNot() throws SQLException {
        store.add(List.of(sent("crm-de", 7, ADA)));

        change("UPDATE disclosure SET sealed_email = sealed_phone");

        var sealed = entry(ADA).identifiers();
        assertThat(sealed.kinds()).containsExactly(IdentifierType.EMAIL, IdentifierType.PHONE, IdentifierType.USER_ID);
        assertThat(seal.open(sealed, IdentifierType.PHONE)).isEqualTo(IDENTIFIERS.get(1));
        assertThat(seal.open(sealed, IdentifierType.USER_ID)).isEqualTo(IDENTIFIERS.get(2));
        assertThatIllegalStateException().isThrownBy(() -> seal.open(sealed, IdentifierType.EMAIL));
    }

    @Test
    void oneThatWasMovedToAnotherEntryDoesNotOpen() throws SQLException {
        store.add(List.of(sent("crm-de", 7, ADA), sent("crm-de", 8, BOB)));
        var bob = entry(BOB).id();

        change("UPDATE disclosure SET sealed_email = (SELECT d.sealed_email FROM disclosure d WHERE d.entry <> " + bob
                + ") WHERE entry = " + bob);

        assertThatIllegalStateException().isThrownBy(() -> seal.open(entry(BOB).identifiers()));
        assertThat(seal.open(entry(BOB).identifiers(), IdentifierType.PHONE)).isEqualTo(IDENTIFIERS.get(1));
        assertThat(seal.open(entry(ADA).identifiers())).isEqualTo(IDENTIFIERS);
    }

    @Test
    void noIdentifierStandsInADump() throws SQLException {
        store.add(List.of(sent("crm-de", 7, ADA)));

        assertThat(dump()).contains("crm-de");
        for (var identifier : IDENTIFIERS) {
            assertThat(dump()).doesNotContain(identifier.value());
        }
    }

    /** Or who has an earlier key, and a dump of today, reads them all. */
    @Test
    void everySealFollowsARotationOfThePseudonymKey() throws SQLException {
        store.add(List.of(sent("crm-de", 7, ADA), sent("crm-gb", 7, ADA, BOB)));
        var keys = new KeyFollower(tables, ring, seal);

        assertThat(keys.step(1)).isTrue();
        assertThat(keys.step(1)).as("nothing is left").isFalse();

        var withoutTheFirst = new EntrySeal(KeyRing.of(key(9), key(2)));
        var found = lookup.of(List.of(ring.wrap(ADA, 0, 1)));
        assertThat(found).extracting(Entry::destination).containsExactlyInAnyOrder("crm-de", "crm-gb");
        assertThat(found).allSatisfy(entry -> {
            assertThat(entry.identifiers().generation()).isOne();
            assertThat(withoutTheFirst.open(entry.identifiers())).isEqualTo(IDENTIFIERS);
        });
    }

    @Test
    void oneThatDoesNotOpenHoldsNoRotationUp() throws SQLException {
        store.add(List.of(sent("crm-de", 7, ADA), sent("crm-de", 8, BOB)));
        change("UPDATE disclosure SET sealed_email = sealed_phone WHERE entry = "
                + entry(ADA).id());

        assertThat(new KeyFollower(tables, ring, seal).step(1)).isTrue();

        assertThat(entry(ring.wrap(ADA, 0, 1)).identifiers().generation()).isZero();
        assertThat(seal.open(entry(ring.wrap(BOB, 0, 1)).identifiers())).isEqualTo(IDENTIFIERS);
    }

    @Test
    void nothingOfThemIsLeftWhenTheErasureIsThrough() throws SQLException {
        store.add(List.of(sent("crm-de", 7, ADA), sent("crm-de", 8, BOB)));
        var ada = entry(ADA).id();
        tables.write((connection, now) -> DisclosureStore.go(connection, List.of(ada), now));
        clock.pass(Disclosures.GOING);

        assertThat(store.destroy(_ -> false)).isOne();

        assertThat(lookup.of(List.of(ADA))).isEmpty();
        assertThat(dump()).doesNotContain(Long.toString(ada));
        assertThat(seal.open(entry(BOB).identifiers())).isEqualTo(IDENTIFIERS);
    }

    @Test
    void aThousandNewPeopleTakeNoMoreStatementsThanTwenty() throws SQLException {
        int few = statements(() -> store.add(people(0, 20)));

        assertThat(statements(() -> store.add(people(20, 1_020))))
                .isEqualTo(few)
                .isLessThan(10);
        assertThat(lookup.of(LongStream.range(0, 1_020)
                        .mapToObj(print -> new SubjectKey(print, 1))
                        .toList()))
                .hasSize(1_020);
        int fewGo = statements(() -> destroyed(0, 20));
        assertThat(statements(() -> destroyed(20, 1_020))).isEqualTo(fewGo);
    }

    private void destroyed(int from, int to) throws SQLException {
        var ids = lookup
                .of(LongStream.range(from, to)
                        .mapToObj(print -> new SubjectKey(print, 1))
                        .toList())
                .stream()
                .map(Entry::id)
                .toList();
        tables.write((connection, now) -> DisclosureStore.go(connection, ids, now));
        clock.pass(Disclosures.GOING);
        assertThat(store.destroy(_ -> false)).isEqualTo(to - from);
    }

    @FunctionalInterface
    private interface Work {
        void run() throws SQLException;
    }

    private int statements(Work work) throws SQLException {
        int before = statements.get();
        work.run();
        return statements.get() - before;
    }

    private Entry entry(SubjectKey key) throws SQLException {
        var found = lookup.of(List.of(key));
        assertThat(found).hasSize(1);
        return found.getFirst();
    }

    private void change(String sql) throws SQLException {
        try (var connection = database.dataSource().getConnection();
                var statement = connection.createStatement()) {
            assertThat(statement.executeUpdate(sql)).isPositive();
        }
    }

    /** Every value of the record's tables, binary ones as their bytes. */
    private String dump() throws SQLException {
        var text = new StringBuilder();
        for (var table : List.of("disclosure", "disclosure_key", "disclosure_former")) {
            try (var connection = database.dataSource().getConnection();
                    var statement = connection.createStatement();
                    var rows = statement.executeQuery("SELECT * FROM " + table)) {
                while (rows.next()) {
                    for (int column = 1; column <= rows.getMetaData().getColumnCount(); column++) {
                        var value = rows.getObject(column);
                        text.append(value instanceof byte[] bytes ? new String(bytes, ISO_8859_1) : value)
                                .append('\n');
                    }
                }
            }
        }
        return text.toString();
    }

    private static Collection<Intended> people(long from, long to) {
        return LongStream.range(from, to)
                .mapToObj(print -> sent("crm-de", print, new SubjectKey(print, 1)))
                .toList();
    }

    private static Intended sent(String destination, long print, SubjectKey... keys) {
        return new Intended(destination, new Disclosed(print, 1, 0, List.of(keys), IDENTIFIERS));
    }

    private static PseudonymKey key(int filling) {
        var bytes = new byte[32];
        Arrays.fill(bytes, (byte) filling);
        return PseudonymKey.of(bytes);
    }
}
