package io.activationgateway.consent.register;

import static io.activationgateway.consent.register.Fixture.START;
import static io.activationgateway.consent.register.Fixture.await;
import static io.activationgateway.consent.register.Fixture.event;
import static io.activationgateway.consent.register.Fixture.grant;
import static io.activationgateway.consent.register.Fixture.grantUntil;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.activationgateway.consent.event.Change;
import io.activationgateway.consent.event.ConsentEvent;
import io.activationgateway.consent.event.Timing;
import io.activationgateway.consent.profile.AgeBand;
import io.activationgateway.consent.profile.ConsentState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** A minor's date of birth counts as long as it is known, and an erasure destroys all that it follows from. */
@ParameterizedClass
@EnumSource(Database.class)
class BirthTest {

    private static final String MARY = "mary@example.com";
    private static final String JOHN = "john@example.com";
    private static final LocalDate MARYS = LocalDate.parse("2012-03-05");
    private static final LocalDate JOHNS = LocalDate.parse("2011-07-09");

    @Parameter
    private Database database;

    @TempDir
    private Path folder;

    @Test
    void anErasureDestroysTheDateAndAllThatTellsIt() throws SQLException {
        try (var f = Fixture.open(database, folder)) {
            f.append(born("b-1", MARYS, MARY, "u-1"), born("b-2", JOHNS, JOHN));
            f.append(grantUntil("g-1", START.plusSeconds(60), "u-1"), grant("g-2", JOHN));
            assertThat(f.profile(MARY).age()).isEqualTo(AgeBand.AGE_14);
            var known = dump(f);
            assertThat(traces(MARYS)).filteredOn(known::contains).hasSizeGreaterThan(4);

            f.append(grant("g-3", MARY), erasure("e-1", "u-1"));

            assertErased(f);
        }
        try (var f = Fixture.open(database, folder)) {
            assertErased(f);
            // The same event again, as a sender repeats it, and one that links another key.
            f.append(born("b-1", MARYS, MARY, "u-1"), grant("g-4", MARY, "u-2"));
            assertErased(f);
            assertThat(f.profile("u-2")).isEqualTo(f.profile(MARY));
            assertThat(f.register.position().sequence()).isEqualTo(7);
        }
    }

    private static void assertErased(Fixture f) throws SQLException {
        var left = dump(f);
        assertThat(traces(MARYS)).filteredOn(left::contains).isEmpty();
        assertThat(traces(JOHNS)).filteredOn(left::contains).hasSizeGreaterThan(4);
        assertThat(f.profile(MARY).erased()).isTrue();
        assertThat(f.profile(MARY).age()).isEqualTo(AgeBand.UNDER_13);
        assertThat(f.profile(JOHN).age()).isEqualTo(AgeBand.AGE_14);
        var held = f.held(MARY).getFirst();
        assertThat(held.events()).noneMatch(each -> each.event().tellsBirth());
        assertThat(held.profile()).isEqualTo(f.profile(MARY));
        assertThat(held.due()).hasSize(5);
        assertThat(f.held(JOHN).getFirst().events())
                .extracting(each -> each.event().change())
                .contains(new Change.Born(JOHNS));
    }

    @Test
    void countsAfterARestartAndFallsDueAsIfItStoodInTheLog() {
        try (var f = Fixture.open(database, folder)) {
            f.append(born("b-1", MARYS, MARY));
            f.append(grantUntil("g-1", START.plusSeconds(60), MARY));
        }
        try (var f = Fixture.open(database, folder)) {
            assertThat(f.profile(MARY).age()).isEqualTo(AgeBand.AGE_14);
            assertThat(f.newsletter(MARY)).isEqualTo(ConsentState.GRANTED);
            f.pass(Duration.ofSeconds(60));
            await(f.register.renew());
            assertThat(f.newsletter(MARY)).isEqualTo(ConsentState.EXPIRED);
            f.pass(Duration.between(
                    f.now.get(),
                    MARYS.plusYears(15).atStartOfDay(ZoneOffset.ofHours(-12)).toInstant()));
            await(f.register.renew());
            assertThat(f.profile(MARY).age()).isEqualTo(AgeBand.AGE_15);
        }
    }

    /** A lapse that the destroyed part of a row told stands in its public part as well. */
    @Test
    void anotherRegisterThatTakesTheLogBackSaysTheSame() throws IOException {
        var logged = new ArrayList<LoggedEvent>();
        try (var f = Fixture.open(database, folder);
                var other = Fixture.open(database, Files.createDirectory(folder.resolve("other")))) {
            f.append(born("b-1", MARYS, MARY), born("b-2", JOHNS, JOHN), erasure("e-1", MARY));
            f.pass(Duration.ofDays(400));
            await(f.register.renew());
            f.append(grant("g-1", MARY));
            logged.addAll(await(f.register.read(0, 9)));
            other.now.set(f.now.get());
            await(other.register.renew());

            await(other.register.restore(logged));

            for (var person : List.of(MARY, JOHN)) {
                assertThat(other.profile(person)).isEqualTo(f.profile(person));
                assertThat(other.held(person).getFirst().due())
                        .isEqualTo(f.held(person).getFirst().due());
            }
            assertThat(other.profile(JOHN).age()).isEqualTo(AgeBand.AGE_15);
        }
    }

    @Test
    void aDateThatWasChangedInTheDatabaseIsNotBelieved() throws SQLException {
        try (var f = Fixture.open(database, folder)) {
            f.append(born("b-1", MARYS, MARY));
            f.execute("UPDATE birth SET born = born - 4000");
        }
        assertThatThrownBy(() -> Fixture.open(database, folder))
                .hasStackTraceContaining("restore the database from a backup");
    }

    private static ConsentEvent born(String id, LocalDate on, String... identifiers) {
        return event(id, new Change.Born(on), Timing.ON_ARRIVAL, identifiers);
    }

    private static ConsentEvent erasure(String id, String... identifiers) {
        return event(id, new Change.Erased(), Timing.ON_ARRIVAL, identifiers);
    }

    /** The date, and the instants at which somebody born then turns an age, as they may stand in a dump. */
    private static List<String> traces(LocalDate born) {
        var traces = new ArrayList<String>();
        traces.add(born.toString());
        traces.addAll(codings(born.toEpochDay()));
        for (int age : new int[] {13, 14, 15, 16, 18}) {
            var turns =
                    born.plusYears(age).atStartOfDay(ZoneOffset.ofHours(-12)).toInstant();
            traces.addAll(codings(turns.toEpochMilli()));
            traces.addAll(codings(turns.getEpochSecond()));
        }
        return traces;
    }

    private static List<String> codings(long number) {
        return List.of(" " + number + " ", HexFormat.of().toHexDigits(number).toLowerCase(Locale.ROOT));
    }

    private static String dump(Fixture f) throws SQLException {
        var dump = new StringBuilder();
        for (var table : List.of(
                "consent_log", "birth", "subject_key", "subject", "due", "profile", "evidence", "log_head", "node")) {
            try (var connection = f.store.dataSource().getConnection();
                    var statement = connection.createStatement();
                    var rows = statement.executeQuery("SELECT * FROM " + table)) {
                int columns = rows.getMetaData().getColumnCount();
                while (rows.next()) {
                    for (int i = 1; i <= columns; i++) {
                        var value = rows.getObject(i);
                        dump.append(' ')
                                .append(
                                        value instanceof byte[] bytes
                                                ? HexFormat.of().formatHex(bytes)
                                                : value)
                                .append(' ');
                    }
                }
            }
        }
        return dump.toString();
    }
}
