package io.activationgateway.gateway.screening;

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
import io.activationgateway.gateway.screening.WhatIfReport.Change;
import io.activationgateway.residency.document.PolicyDocuments;
import io.activationgateway.residency.document.PolicyFiles;
import io.activationgateway.residency.policy.PolicySet;
import io.activationgateway.residency.table.Direction;
import io.activationgateway.residency.table.PolicyTable;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.BitSet;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the record keeps of traffic, and what is told of it under another policy. */
class TrafficRecordTest {

    private static final Instant NOW = Instant.parse("2026-11-20T07:00:00Z");
    private static final PolicyFiles FILES =
            PolicyFiles.below(List.of(Path.of("../deploy/policies"))).withPacks();
    private static final PolicyTable TABLE = PolicyTable.compile(policies(FILES), NOW);
    private static final List<String> COUNTRIES = List.of("DE", "FR", "IT", "ES", "NL", "AT", "PL", "SE");
    private static final List<String> FIELDS = List.of("first_name", "user_id", "birth_date", "churn_score");

    private final NobodyKnown view = new NobodyKnown();

    @Test
    void itHoldsNoMoreThanItMayAndForgetsTheOldestFirst() {
        var record = new TrafficRecord(20, view, () -> NOW);
        var recorder = record.recorder();
        for (int shape = 0; shape < 1 << FIELDS.size(); shape++) {
            screen(recorder, shape, "DE");
            screen(recorder, shape, "FR");
        }
        screen(recorder, 0, "SE");
        screen(recorder, 0, "SE");

        var all = record.all();
        assertThat(all.counts()).hasSizeLessThanOrEqualTo(20);
        assertThat(all.counts().keySet()).anyMatch(feature -> "SE".equals(feature.country()));
        assertThat(all.rows()).isLessThanOrEqualTo(all.screened());
        assertThat(all.screened()).isLessThan(2L << FIELDS.size());
    }

    @Test
    void whatAllEventLoopsCountedIsAddedUp() {
        var record = new TrafficRecord(1_000, view, () -> NOW);
        var one = record.recorder();
        var other = record.recorder();
        screen(one, 1, "DE");
        screen(other, 1, "DE");

        assertThat(record.all().counts()).hasSize(1).containsValue(2L);
    }

    @Test
    void aStateIsPartOfTheFeatureAndWhatIsNoCodeIsNot() {
        var record = new TrafficRecord(1_000, view, () -> NOW);
        var recorder = record.recorder();
        screen(recorder, 1, "US-CA");
        screen(recorder, 1, "Ada Lovelace");
        screen(recorder, 1, "US-GOLDEN");

        assertThat(record.all().counts().keySet()).extracting(Feature::country).containsOnly("US-CA", null);
    }

    @Test
    void columnsThatMayHoldAnAddressAreNotKept() {
        var record = new TrafficRecord(1_000, view, () -> NOW);
        var recorder = record.recorder();
        var name = "x".repeat(41);
        recorder.add(
                screened("{\"id\":\"1\",\"country\":\"DE\",\"ada@example.com\":1,\"p491701234567\":2,\"" + name
                        + "\":3,\"shoe_size\":38}"),
                errand("crm"));

        assertThat(record.all().columns()).containsOnlyKeys("shoe_size");
    }

    @Test
    void eachSourceHasRoomForAThousandColumns() {
        var record = new TrafficRecord(1_000, view, () -> NOW);
        var recorder = record.recorder();
        for (int column = 0; column < 1_100; column += 10) {
            var body = new StringBuilder("{\"id\":\"1\",\"country\":\"DE\"");
            for (int i = column; i < column + 10; i++) {
                body.append(",\"col_").append(i).append("\":1");
            }
            recorder.add(screened(body.append('}').toString()), errand("chatty"));
        }
        recorder.add(screened("{\"id\":\"1\",\"country\":\"DE\",\"shoe_size\":38}"), errand("crm"));

        assertThat(record.columns().get("chatty")).hasSize(1_000).contains("col_0", "col_999");
        assertThat(record.columns().get("crm")).containsExactly("shoe_size");
    }

    @Test
    void theSamePolicyChangesNothingAndAClosedRouteChangesEverythingOnIt() {
        var record = new TrafficRecord(10_000, view, () -> NOW);
        var recorder = record.recorder();
        for (var country : COUNTRIES) {
            for (int shape = 0; shape < 1 << FIELDS.size(); shape++) {
                screen(recorder, shape, country);
            }
        }
        long rows = (long) COUNTRIES.size() << FIELDS.size();

        var same = WhatIf.compare(record, view, TABLE, TABLE);
        assertThat(same.flips()).isEmpty();
        assertThat(same.same()).isEqualTo(rows);
        var elsewhere = PolicyTable.compile(policies(without("iterable-eu")), NOW);
        var closed = WhatIf.compare(record, view, TABLE, elsewhere);
        assertThat(closed.decided()).isEqualTo(rows);
        assertThat(closed.count(Change.OTHER_REASON)).isEqualTo(rows);
        assertThat(closed.flips().getFirst().kind().after()).isEqualTo("gap.destination");
        assertThat(WhatIf.compare(record, view, elsewhere, TABLE).count(Change.OTHER_REASON))
                .isEqualTo(rows);
    }

    /** What takes away follows whom the recipient was sent: a mechanism that ends is no change for them. */
    @Test
    void aRemovalOfSomebodyWhoWasSentIsAnsweredAsItWouldBe() {
        var record = new TrafficRecord(1_000, view, () -> NOW);
        var recorder = record.recorder();
        var removal = screened(
                "{\"id\":\"1\",\"email\":\"ada@example.com\",\"country\":\"DE\"}\n"
                        + "{\"id\":\"2\",\"email\":\"bob@example.com\",\"country\":\"DE\"}",
                "webhook-gb",
                Direction.REMOVE);
        var ada = new BitSet();
        ada.set(0);
        recorder.add(
                removal.recalling(new Recalled(ada, 1), view),
                new TrafficRecord.Errand("crm", "webhook-gb", "email-newsletter", Direction.REMOVE, "acme-eu"));

        var report = WhatIf.compare(record, view, TABLE, TABLE.asOf(Instant.parse("2032-01-01T00:00:00Z")));

        assertThat(report.decided()).isEqualTo(2);
        assertThat(report.same()).isEqualTo(1);
        assertThat(report.flips()).singleElement().satisfies(flip -> {
            assertThat(flip.kind().after()).isEqualTo("transfer.lapsed");
            assertThat(flip.kind().change()).isEqualTo(Change.NEWLY_WITHHELD);
        });
    }

    private void screen(TrafficRecord.Recorder recorder, int shape, String country) {
        var body = new StringBuilder("{\"id\":\"1\",\"email\":\"x@example.com\",\"country\":\"" + country + "\"");
        for (int field = 0; field < FIELDS.size(); field++) {
            if ((shape & 1 << field) != 0) {
                body.append(",\"").append(FIELDS.get(field)).append("\":\"1990-01-01\"");
            }
        }
        recorder.add(screened(body.append('}').toString()), errand("crm"));
    }

    private static TrafficRecord.Errand errand(String source) {
        return new TrafficRecord.Errand(source, "iterable-eu", "email-newsletter", Direction.DISCLOSE, "acme-eu");
    }

    private ScreenedBatch screened(String body) {
        return screened(body, "iterable-eu", Direction.DISCLOSE);
    }

    private ScreenedBatch screened(String body, String destination, Direction direction) {
        var reading = RowReader.read(
                body.getBytes(StandardCharsets.UTF_8),
                BodyFormat.NDJSON,
                Columns.DEFAULT,
                new CatalogueNames(TABLE),
                Limits.DEFAULT);
        var rows = ((Reading.Parsed) reading).rows();
        var route = TABLE.route(destination, "email-newsletter", direction, "acme-eu");
        var keys = new SubjectKeys(KeyRing.of(PseudonymKey.of(new byte[PseudonymKey.LENGTH])));
        return new Screening(view, keys)
                .screen(
                        rows,
                        TABLE,
                        route,
                        new Occasion("acme-eu", NOW),
                        RowSignals.read(rows, SignalDemands.NONE, false, NOW));
    }

    /** Without a destination and the examples that name it. */
    private static PolicyFiles without(String destination) {
        var files = FILES.without("Destination", destination);
        for (var example : policies(FILES).examples()) {
            if (example.given().destination().equals(destination)) {
                files = files.without("Example", example.name());
            }
        }
        return files;
    }

    private static PolicySet policies(PolicyFiles files) {
        return switch (PolicyDocuments.read(0, files)) {
            case PolicyDocuments.Loaded loaded -> loaded.policies();
            case PolicyDocuments.Rejected(var errors) -> throw new AssertionError(errors.toString());
        };
    }
}
