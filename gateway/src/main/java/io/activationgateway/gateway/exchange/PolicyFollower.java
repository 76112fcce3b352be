package io.activationgateway.gateway.exchange;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.activationgateway.connectors.courier.Clocks;
import io.activationgateway.gateway.config.Governance;
import io.activationgateway.residency.bundle.PolicyBundle;
import io.activationgateway.residency.cache.NodeReports.Report;
import io.activationgateway.residency.cache.RegionPolicy;
import io.activationgateway.residency.cache.Statements;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The follower's end of the link, on two threads of its own: one waits for the next version and takes statements, the
 * other tells the authority what the region's nodes have. Each node of the region follows by itself; what several take is
 * taken once. It decides under its version as long as the authority's last statement about it is young enough.
 */
public final class PolicyFollower implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(PolicyFollower.class);
    private static final int WAIT_SECONDS = 20;
    private static final Duration PATIENCE = Duration.ofSeconds(WAIT_SECONDS + 10);
    private static final long PAUSE_MILLIS = 1_000;
    private static final long TELL_MILLIS = 100;
    private static final long TELL_AGAIN_NANOS = Duration.ofSeconds(2).toNanos();
    private static final int NOT_MODIFIED = 304;

    private final Governance.Follow follow;
    private final String region;
    private final RegionPolicy policy;
    private final Statements statements;
    private final Clocks clocks;
    private final HttpClient http;
    private final AtomicInteger url = new AtomicInteger();
    private final List<Thread> threads;
    private volatile boolean closed;
    private boolean failing;

    private PolicyFollower(
            Governance.Follow follow, String region, RegionPolicy policy, Statements statements, Clocks clocks) {
        this.follow = follow;
        this.region = region;
        this.policy = policy;
        this.statements = statements;
        this.clocks = clocks;
        this.http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .sslContext(LinkTls.context(follow.link()))
                .connectTimeout(Duration.ofSeconds(5))
                .build();
        this.threads = List.of(
                Thread.ofVirtual().name("policy-follower").unstarted(this::hear),
                Thread.ofVirtual().name("policy-reporter").unstarted(this::tell));
    }

    /** Begins to follow. */
    public static PolicyFollower start(
            Governance.Follow follow, String region, RegionPolicy policy, Statements statements, Clocks clocks)
            throws SQLException {
        statements.look();
        var follower = new PolicyFollower(follow, region, policy, statements, clocks);
        follower.threads.forEach(Thread::start);
        return follower;
    }

    /** Whether a version may still act: the authority said so of exactly it, within the greatest age. Never blocks. */
    public boolean isCurrent(PolicyBundle bundle) {
        return statements
                .age(bundle, clocks.legal().instant())
                .filter(age -> age.compareTo(follow.maxAge()) <= 0)
                .isPresent();
    }

    /** How long ago the authority said that the acting version acts; empty where it never did. Never blocks. */
    public Optional<Duration> age() {
        return policy.active()
                .bundle()
                .flatMap(bundle -> statements.age(bundle, clocks.legal().instant()));
    }

    private void hear() {
        while (!closed) {
            try {
                var known = policy.active().newest().map(PolicyFollower::etag).orElse("");
                var request = request(PolicyFeed.PATH + "?wait=" + WAIT_SECONDS)
                        .header("If-None-Match", known)
                        .GET()
                        .build();
                take(http.send(request, BodyHandlers.ofByteArray()));
                failing = false;
            } catch (InterruptedException ended) {
                Thread.currentThread().interrupt();
                return;
            } catch (IOException | SQLException | RuntimeException failure) {
                failed(failure);
                pause(PAUSE_MILLIS);
            }
        }
    }

    private void take(HttpResponse<byte[]> answer) throws IOException, SQLException {
        if (answer.statusCode() != 200 && answer.statusCode() != NOT_MODIFIED) {
            throw new IOException("status " + answer.statusCode());
        }
        var statement = answer.headers().firstValue(PolicyFeed.STATEMENT);
        if (statement.isPresent()) {
            statements.take(Base64.getDecoder().decode(statement.get()));
        }
        if (answer.statusCode() == 200) {
            var offer = policy.publish(answer.body());
            log.debug("The authority's bundle: {}", offer);
            if (policy.active()
                    .newest()
                    .map(PolicyFollower::etag)
                    .equals(answer.headers().firstValue("ETag"))) {
                return;
            }
            // Refused: asked for again at once it would come again at once.
            pause(PAUSE_MILLIS);
        }
    }

    private void tell() {
        var told = List.<Report>of();
        long toldAt = clocks.ticker().getAsLong() - TELL_AGAIN_NANOS;
        while (!closed) {
            try {
                statements.look();
                var now = policy.nodes().stream()
                        .filter(RegionPolicy::isAlive)
                        .map(heard -> heard.report())
                        .filter(report -> report.region().equals(region))
                        .toList();
                if (!now.equals(told) || clocks.ticker().getAsLong() - toldAt > TELL_AGAIN_NANOS) {
                    var request = request(PolicyFeed.NODES)
                            .PUT(BodyPublishers.ofString(json(now), UTF_8))
                            .build();
                    http.send(request, BodyHandlers.discarding());
                    told = now;
                    toldAt = clocks.ticker().getAsLong();
                }
                pause(TELL_MILLIS);
            } catch (InterruptedException ended) {
                Thread.currentThread().interrupt();
                return;
            } catch (IOException | SQLException | RuntimeException unheard) {
                log.debug("The authority does not hear of this region's nodes", unheard);
                pause(PAUSE_MILLIS);
            }
        }
    }

    private static String json(List<Report> nodes) {
        var array = new JsonArray();
        nodes.forEach(node -> array.add(new JsonObject()
                .put("region", node.region())
                .put("node", node.node())
                .put("ready", node.prepared())
                .put("acting", node.acting())
                .put("refused", node.refused())));
        return array.encode();
    }

    private HttpRequest.Builder request(String path) {
        var urls = follow.urls();
        var base = urls.get(Math.floorMod(url.get(), urls.size()));
        return HttpRequest.newBuilder(URI.create(base).resolve(path)).timeout(PATIENCE);
    }

    private void failed(Exception failure) {
        url.incrementAndGet();
        if (!failing && !closed) {
            failing = true;
            log.warn(
                    "The policy's authority does not answer ({}); the version that acts does so until its last statement is"
                            + " {} old",
                    failure.getClass().getSimpleName(),
                    follow.maxAge());
        }
    }

    private static String etag(PolicyBundle bundle) {
        return "\"" + bundle.version() + "-" + bundle.digest() + "\"";
    }

    private static void pause(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        closed = true;
        threads.forEach(Thread::interrupt);
        http.shutdownNow();
    }
}
