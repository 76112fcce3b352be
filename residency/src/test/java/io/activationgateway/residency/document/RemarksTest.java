package io.activationgateway.residency.document;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is told of documents that fit their schemas and each other. */
class RemarksTest {

    private static final Path SOUND = Path.of("src", "test", "resources", "broken-policies", "sound");
    private static final Instant NOW = Instant.parse("2026-11-20T07:00:00Z");
    private static final String ABROAD = """
            kind: Destination
            name: printer-abroad
            title: A printer in India
            destinationKind: CRM
            importer:
              name: Print Ltd
              country: IN
              role: PROCESSOR
              processingCountries: [IN]
            sharedKey: email
            """;

    @SuppressWarnings("InlineFormatString") // a document reads better outside of a call
    private static final String CLAUSES = """
            mechanisms:
              - type: EU_SCC_M2
                reference: contract 2026/1
                signedAt: 2026-02-01
                unaltered: true
                assessment:
                  reference: TIA 2026/1
                  madeAt: 2026-01-15
                  positive: true
                  reviewDue: %s
            """;

    @TempDir
    private Path folder;

    @Test
    void soundDocumentsAndTheShippedPacksNeedNone() {
        assertThat(remarks(NOW)).isEmpty();
    }

    @Test
    void aMechanismThatLapsesWithinSixtyDaysIsTold() throws IOException {
        write("abroad", ABROAD + CLAUSES.formatted("2027-01-19"));

        assertThat(remarks(NOW))
                .containsExactly(
                        "WARNING abroad.yaml:20:18: mechanisms[0].assessment.reviewDue: this mechanism lapses in 60 days:"
                                + " its last day is 2027-01-19\n"
                                + "    Renew it and write the new date here; the route closes by itself then.");
        assertThat(remarks(Instant.parse("2026-11-19T23:59:59Z"))).isEmpty();
        assertThat(remarks(Instant.parse("2027-01-20T00:00:00Z")))
                .singleElement()
                .asString()
                .contains("this mechanism has lapsed: its last day was 2027-01-19");
    }

    @Test
    void theEndOfADecisionAndOfALookUpAreToldWhereTheyAreWritten() throws IOException {
        write("abroad", ABROAD.replace("IN", "GB") + """
                mechanisms:
                  - type: EU_ADEQUACY
                    decision: (EU) 2025/2574
                    withinScope: true
                """);
        write("far", ABROAD.replace("IN", "US").replace("abroad", "far") + """
                mechanisms:
                  - type: EU_DPF
                    entity: Print Inc.
                    active: true
                    certifiedFrom: 2026-01-01
                    recertDue: 2040-01-01
                    checkedAt: 2031-11-20
                """);

        assertThat(remarks(Instant.parse("2031-11-20T07:00:00Z")))
                .hasSize(2)
                .anyMatch(told -> told.contains("abroad.yaml:13:15: mechanisms[0].decision: this mechanism lapses"))
                .anyMatch(told -> told.contains("far.yaml:17:16: mechanisms[0].checkedAt: this mechanism lapses"));
    }

    @Test
    void aDestinationThatNobodyCanSendToIsTold() throws IOException {
        write("abroad", ABROAD);

        assertThat(remarks(NOW))
                .containsExactly("WARNING abroad.yaml:2:1: name: nobody can send here: the destination has no mechanism"
                        + " of gdpr\n    Add to \"mechanisms\" what opens the border, or remove the destination.");
    }

    @Test
    void aPartyFurtherOnNeedsItsMechanismToo() throws IOException {
        write("abroad", ABROAD.replace("IN", "SE") + """
                onward:
                  - importer:
                      name: Print Ltd
                      country: IN
                      role: CONTROLLER
                      processingCountries: [IN]
                    mechanisms:
                      - type: EU_SCC_M3
                        reference: contract 2026/2
                        signedAt: 2026-02-01
                        unaltered: true
                """);

        assertThat(remarks(NOW))
                .singleElement()
                .asString()
                .startsWith("ERROR abroad.yaml:18:15: onward[0].mechanisms[0].type: EU_SCC_M3 is made for other roles")
                .contains("Use EU_SCC_M4");
    }

    @Test
    void aPurposeWithoutABasisUnderSomeLawIsTold() throws IOException {
        write("law", """
                kind: Jurisdiction
                name: swedish
                title: A law without rules
                family: OPEN
                packVersion: "1"
                scope: RESIDENTS
                territory: [SE]
                consentAges:
                  otherwise: 16
                articles:
                  basis: "SE:1"
                  channel: "SE:2"
                  export: "SE:3"
                  removal: "SE:4"
                parameters:
                  maxListingAgeDays: 0
                """);

        assertThat(remarks(NOW))
                .hasSize(2)
                .anyMatch(told -> told.startsWith(
                        "WARNING purpose.yaml:4:7: code: no rule gives this purpose a basis under swedish"))
                .anyMatch(told -> told.startsWith(
                        "WARNING purpose.yaml:5:10: channel: no rule opens this channel under swedish"));
    }

    @Test
    void aPurposeWithoutABasisUnderAnyLawIsAnError() throws IOException {
        for (var rule : List.of("basis-consent", "basis-parental", "basis-post")) {
            write(rule, """
                    kind: TransferRule
                    name: gdpr-%s
                    title: It gives no basis any more
                    jurisdiction: gdpr
                    stage: BASIS
                    when:
                      consent:
                        states: [GRANTED]
                    then:
                      outcome: DENY
                      reason: consent.basis
                      articles: ["GDPR:6(1)"]
                    """.formatted(rule));
        }

        assertThat(remarks(NOW))
                .anyMatch(told ->
                        told.startsWith("ERROR purpose.yaml:4:7: code: no rule gives this purpose a basis under gdpr"));
    }

    @Test
    void aMilderRuleBehindAStricterOneIsTold() throws IOException {
        write("rule", """
                kind: TransferRule
                name: gdpr-sleeping
                title: It asks for consent where nothing goes
                jurisdiction: gdpr
                stage: SUBJECT
                when:
                  subject:
                    erased: true
                then:
                  outcome: NEEDS_CONSENT
                  reason: consent.missing
                  articles: ["GDPR:17(1)"]
                """);

        assertThat(remarks(NOW))
                .singleElement()
                .asString()
                .startsWith("WARNING rule.yaml:2:1: name: the rule asks for consent where \"gdpr-erased\" denies");
    }

    @Test
    void columnsThatNobodyClassifiedAreTold() {
        assertThat(remarks(NOW, "email", "shoe_size"))
                .containsExactly(
                        "WARNING catalogue.yaml:4:1: fields: rows bring a column \"shoe_size\" that the catalogue"
                                + " does not know\n    Classify it, or have the sender leave it out; it is dropped until then.");
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(folder.resolve(name + ".yaml"), text);
    }

    private List<String> remarks(Instant at, String... unclassified) {
        return switch (PolicyDocuments.load(SOUND, folder)) {
            case PolicyDocuments.Loaded loaded ->
                Remarks.of(loaded, at, List.of(unclassified)).stream()
                        .map(remark -> remark.level() + " "
                                + remark.what().text().replace(folder + "/", "").replace(SOUND + "/", ""))
                        .toList();
            case PolicyDocuments.Rejected(var errors) -> throw new AssertionError(DocumentError.text(errors));
        };
    }
}
