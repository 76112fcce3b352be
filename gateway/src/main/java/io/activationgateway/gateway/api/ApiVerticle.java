package io.activationgateway.gateway.api;

import static java.util.Objects.requireNonNull;

import io.activationgateway.gateway.config.SourceConfig;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The routes of version 1 on one event loop, with another for the work on batches. Who asks, what is asked, and one place that answers. */
public final class ApiVerticle extends VerticleBase {

    private static final Logger log = LoggerFactory.getLogger(ApiVerticle.class);
    private static final String JSON = "application/json";
    private static final long FLUSH_SECONDS = 5;
    private static final Pattern BROKEN_ESCAPE = Pattern.compile("%(?![0-9A-Fa-f]{2})");

    private final Shared shared;
    private final BatchLoop batches = new BatchLoop();
    private final ActivationHandler activations;
    private final ActivationAnswers status;
    private final DeadLetterHandler deadLetters;
    private final DecisionHandler decisions;
    private final ConsentHandler consents;
    private final SubjectHandler subjects;
    private final OptOutHandler optOuts;
    private final RegisterExport export;
    private final KeyRotationHandler keyRotation;
    private @Nullable HttpServer server;

    /** What the verticles of one region share. */
    public record Shared(RegionApi api, SourceKeys sources, BytesInFlight inFlight, InWork inWork) {

        /** A verticle for one more event loop. */
        public ApiVerticle verticle() {
            return new ApiVerticle(this);
        }

        /** The bytes of request bodies held at the moment. */
        public long bytesInFlight() {
            return inFlight.held();
        }

        /** Completes once every request that was accepted is answered; new ones must be refused by then. */
        public Future<Void> idle() {
            return inWork.idle();
        }
    }

    private ApiVerticle(Shared shared) {
        this.shared = shared;
        var screening = shared.api().screening();
        this.activations = shared.api().activations(screening, shared.inFlight(), batches);
        this.status = new ActivationAnswers(shared.api().outbox());
        this.deadLetters = new DeadLetterHandler(shared.api().outbox());
        this.decisions = shared.api().decisions(activations, screening, shared.inFlight(), batches);
        this.consents = shared.api().consents(shared.inFlight());
        this.subjects = shared.api().subjects(shared.inFlight());
        this.optOuts = shared.api().optOutStates(shared.inFlight());
        this.export = shared.api().export();
        this.keyRotation = shared.api().keyRotation();
    }

    @Override
    public Future<?> start() {
        var listen = shared.api().config().listen();
        var options = new HttpServerOptions()
                .setHost(listen.host())
                .setPort(listen.port())
                .setIdleTimeout(75)
                .setIdleTimeoutUnit(TimeUnit.SECONDS);
        var router = router();
        server = vertx.createHttpServer(options).requestHandler(request -> {
            // The router would log what it cannot decode, and a path may hold anything.
            if (BROKEN_ESCAPE.matcher(request.uri()).find()) {
                refuse(request, Problems.parameter("address", "percent-escapes of two hexadecimal digits"));
            } else {
                router.handle(request);
            }
        });
        var listening = server;
        return vertx.deployVerticle(batches).compose(_ -> listening.listen());
    }

    /** Closes the door; the last answers may still be on their way out. */
    @Override
    public Future<?> stop() {
        return server == null ? Future.succeededFuture() : server.shutdown(FLUSH_SECONDS, TimeUnit.SECONDS);
    }

    private Router router() {
        var router = Router.router(vertx);
        router.post("/v1/activations/:destination")
                .handler(context ->
                        work(context, source -> activations.activate(context.request(), source, destination(context))));
        router.get("/v1/activations/:id")
                .handler(context -> work(context, source -> status.status(source, id(context))));
        router.get("/v1/activations/:id/results")
                .handler(context -> work(context, source -> status.results(context.request(), source, id(context))));
        router.get("/v1/dead-letters").handler(context -> work(context, deadLetters::list));
        router.post("/v1/dead-letters/redrive")
                .handler(context -> work(context, source -> deadLetters.redrive(context.request(), source)));
        router.post("/v1/decisions/:destination")
                .handler(context ->
                        work(context, source -> decisions.decide(context.request(), source, destination(context))));
        for (var endpoint : StatementEndpoint.ALL) {
            router.post(endpoint.path())
                    .handler(context -> work(context, source -> consents.write(context.request(), source, endpoint)));
        }
        var openDsr = shared.api().openDsr();
        if (openDsr != null) {
            new OpenDsrRoutes(openDsr, shared).mount(router);
        }
        new PolicyRoutes(
                        shared.api().policies(),
                        new PeopleKeys(
                                shared.api().config().governance().people().values()),
                        shared)
                .mount(router);
        router.post("/v1/subjects/lookup")
                .handler(context -> work(context, source -> subjects.lookUp(context.request(), source)));
        router.post("/v1/subjects/receipt")
                .handler(context -> work(context, source -> subjects.receipt(context.request(), source)));
        router.post("/v1/subjects/opt-outs")
                .handler(context -> work(context, source -> optOuts.of(context.request(), source)));
        router.get("/v1/opt-outs").handler(context -> work(context, optOuts::count));
        router.get("/v1/register/export")
                .handler(context -> work(context, source -> export.write(context.request(), source)));
        router.post("/v1/register/restore")
                .handler(context -> work(context, source -> consents.restore(context.request(), source)));
        router.post("/v1/register/rotation")
                .handler(context -> work(context, source -> keyRotation.begin(context.request(), source)));
        router.get("/v1/register/rotation").handler(context -> work(context, keyRotation::state));
        router.get("/v1/ledger/checkpoint")
                .handler(context ->
                        text(context, "text/plain", shared.api().pages().checkpoint()));
        router.get("/openapi.yaml")
                .handler(context ->
                        text(context, "application/yaml", shared.api().pages().openApi()));
        router.get("/metrics")
                .handler(context -> text(
                        context,
                        "text/plain; version=0.0.4",
                        shared.api().pages().metrics()));
        router.get("/health/live").handler(context -> health(context, null));
        router.get("/health/ready")
                .handler(context -> health(context, shared.api().readiness().obstacle()));
        router.errorHandler(404, context -> refuse(context.request(), Problems.notFound()));
        router.errorHandler(405, context -> notAllowed(router, context));
        router.errorHandler(500, context -> fail(context.request(), context.failure()));
        return router;
    }

    private static String destination(RoutingContext context) {
        return requireNonNull(context.pathParam("destination"), "the route has a destination");
    }

    private static String id(RoutingContext context) {
        return requireNonNull(context.pathParam("id"), "the route has an id");
    }

    @FunctionalInterface
    private interface Work {
        Future<Buffer> by(SourceConfig source);
    }

    private void work(RoutingContext context, Work work) {
        var request = context.request();
        shared.inWork().begin();
        if (shared.api().readiness().draining()) {
            refuse(request, Problems.draining());
            shared.inWork().end();
            return;
        }
        Future<Buffer> answer;
        try {
            answer = work.by(shared.sources().authenticate(request));
        } catch (RuntimeException failure) {
            answer = Future.failedFuture(failure);
        }
        answer.onComplete(
                        body -> {
                            if (!request.response().closed()) {
                                var response = request.response();
                                if (!response.headers().contains("Content-Type")) {
                                    response.putHeader("Content-Type", JSON);
                                }
                                response.end(body);
                            }
                        },
                        failure -> fail(request, failure))
                .onComplete(_ -> shared.inWork().end());
    }

    static void fail(HttpServerRequest request, @Nullable Throwable failure) {
        if (failure instanceof ProblemException refused) {
            refuse(request, refused.problem());
        } else if (failure instanceof HttpClosedException) {
            log.debug("a sender went away before its request was whole");
        } else {
            var id = UUID.randomUUID().toString();
            log.error("request {} failed: {}", id, Failures.describe(failure));
            Problems.internal().send(request.response(), new JsonObject().put("request", id));
        }
    }

    /** Names what is allowed, as RFC 9110 asks of a 405. */
    private static void notAllowed(Router router, RoutingContext context) {
        var path = context.normalizedPath();
        var allowed = router.getRoutes().stream()
                .filter(route -> matches(requireNonNull(route.getPath(), "each route has a path"), path))
                .flatMap(route -> route.methods().stream())
                .map(HttpMethod::name)
                .sorted()
                .distinct()
                .collect(Collectors.joining(", "));
        context.response().putHeader("Allow", allowed);
        refuse(context.request(), Problems.methodNotAllowed(allowed));
    }

    private static boolean matches(String route, String path) {
        var parts = route.split("/", -1);
        var given = path.split("/", -1);
        if (parts.length != given.length) {
            return false;
        }
        for (int i = 0; i < parts.length; i++) {
            if (!parts[i].startsWith(":") && !parts[i].equals(given[i])) {
                return false;
            }
        }
        return true;
    }

    /** A body that was not read to its end must not be mistaken for the next request. */
    private static void refuse(HttpServerRequest request, Problem problem) {
        refuse(request, problem, null);
    }

    static void refuse(HttpServerRequest request, Problem problem, @Nullable JsonObject more) {
        if (!request.isEnded()
                && (request.method().equals(HttpMethod.POST) || request.method().equals(HttpMethod.PUT))) {
            request.response().putHeader("Connection", "close");
            request.response().endHandler(_ -> request.connection().close());
        }
        problem.send(request.response(), more);
    }

    private static void text(RoutingContext context, String type, String text) {
        context.response().putHeader("Content-Type", type).end(text);
    }

    private void health(RoutingContext context, Readiness.@Nullable Obstacle obstacle) {
        var body = new JsonObject()
                .put("status", obstacle == null ? "up" : "down")
                .put("region", shared.api().config().region())
                .put("node", shared.api().config().node());
        if (obstacle != null) {
            body.put("reason", obstacle.reason());
            if (obstacle.cause() != null) {
                body.put("cause", obstacle.cause());
            }
        }
        shared.api().readiness().policyRefused().ifPresent(cause -> body.put("policy_refused", cause));
        shared.api().readiness().outboxTrouble().ifPresent(cause -> body.put("outbox", cause));
        var sandboxed = shared.api().readiness().sandboxed();
        if (!sandboxed.isEmpty()) {
            body.put("sandbox", new JsonArray(sandboxed));
        }
        context.response()
                .setStatusCode(obstacle == null ? 200 : 503)
                .putHeader("Content-Type", JSON)
                .end(body.toBuffer());
    }
}
