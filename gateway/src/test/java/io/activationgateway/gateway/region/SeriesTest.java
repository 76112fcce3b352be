package io.activationgateway.gateway.region;

import static io.activationgateway.gateway.region.NodeFixture.grant;
import static io.activationgateway.gateway.region.NodeFixture.row;
import static io.activationgateway.gateway.region.NodeFixture.withdrawal;
import static org.assertj.core.api.Assertions.assertThat;

import io.activationgateway.gateway.telemetry.SeriesBound;
import io.activationgateway.residency.verdict.Reason;
import io.vertx.core.json.JsonObject;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Metrics never show more series than the configuration bounds, and no label is a value of a record. */
class SeriesTest {

    private static final Pattern LABEL = Pattern.compile("([a-z_]+)=\"([^\"]*)\"");

    @Test
    void seriesStayWithinTheBoundWhateverIsSent() {
        try (var node = NodeFixture.start()) {
            var traffic = traffic(node);
            assertThat(traffic).as("reasons shown").hasSizeGreaterThan(10);

            var metrics = Metrics.of(node.client());

            assertThat((long) metrics.series().size()).isLessThanOrEqualTo(SeriesBound.of(node.config()));
            var labels = labels(metrics);
            assertThat(labels.keySet())
                    .containsExactlyInAnyOrder(
                            "region",
                            "node",
                            "source",
                            "destination",
                            "outcome",
                            "reason",
                            "answer",
                            "reached",
                            "cause",
                            "kind",
                            "status",
                            "le");
            assertThat(labels.get("source")).isSubsetOf(node.config().sources().keySet());
            assertThat(labels.get("destination"))
                    .isSubsetOf(node.config().destinations().keySet());
            assertThat(labels.get("outcome")).isSubsetOf("forwarded", "withheld", "misdirected", "failed", "uncertain");
            assertThat(labels.get("reached")).containsExactlyInAnyOrder("reports", "leases");
            assertThat(labels.get("reason")).isSubsetOf(reasons()).containsAll(traffic);
        }
    }

    /** Sends what makes for many reasons; answers those it met. */
    private static Set<String> traffic(NodeFixture node) {
        var crm = node.client();
        crm.consents(
                grant("ev-1", "ada@example.com"),
                grant("ev-2", "bob@example.com"),
                withdrawal("ev-3", "bob@example.com"),
                grant("ev-4", "eve@example.com").put("state", "DENIED"));
        var reasons = new HashSet<String>();
        for (var destination : node.config().destinations().keySet()) {
            for (var purpose : node.config().sources().get(NodeFixture.CRM).purposes()) {
                node.fail(destination, new JsonObject().put("status", 400));
                var answer = crm.activate(
                        destination,
                        "purpose=" + purpose,
                        row("c-1", "ada@example.com"),
                        row("c-2", "bob@example.com"),
                        row("c-3", "can@example.com").put("country", "TR"),
                        row("c-4", "nobody@example.com"),
                        row("c-5", "x@example.com").put("country", "ZZ"),
                        row("c-6", "x@example.com").put("email", new JsonObject()),
                        row("c-7", "eve@example.com").put("birth_date", "2020-01-01"));
                answer.results().stream()
                        .map(result -> result.getString("reason"))
                        .filter(reason -> reason != null)
                        .forEach(reasons::add);
                node.forgetReceived();
            }
        }
        return reasons;
    }

    private static Map<String, Set<String>> labels(Metrics metrics) {
        var labels = new HashMap<String, Set<String>>();
        for (var line : metrics.series()) {
            var matcher = LABEL.matcher(line);
            while (matcher.find()) {
                labels.computeIfAbsent(matcher.group(1), unseen -> new HashSet<>())
                        .add(matcher.group(2));
            }
        }
        return labels;
    }

    private static Set<String> reasons() {
        var closed = Arrays.stream(Reason.values()).map(Reason::code).collect(Collectors.toSet());
        closed.add("accepted");
        closed.add("applied");
        return closed;
    }
}
