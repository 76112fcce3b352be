package io.activationgateway.gateway.consents;

import static org.assertj.core.api.Assertions.assertThat;

import io.activationgateway.consent.event.Change.Choice;
import io.activationgateway.consent.event.Evidence;
import io.activationgateway.consent.event.EvidenceMethod;
import io.activationgateway.consent.profile.Channel;
import io.activationgateway.consent.profile.ConsentState;
import io.activationgateway.consent.profile.LegalBasis;
import io.activationgateway.consent.profile.PurposeCode;
import io.activationgateway.consent.signal.SignalDemands;
import io.activationgateway.consent.signal.SignalDemands.Required;
import io.activationgateway.consent.signal.SignalField;
import io.activationgateway.consent.signal.TcfDemand;
import io.activationgateway.consent.signal.TcfDemand.Disclosure;
import io.activationgateway.gateway.consents.SignalStatements.Found;
import io.activationgateway.gateway.ingest.BodyFormat;
import io.activationgateway.gateway.ingest.ColumnRole;
import io.activationgateway.gateway.ingest.Columns;
import io.activationgateway.gateway.ingest.Limits;
import io.activationgateway.gateway.ingest.Reading;
import io.activationgateway.gateway.ingest.RowReader;
import io.activationgateway.gateway.screening.CatalogueNames;
import io.activationgateway.gateway.screening.RowSignals;
import io.activationgateway.residency.document.PolicyDocuments;
import io.activationgateway.residency.policy.Purpose;
import io.activationgateway.residency.table.PolicyTable;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the signals of a row may tell the register, and what they may not. */
class SignalStatementsTest {

    private static final Instant NOW = Instant.parse("2026-11-20T10:00:00Z");
    private static final PolicyTable TABLE = samplePolicy();
    private static final String TCF = "CQlH_MAQlH_MAEsACBTRB4FgAPLAAELAAAYgF5wAgAFALzAAoAIAAA.IGSQAwAFALzAZIA";
    private static final String TCF_NO = "CQlH_MAQlH_MAEsACBTRB4FgAIIAAAAAAAYgF5wAQF5gAAAA.IF5wAgAFALzA";
    private static final SignalSource SOURCE = new SignalSource(
            "cmp", "acme-eu", "acme", true, new Evidence("v7", EvidenceMethod.TICKED_BY_USER, "banner", null));

    /** The framework was made for the EEA, Switzerland and the United Kingdom; home decides what may be granted here. */
    @ParameterizedTest
    @CsvSource({
        "DE, true, true",
        "CH, true, true",
        "GB, true, true",
        "US, false, true",
        "TR, false, true",
        "ZZ, false, true",
        "'', false, true",
    })
    void aStringGrantsWhereItsFrameworkHoldsAndRefusesEverywhere(String country, boolean grants, boolean refuses) {
        var purpose = purpose(PurposeCode.AD_TARGETING, Channel.WEB_AD, "acme");

        assertThat(of(purpose, row(country, "\"tcf\":\"" + TCF + "\"")).statements())
                .hasSize(grants ? 1 : 0);
        assertThat(of(purpose, row(country, "\"tcf\":\"" + TCF_NO + "\"")).statements())
                .hasSize(refuses ? 1 : 0);
    }

    @ParameterizedTest
    @CsvSource({
        "DIRECT_MARKETING, EMAIL,  false, true",
        "DIRECT_MARKETING, PUSH,   false, true",
        "PROFILING,        NONE,   true,  true",
        "AD_TARGETING,     WEB_AD, true,  true",
        "SERVICE_MESSAGE,  EMAIL,  false, false",
        "SUPPRESSION_SYNC, NONE,   false, false",
    })
    void aBrowsersSignalGrantsNoMessage(PurposeCode code, Channel channel, boolean byTcf, boolean byCategories) {
        var purpose = purpose(code, channel, "acme");
        var yes =
                "\"segment_consent\":{\"categoryPreferences\":{\"Ads\":true}},\"signal_time\":\"2026-11-01T00:00:00Z\"";

        assertThat(of(purpose, row("DE", "\"tcf\":\"" + TCF + "\"")).statements())
                .hasSize(byTcf ? 1 : 0);
        assertThat(of(purpose, row("DE", yes)).statements()).hasSize(byCategories ? 1 : 0);
    }

    @Test
    void anotherBrandsPurposeIsNotTheSources() {
        var row = row("DE", "\"tcf\":\"" + TCF_NO + "\"");

        assertThat(of(purpose(PurposeCode.AD_TARGETING, Channel.WEB_AD, "other"), row))
                .isEqualTo(Found.NOTHING);
    }

    @Test
    void theEventSaysWhatTheSignalSaysOfThePurposesCell() {
        var purpose = purpose(PurposeCode.AD_TARGETING, Channel.WEB_AD, "acme");

        var event = of(purpose, row("DE", "\"tcf\":\"" + TCF + "\""))
                .statements()
                .getFirst()
                .event();

        assertThat(event.change()).isEqualTo(new Choice(purpose.cell(), ConsentState.GRANTED, LegalBasis.CONSENT));
        assertThat(event.timing().claimed()).isEqualTo(Instant.parse("2026-06-01T00:00:00Z"));
        assertThat(event.timing().expires()).isEqualTo(Instant.parse("2027-07-02T00:00:00Z"));
        assertThat(event.evidence().suffices(LegalBasis.CONSENT)).isTrue();
    }

    /** The same row, signal and time are the same event; each of them apart makes another. */
    @Test
    void theIdFollowsFromRowSignalAndTime() {
        var yes = "\"segment_consent\":{\"categoryPreferences\":{\"Ads\":true}}";
        var at = ",\"signal_time\":\"2026-11-01T00:00:00Z\"";

        var id = id(row("DE", yes + at));

        assertThat(id(row("DE", yes + at))).isEqualTo(id).startsWith("signal:");
        assertThat(id(row("DE", yes + ",\"signal_time\":\"2026-11-01T00:00:01Z\"")))
                .isNotEqualTo(id);
        assertThat(id(row("DE", yes.replace("true", "true,\"Other\":true") + at)))
                .isNotEqualTo(id);
        assertThat(id(row("DE", yes + at).replace("c-1", "c-2"))).isNotEqualTo(id);
    }

    @Test
    void aRowThatNamesNobodySaysNothing() {
        assertThat(of(
                                purpose(PurposeCode.AD_TARGETING, Channel.WEB_AD, "acme"),
                                "{\"id\":\"c-1\",\"country\":\"DE\",\"email\":\"none\",\"tcf\":\"" + TCF_NO + "\"}")
                        .statements())
                .isEmpty();
    }

    private static String id(String row) {
        return of(purpose(PurposeCode.AD_TARGETING, Channel.WEB_AD, "acme"), row)
                .statements()
                .getFirst()
                .event()
                .id();
    }

    private static String row(String country, String signals) {
        return "{\"id\":\"c-1\",\"email\":\"ada@example.com\",\"country\":\"" + country + "\"," + signals + "}";
    }

    private static Found of(Purpose purpose, String row) {
        var roles = new EnumMap<ColumnRole, String>(Columns.DEFAULT.roles());
        roles.put(ColumnRole.SIGNAL_TIME, "signal_time");
        var columns = new Columns(
                roles,
                Columns.DEFAULT.identifiers(),
                Map.of(SignalField.TCF, "tcf", SignalField.SEGMENT_CONSENT, "segment_consent"));
        var reading = RowReader.read(
                row.getBytes(StandardCharsets.UTF_8),
                BodyFormat.NDJSON,
                columns,
                new CatalogueNames(TABLE),
                Limits.DEFAULT);
        var rows = ((Reading.Parsed) reading).rows();
        return SignalStatements.of(rows, RowSignals.read(rows, purpose.signals(), false, NOW), TABLE, purpose, SOURCE);
    }

    private static Purpose purpose(PurposeCode code, Channel channel, String brand) {
        return new Purpose(
                "test",
                "Test",
                code,
                channel,
                brand,
                false,
                false,
                false,
                new SignalDemands(
                        new TcfDemand(755, Set.of(1, 3, 4), 396, 4, Disclosure.ALWAYS),
                        null,
                        Set.of("Ads"),
                        Set.of(),
                        null,
                        Set.of(),
                        false,
                        Required.NONE));
    }

    private static PolicyTable samplePolicy() {
        return switch (PolicyDocuments.load(Path.of("..", "deploy", "policies"))) {
            case PolicyDocuments.Loaded loaded -> PolicyTable.compile(loaded.policies(), NOW);
            case PolicyDocuments.Rejected(var errors) -> throw new AssertionError(errors);
        };
    }
}
