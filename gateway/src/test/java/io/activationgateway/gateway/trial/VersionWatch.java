package io.activationgateway.gateway.trial;

import static io.activationgateway.gateway.trial.TwoRegions.NODES;

import io.activationgateway.gateway.region.GatewayClient.Reply;
import io.activationgateway.gateway.region.NodeFixture;
import io.vertx.core.json.JsonObject;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** Asks every node for decisions, and has it send audiences, all the time, and has the versions judged that they name. */
final class VersionWatch implements AutoCloseable {

    private static final String QUERY = "purpose=email-newsletter";
    private static final int ROWS = 25;

    /** Between two requests: as much load as six nodes take that share a small machine with their database. */
    private static final long DECISIONS_REST_MILLIS = 10;

    private static final long AUDIENCES_REST_MILLIS = 100;

    private final TwoRegions regions;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final VersionVerdict verdict;
    private volatile boolean stopped;

    VersionWatch(TwoRegions regions, VersionVerdict verdict) {
        this.regions = regions;
        this.verdict = verdict;
    }

    /** Gives the people of the audiences their consents, and begins. */
    void start() {
        var grants = IntStream.range(0, ROWS)
                .mapToObj(i -> NodeFixture.grant("g-" + i, "p" + i + "@example.com"))
                .toArray(JsonObject[]::new);
        var granted = regions.client(0, "crm").consents(grants);
        if (granted.status() != 200) {
            throw new IllegalStateException("consents were not taken: " + granted.body());
        }
        for (int node = 0; node < NODES; node++) {
            int asked = node;
            threads.execute(() -> repeat(asked, this::decide, DECISIONS_REST_MILLIS));
            threads.execute(() -> repeat(asked, this::activate, AUDIENCES_REST_MILLIS));
        }
    }

    private void repeat(int node, IntFunction<Reply> request, long restMillis) {
        while (!stopped) {
            long oldest = verdict.oldest(node);
            try {
                var reply = request.apply(node);
                if (reply.status() == 200) {
                    verdict.judge(node, oldest, reply.json());
                }
            } catch (RuntimeException gone) {
                // It was killed.
            }
            Traffic.pause(restMillis);
        }
    }

    private Reply decide(int node) {
        return regions.client(node, "crm").decide(TwoRegions.destination(node), QUERY, row(0));
    }

    private Reply activate(int node) {
        var rows = IntStream.range(0, ROWS).mapToObj(VersionWatch::row).toList();
        return regions.client(node, "crm")
                .activation(TwoRegions.destination(node), QUERY)
                .records(rows)
                .header("Prefer", "wait=8")
                .send();
    }

    private static JsonObject row(int person) {
        return NodeFixture.row("c-" + person, "p" + person + "@example.com").put("user_id", "u-" + person);
    }

    @Override
    public void close() {
        stopped = true;
        threads.shutdown();
        try {
            threads.awaitTermination(1, TimeUnit.MINUTES);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
