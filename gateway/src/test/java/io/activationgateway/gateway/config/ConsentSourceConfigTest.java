package io.activationgateway.gateway.config;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.activationgateway.consent.event.EvidenceDetail;
import io.activationgateway.consent.event.EvidenceMethod;
import io.activationgateway.consent.profile.LegalBasis;
import io.activationgateway.gateway.ingest.ColumnRole;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A source whose consent signals are entered into the register must say what proves them, before anything starts. */
class ConsentSourceConfigTest {

    private static final String EVIDENCE = "notice: banner-7, method: TICKED_BY_USER, source: consent-manager";

    @TempDir
    private Path folder;

    @Test
    void theEvidenceProvesAConsent() {
        var source = requireNonNull(load("tcf: tcf_string, signal_time: consented_at", EVIDENCE + ", language: de-at")
                .sources()
                .get("web"));

        var evidence = requireNonNull(source.signalEvidence());
        assertThat(evidence.suffices(LegalBasis.CONSENT)).isTrue();
        assertThat(evidence.method()).isEqualTo(EvidenceMethod.TICKED_BY_USER);
        assertThat(evidence.details().get(EvidenceDetail.LANGUAGE)).isEqualTo("de-AT");
        assertThat(source.columns().roles()).containsEntry(ColumnRole.SIGNAL_TIME, "consented_at");
    }

    @Test
    void withoutItSignalsOnlyRestrict() {
        assertThat(requireNonNull(ConfigLoader.load(write("columns: {tcf: tcf}"), Map.of("KEY", "k")::get)
                                .sources()
                                .get("web"))
                        .signalEvidence())
                .isNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "method: TICKED_BY_USER, source: cm                                | notice",
                "notice: v7, source: cm                                            | method",
                "notice: v7, method: TICKED_BY_USER                                | source",
                "notice: ' ', method: TICKED_BY_USER, source: cm                   | notice",
                "notice: v7, method: ON_FILE, source: cm                           | method",
                "notice: v7, method: DOUBLE_OPT_IN, source: cm                     | method",
                "notice: v7, method: SIGNED, source: cm, notice_hash: abc          | notice_hash: is not one",
                "notice: v7, method: SIGNED, source: cm, language: 'a b'           | language: is not one",
                "notice: v7, method: SIGNED, source: cm, shown: yes                | shown",
            })
    void whatAGrantNeedsIsAStartError(String evidence, String named) {
        assertThatThrownBy(() -> load("tcf: tcf", evidence))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("sources.web.consent_source")
                .hasMessageContaining(named);
    }

    @Test
    void aSourceWithoutASignalIsNoConsentSource() {
        assertThatThrownBy(() -> load("email: mail", EVIDENCE))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("sources.web.consent_source: the source's rows carry no consent signal");
        assertThatThrownBy(() ->
                        ConfigLoader.load(write("columns: {tcf: tcf}, consent_source: {}"), Map.of("KEY", "k")::get))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("evidence");
    }

    private GatewayConfig load(String columns, String evidence) {
        return ConfigLoader.load(
                write("columns: {" + columns + "}, consent_source: {evidence: {" + evidence + "}}"),
                Map.of("KEY", "k")::get);
    }

    private Path write(String more) {
        var text = """
                region: eu-central
                node: eu-central-1
                data: data
                policies: policies
                keys: {pseudonym: pseudonym.key, ledger: ledger.pem, policy_trust: [policy.pem.pub]}
                sources: {web: {key: {env: KEY}, controller: acme-eu, brand: acme, destinations: [], purposes: [], %s}}
                destinations: {}
                """.formatted(more);
        try {
            return Files.writeString(folder.resolve("node.yaml"), text);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
