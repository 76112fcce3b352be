package io.activationgateway.gateway.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.activationgateway.consent.identity.KeyRing;
import io.activationgateway.consent.identity.PseudonymKey;
import io.activationgateway.consent.identity.SubjectKeys;
import io.activationgateway.consent.signal.SignalDemands;
import io.activationgateway.gateway.ingest.BodyFormat;
import io.activationgateway.gateway.ingest.Columns;
import io.activationgateway.gateway.ingest.Limits;
import io.activationgateway.gateway.ingest.Reading;
import io.activationgateway.gateway.ingest.RowReader;
import io.activationgateway.gateway.screening.CatalogueNames;
import io.activationgateway.gateway.screening.NobodyKnown;
import io.activationgateway.gateway.screening.Occasion;
import io.activationgateway.gateway.screening.RowSignals;
import io.activationgateway.gateway.screening.Screening;
import io.activationgateway.residency.document.PolicyDocuments;
import io.activationgateway.residency.table.Direction;
import io.activationgateway.residency.table.PolicyTable;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PermitsTest {

    private static final Instant NOW = Instant.parse("2026-11-20T07:00:00Z");
    private static final PolicyTable TABLE = PolicyTable.compile(
            ((PolicyDocuments.Loaded) PolicyDocuments.load(Path.of("..", "deploy", "policies"))).policies(), NOW);

    /** By any identifier, in any row: a removal says the shared key only. */
    @Test
    void meetWhereARowNamesSomebodyOfTheOthers() {
        var added = permits(
                "\"user_id\":\"u1\",\"email\":\"ada@example.com\"", "\"user_id\":\"u2\",\"email\":\"bob@example.com\"");

        assertThat(added.meet(permits("\"email\":\"cyd@example.com\"", "\"email\":\"Bob@example.com\"")))
                .isTrue();
        assertThat(added.meet(permits("\"user_id\":\"u1\""))).isTrue();
        assertThat(added.meet(permits("\"email\":\"cyd@example.com\",\"user_id\":\"u3\"")))
                .isFalse();
    }

    private static Permits permits(String... rows) {
        var body = new StringBuilder();
        for (var row : rows) {
            body.append("{\"id\":\"1\",\"country\":\"DE\",").append(row).append("}\n");
        }
        var reading = RowReader.read(
                body.toString().getBytes(StandardCharsets.UTF_8),
                BodyFormat.NDJSON,
                Columns.DEFAULT,
                new CatalogueNames(TABLE),
                Limits.DEFAULT);
        var read = ((Reading.Parsed) reading).rows();
        var keys = new SubjectKeys(KeyRing.of(PseudonymKey.of(new byte[PseudonymKey.LENGTH])));
        // What takes people out may go without their consent.
        var screened = new Screening(new NobodyKnown(), keys)
                .screen(
                        read,
                        TABLE,
                        TABLE.route("iterable-eu", "email-newsletter", Direction.REMOVE, "acme-eu"),
                        new Occasion("acme-eu", NOW),
                        RowSignals.read(read, SignalDemands.NONE, false, NOW));
        return new Permits(screened, IntStream.range(0, rows.length).toArray());
    }
}
