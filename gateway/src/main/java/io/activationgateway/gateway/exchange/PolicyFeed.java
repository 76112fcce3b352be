package io.activationgateway.gateway.exchange;

import static java.util.Objects.requireNonNull;

import io.activationgateway.connectors.courier.Clocks;
import io.activationgateway.gateway.config.Governance;
import io.activationgateway.residency.bundle.PolicyBundle;
import io.activationgateway.residency.bundle.Statement;
import io.activationgateway.residency.cache.NodeReports.Report;
import io.activationgateway.residency.cache.RegionPolicy;
import io.activationgateway.residency.signing.SigningKey;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The authority's end of the link. {@code GET /v1/policy-feed} answers with the acting bundle, whose ETag is its version;
 * who has it already waits until there is another, at most as long as it says. Every answer carries a signed statement
 * that is no older than a minute. {@code PUT /v1/policy-feed/nodes} takes what a follower's nodes have. Only holders of the
 * configured certificates are answered at all.
 */
public final class PolicyFeed {

    static final String PATH = "/v1/policy-feed";
    static final String NODES = PATH + "/nodes";
    static final String STATEMENT = "Policy-Statement";

    private static final Logger log = LoggerFactory.getLogger(PolicyFeed.class);
    private static final Duration SAID_AGAIN = Duration.ofSeconds(50);
    private static final long LOOK_MILLIS = 20;
    private static final int LONGEST_WAIT = 30;
    private static final int LONGEST_BODY = 1 << 20;

    private final Vertx vertx;
    private final RegionPolicy policy;
    private final SigningKey signer;
    private final List<String> regions;
    private final Clocks clocks;
    private @Nullable Said said;
    private volatile @Nullable Sealed sealed;

    private record Said(Statement statement, String header) {}

    private record Sealed(long version, Buffer envelope) {}

    private PolicyFeed(Vertx vertx, RegionPolicy policy, SigningKey signer, List<String> regions, Clocks clocks) {
        this.vertx = vertx;
        this.policy = policy;
        this.signer = signer;
        this.regions = regions;
        this.clocks = clocks;
    }

    /**
     * Opens the feed.
     *
     * @param regions in which versions act: nodes of others are not heard
     */
    public static Future<HttpServer> open(
            Vertx vertx,
            Governance.Serve serve,
            RegionPolicy policy,
            SigningKey signer,
            List<String> regions,
            Clocks clocks) {
        var feed = new PolicyFeed(vertx, policy, signer, List.copyOf(regions), clocks);
        var trusted = new PemTrustOptions();
        serve.link().peers().stream().map(Path::toString).forEach(trusted::addCertPath);
        var options = new HttpServerOptions()
                .setHost(serve.host())
                .setPort(serve.port())
                .setSsl(true)
                .setClientAuth(ClientAuth.REQUIRED)
                .setTrustOptions(trusted)
                .setKeyCertOptions(new PemKeyCertOptions()
                        .setKeyPath(serve.link().key().toString())
                        .setCertPath(serve.link().certificate().toString()));
        return vertx.createHttpServer(options).requestHandler(feed::handle).listen();
    }

    private void handle(HttpServerRequest request) {
        if (request.method().equals(HttpMethod.GET) && PATH.equals(request.path())) {
            long until = clocks.ticker().getAsLong()
                    + Duration.ofSeconds(wait(request)).toNanos();
            answer(request, until);
        } else if (request.method().equals(HttpMethod.PUT) && NODES.equals(request.path())) {
            hear(request);
        } else {
            request.response().setStatusCode(404).end();
        }
    }

    private static int wait(HttpServerRequest request) {
        var wait = request.getParam("wait");
        return wait != null && wait.matches("[0-9]{1,3}") ? Math.min(Integer.parseInt(wait), LONGEST_WAIT) : 0;
    }

    private void answer(HttpServerRequest request, long until) {
        if (request.response().closed()) {
            return;
        }
        var acting = policy.active().bundle().orElse(null);
        if (acting != null && !etag(acting).equals(request.getHeader("If-None-Match"))) {
            envelope(acting)
                    .onSuccess(envelope -> head(request, acting, 200).end(envelope))
                    .onFailure(failure -> {
                        log.warn("The feed of policy versions did not reach the database");
                        request.response().setStatusCode(503).end();
                    });
        } else if (clocks.ticker().getAsLong() - until < 0) {
            vertx.setTimer(LOOK_MILLIS, _ -> answer(request, until));
        } else if (acting == null) {
            request.response().setStatusCode(503).end();
        } else {
            head(request, acting, 304).end();
        }
    }

    private HttpServerResponse head(HttpServerRequest request, PolicyBundle acting, int status) {
        return request.response()
                .setStatusCode(status)
                .putHeader("ETag", etag(acting))
                .putHeader("Content-Type", "application/json")
                .putHeader(STATEMENT, statement(acting));
    }

    private static String etag(PolicyBundle bundle) {
        return "\"" + bundle.version() + "-" + bundle.digest() + "\"";
    }

    private Future<Buffer> envelope(PolicyBundle bundle) {
        var known = sealed;
        if (known != null && known.version() == bundle.version()) {
            return Future.succeededFuture(known.envelope());
        }
        return vertx.executeBlocking(() -> {
                    byte[] bytes = policy.envelope(bundle.version()).orElseThrow();
                    var read = new Sealed(bundle.version(), Buffer.buffer(bytes));
                    sealed = read;
                    return read.envelope();
                })
                .map(Objects::requireNonNull);
    }

    /** What is said of the acting version, signed anew before it is a minute old. */
    private synchronized String statement(PolicyBundle acting) {
        var now = clocks.legal().instant();
        var last = said;
        if (last == null
                || last.statement().version() != acting.version()
                || !now.isBefore(last.statement().at().plus(SAID_AGAIN))
                || now.isBefore(last.statement().at())) {
            var statement = new Statement(acting.version(), acting.digest(), now);
            last = new Said(statement, Base64.getEncoder().encodeToString(statement.seal(signer)));
            said = last;
        }
        return last.header();
    }

    private void hear(HttpServerRequest request) {
        request.body()
                .compose(body -> vertx.executeBlocking(() -> {
                    if (body.length() <= LONGEST_BODY) {
                        for (var each : new JsonArray(body)) {
                            hear((JsonObject) each);
                        }
                    }
                    return body.length();
                }))
                .onSuccess(_ -> request.response().setStatusCode(204).end())
                .onFailure(_ -> request.response().setStatusCode(400).end());
    }

    private void hear(JsonObject node) throws SQLException {
        var region = requireNonNull(node.getString("region"), "region");
        if (regions.contains(region)) {
            policy.heard(new Report(
                    region,
                    requireNonNull(node.getString("node"), "node"),
                    node.getLong("ready"),
                    node.getLong("acting"),
                    requireNonNull(node.getString("refused"), "refused")));
        }
    }
}
