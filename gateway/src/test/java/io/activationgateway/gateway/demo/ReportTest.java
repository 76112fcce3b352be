package io.activationgateway.gateway.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.activationgateway.gateway.demo.Audience.Body;
import io.activationgateway.gateway.demo.Audience.Format;
import io.activationgateway.gateway.demo.Audience.Job;
import io.activationgateway.gateway.demo.Audience.Site;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReportTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<Customer> CUSTOMERS = Customers.invent(Customers.SEED, 3, 2026);

    @Test
    void countsOfATableLineSumUp() throws IOException {
        var text = new Report(summary()).text();

        assertThat(text)
                .containsPattern("(?m)^  eu +iterable-eu +2 +1 +1 +0 +0 +0$")
                .containsPattern("(?m)^  tr +webhook-tr-ss-late +1 +0 +1 +0 +0 +0$")
                .containsPattern("withheld +consent\\.withdrawn +1  Consent was withdrawn")
                .contains("GDPR:7(3)", "KVKK:9(5)", "add-opt-out", "http://127.0.0.1:8080/metrics");
    }

    @Test
    void columnsAreAligned() {
        var lines = new Report(summary())
                .text()
                .lines()
                .filter(line -> line.matches(" {2}(gateway|eu|tr) .*\\S"))
                .toList();

        assertThat(lines).hasSize(3);
        assertThat(lines)
                .extracting(String::length)
                .containsOnly(lines.getFirst().length());
    }

    @Test
    void jsonSaysTheSame() throws IOException {
        var json = JSON.readTree(new Report(summary()).json());

        assertThat(json.path("passed").asBoolean()).isFalse();
        assertThat(json.path("destinations")
                        .get(0)
                        .path("reasons")
                        .path("withheld")
                        .path("consent.withdrawn")
                        .asInt())
                .isOne();
        assertThat(json.path("examples")).hasSize(3);
        assertThat(json.path("examples")
                        .get(1)
                        .path("result")
                        .path("law")
                        .get(0)
                        .asText())
                .isEqualTo("GDPR:7(3)");
        assertThat(json.path("reasons_not_shown").has("stale.consent")).isTrue();
    }

    @Test
    void reasonThatNoRowMetFailsTheCheck() {
        assertThat(summary().violations())
                .anyMatch(text -> text.startsWith("reasons that no row met: consent.missing"));
        assertThat(new Report(summary()).text()).contains("Check FAILED");
    }

    private static Summary summary() {
        var posted = List.of(
                posted(
                        Site.EU,
                        "iterable-eu",
                        0,
                        "{\"outcome\":\"forwarded\",\"basis\":\"consent\",\"law\":[\"GDPR:6(1)(a)\"],"
                                + "\"fields\":{\"dropped\":[\"health_interest\"]},\"obligations\":[\"add-opt-out\"]}"),
                posted(
                        Site.EU,
                        "iterable-eu",
                        1,
                        "{\"outcome\":\"withheld\",\"reason\":\"consent.withdrawn\",\"law\":[\"GDPR:7(3)\"]}"),
                posted(
                        Site.TR,
                        "webhook-tr-ss-late",
                        2,
                        "{\"outcome\":\"withheld\",\"reason\":\"transfer.not-notified\",\"law\":[\"KVKK:9(5)\"]}"));
        var links = Map.of("metrics", "http://127.0.0.1:8080/metrics");
        return Summary.of(new Run.Outcome(posted, List.of(), List.of(), Map.of()), CUSTOMERS, links);
    }

    private static Posted posted(Site site, String destination, int customer, String result) {
        var row = Row.of(CUSTOMERS.get(customer), "test");
        var job = new Job(site, "warehouse", destination, "email-newsletter");
        var audience = new Audience(job, "upsert", null, new Body(Format.JSON, false), List.of(row), 0);
        try {
            return new Posted(audience, row, Result.of(JSON.readTree(result)));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
