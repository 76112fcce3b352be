package io.activationgateway.gateway.optout;

import static org.assertj.core.api.Assertions.assertThat;

import io.activationgateway.consent.identity.IdentifierType;
import io.activationgateway.consent.identity.KeyRing;
import io.activationgateway.consent.identity.PseudonymKey;
import io.activationgateway.consent.identity.SubjectKey;
import io.activationgateway.consent.register.RegisterStore;
import io.activationgateway.gateway.region.SettableClock;
import io.activationgateway.gateway.region.TestDatabase;
import io.activationgateway.gateway.storage.RegionSeal;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A database of an earlier program, in which the identifiers of an entry have one seal together. */
class FormerSealsTest {

    private static final PseudonymKey KEY = PseudonymKey.of(new byte[32]);
    private static final SubjectKey ADA = new SubjectKey(1, 2);
    private static final List<SentIdentifier> IDENTIFIERS = List.of(
            new SentIdentifier(IdentifierType.EMAIL, "email", "ada.lovelace@example.com"),
            new SentIdentifier(IdentifierType.PHONE, "phone", "+491701234567"));

    private final SettableClock clock = new SettableClock();

    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource
    void getsSealsOfTheirOwnAtTheNextStart(TestDatabase kind) throws SQLException, IOException {
        try (var database = kind.open(folder, clock)) {
            leave(database);

            try (var opened = Disclosures.open(database, KeyRing.of(KEY), 0, clock::ticks)) {
                var entry = opened.lookup().of(List.of(ADA)).getFirst();
                assertThat(opened.recipient("crm-de").has(7, 1)).isTrue();
                assertThat(opened.seal().open(entry.identifiers())).isEqualTo(IDENTIFIERS);
                assertThat(entry.identifiers().seals()).hasSize(2);
            }
            try (var connection = database.dataSource().getConnection();
                    var rows = connection.createStatement().executeQuery("SELECT count(*) FROM disclosure_former")) {
                assertThat(rows.next()).isTrue();
                assertThat(rows.getInt(1)).isZero();
            }
        }
    }

    private static void leave(RegisterStore database) throws SQLException, IOException {
        Flyway.configure()
                .dataSource(database.dataSource())
                .locations("classpath:db/optout")
                .table("optout_schema_history")
                .baselineOnMigrate(true)
                .baselineVersion("0")
                .target("3")
                .load()
                .migrate();
        try (var connection = database.dataSource().getConnection();
                var entry = connection.prepareStatement("INSERT INTO disclosure (entry, destination, print, form,"
                        + " generation, sealed, since_millis) VALUES (11, 'crm-de', 7, 1, 0, ?, 0)");
                var statement = connection.createStatement()) {
            entry.setBytes(1, sealedTogether());
            entry.executeUpdate();
            statement.executeUpdate("INSERT INTO disclosure_key (key_high, key_low, entry, generation) VALUES ("
                    + ADA.high() + ", " + ADA.low() + ", 11, 0)");
        }
    }

    private static byte[] sealedTogether() throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var out = new DataOutputStream(bytes)) {
            out.writeByte(IDENTIFIERS.size());
            for (var identifier : IDENTIFIERS) {
                out.writeByte(identifier.type().code());
                out.writeUTF(identifier.name());
                out.writeUTF(identifier.value());
            }
        }
        return new RegionSeal(KEY, "activation-gateway disclosure record").seal("entry 11", bytes.toByteArray());
    }
}
