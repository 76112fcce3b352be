package io.activationgateway.connectors.sandbox;

import io.activationgateway.connectors.sandbox.Simulation.Call;
import io.activationgateway.connectors.sandbox.Simulation.Reply;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.net.URI;
import java.time.InstantSource;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/**
 * Simulated vendors on one port, each below {@code /<destination>}; Temporal's gRPC calls say by their namespace whom they
 * mean. For whoever watches them:
 *
 * <ul>
 *   <li>{@code GET /_sandbox/received}: how many requests each destination had by status, and how many records by what
 *       the vendor calls them
 *   <li>{@code GET /_sandbox/received/<destination>}: the requests and the records in them, as JSON; {@code complete} is
 *       false where bodies were more than is kept
 *   <li>{@code GET /_sandbox/received/<destination>/bytes}: the bodies as they came, a line break after each
 *   <li>{@code POST /_sandbox/fail/<destination>}: makes the next requests fail, see {@link Failure#parse}
 *   <li>{@code POST /_sandbox/reset}: forgets everything received, learned and told
 * </ul>
 *
 * <p>The control paths have no authentication: it belongs on a loopback address, with invented people. Any thread.
 */
public final class Sandbox {

    private static final String CONTROL = "/_sandbox";
    private static final long MAX_BODY = 64L << 20;

    private final HttpServer server;
    private final String host;

    private Sandbox(HttpServer server, String host) {
        this.server = server;
        this.host = host;
    }

    /** Starts with the system's clocks; completes when it listens. */
    public static Future<Sandbox> start(Vertx vertx, SandboxSettings settings) {
        return start(vertx, settings, InstantSource.system(), System::nanoTime);
    }

    /**
     * Starts; completes when it listens.
     *
     * @param clock what the timestamps of signatures are held against
     * @param ticker what rates are measured by, in nanoseconds
     */
    public static Future<Sandbox> start(
            Vertx vertx, SandboxSettings settings, InstantSource clock, LongSupplier ticker) {
        return start(vertx, settings, clock, ticker, RandomGenerator.getDefault());
    }

    /** Starts; {@code random} decides which requests fail where only so many do. */
    static Future<Sandbox> start(
            Vertx vertx, SandboxSettings settings, InstantSource clock, LongSupplier ticker, RandomGenerator random) {
        var stages = new TreeMap<String, Stage>();
        var namespaces = new TreeMap<String, Stage>();
        for (var vendor : settings.vendors()) {
            var simulation = vendor.play(clock, ticker);
            var stage = new Stage(vertx, vendor.destination(), simulation, new Inbox(settings.keptBytes()), random);
            stages.put(vendor.destination(), stage);
            if (vendor instanceof SimulatedTemporal temporal) {
                namespaces.put(temporal.namespace(), stage);
            }
        }
        return vertx.createHttpServer()
                .requestHandler(router(vertx, stages, new TemporalFrontend(namespaces)))
                .listen(settings.port(), settings.host())
                .map(server -> new Sandbox(server, settings.host()));
    }

    public int port() {
        return server.actualPort();
    }

    /** What a destination's configuration names as endpoint, or a webhook's as URL. */
    public URI endpoint(String destination) {
        return URI.create("http://" + host + ":" + port() + "/" + destination);
    }

    /** Where the control paths begin. */
    public URI control() {
        return URI.create("http://" + host + ":" + port() + CONTROL);
    }

    public Future<Void> close() {
        return server.close();
    }

    private static Router router(Vertx vertx, Map<String, Stage> stages, TemporalFrontend temporal) {
        var router = Router.router(vertx);
        router.route().handler(BodyHandler.create(false).setBodyLimit(MAX_BODY));
        router.get(CONTROL + "/received")
                .handler(context -> context.json(new JsonObject()
                        .put(
                                "destinations",
                                new JsonArray(stages.values().stream()
                                        .map(Stage::counts)
                                        .toList()))));
        router.get(CONTROL + "/received/:destination")
                .handler(context -> with(stages, context, stage -> context.json(stage.received())));
        router.get(CONTROL + "/received/:destination/bytes")
                .handler(context -> with(stages, context, stage -> context.end(stage.bodies())));
        router.post(CONTROL + "/fail/:destination")
                .handler(context -> with(stages, context, stage -> fail(stage, context)));
        router.post(CONTROL + "/reset").handler(context -> {
            stages.values().forEach(Stage::reset);
            context.response().setStatusCode(204).end();
        });
        router.post(TemporalFrontend.SERVICE + ":method")
                .handler(context -> temporal.serve(
                        context.request(), Objects.requireNonNullElse(context.pathParam("method"), ""), body(context)));
        router.route().handler(context -> vendor(stages, context));
        return router;
    }

    private static void with(Map<String, Stage> stages, RoutingContext context, Consumer<Stage> action) {
        var stage = stages.get(context.pathParam("destination"));
        if (stage == null) {
            refuse(context, 404, "no such destination (known: " + stages.keySet() + ")");
        } else {
            action.accept(stage);
        }
    }

    private static void fail(Stage stage, RoutingContext context) {
        try {
            stage.fail(Failure.parse(new JsonObject(body(context))));
            context.response().setStatusCode(204).end();
        } catch (DecodeException | ClassCastException notAnObject) {
            refuse(context, 400, "the body is not a JSON object");
        } catch (IllegalArgumentException wrong) {
            refuse(context, 400, String.valueOf(wrong.getMessage()));
        }
    }

    private static void vendor(Map<String, Stage> stages, RoutingContext context) {
        var path = Objects.requireNonNullElse(context.request().path(), "/");
        int slash = path.indexOf('/', 1);
        var name = slash < 0 ? path.substring(1) : path.substring(1, slash);
        var stage = stages.get(name);
        if (stage == null) {
            refuse(context, 404, "no such destination (known: " + stages.keySet() + ")");
            return;
        }
        var call = new Call(
                context.request().method().name(),
                slash < 0 ? "/" : path.substring(slash),
                context.queryParams(),
                context.request().headers(),
                body(context));
        stage.serve(context.request(), call, reply -> answer(context.request(), reply));
    }

    private static void answer(HttpServerRequest request, Reply reply) {
        var response = request.response().setStatusCode(reply.status());
        reply.headers().forEach(response::putHeader);
        response.end(reply.body());
    }

    private static Buffer body(RoutingContext context) {
        var body = context.body().buffer();
        return body == null ? Buffer.buffer() : body;
    }

    private static void refuse(RoutingContext context, int status, String message) {
        context.response().setStatusCode(status).putHeader("Content-Type", "application/json");
        context.end(new JsonObject().put("error", message).encode());
    }
}
