package io.activationgateway.gateway.api;

import static java.util.Objects.requireNonNull;

import io.activationgateway.gateway.config.SourceConfig;
import io.activationgateway.gateway.ingest.Unpacking;
import io.activationgateway.gateway.opendsr.ApiVersion;
import io.activationgateway.gateway.opendsr.DsrAnswer;
import io.activationgateway.gateway.opendsr.OpenDsr;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Locale;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The routes of OpenDSR, and of OpenGDPR before it. Every error on them is in OpenDSR's own words. Event loop. */
final class OpenDsrRoutes {

    private static final Logger log = LoggerFactory.getLogger(OpenDsrRoutes.class);
    private static final String ROOT = "/opendsr";
    private static final int LONGEST_BODY = 256 << 10;

    private final OpenDsr processor;
    private final ApiVerticle.Shared shared;
    private final BodyReader bodies;

    OpenDsrRoutes(OpenDsr processor, ApiVerticle.Shared shared) {
        this.processor = processor;
        this.shared = shared;
        this.bodies = new BodyReader(LONGEST_BODY, shared.inFlight());
    }

    void mount(Router router) {
        router.get(ROOT + "/v2/discovery").handler(context -> send(context.request(), processor.discovery()));
        router.get(ROOT + "/certificate.pem").handler(context -> send(context.request(), processor.certificate()));
        mount(router, ROOT + "/v2/requests", ApiVersion.V2);
        mount(router, ROOT + "/opengdpr_requests", ApiVersion.V1);
        router.get(ROOT + "/v2/status/:id").handler(context -> status(context, ApiVersion.V2));
        router.get(ROOT + "/v2/requests/:id/results")
                .handler(context -> work(context, source -> later(processor.results(source, id(context)))));
    }

    private void mount(Router router, String path, ApiVersion version) {
        router.post(path).handler(context -> work(context, source -> create(context.request(), source, version)));
        router.get(path + "/:id").handler(context -> status(context, version));
        router.delete(path + "/:id")
                .handler(context -> work(context, source -> later(processor.cancel(source, version, id(context)))));
    }

    private void status(RoutingContext context, ApiVersion version) {
        work(context, source -> later(processor.status(source, version, id(context))));
    }

    private Future<DsrAnswer> create(HttpServerRequest request, SourceConfig source, ApiVersion version) {
        var type = request.getHeader(HttpHeaders.CONTENT_TYPE);
        if (type == null
                || !type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT).equals("application/json")) {
            throw new ProblemException(Problems.mediaType());
        }
        // The answer repeats the bytes as they came, so that they come unpacked.
        if (Unpacking.ofContentEncoding(request.getHeader(HttpHeaders.CONTENT_ENCODING))
                .filter(Unpacking.IDENTITY::equals)
                .isEmpty()) {
            throw new ProblemException(Problems.encoding());
        }
        return bodies.with(request, Unpacking.IDENTITY, body -> later(processor.create(source, version, body)));
    }

    @FunctionalInterface
    private interface Work {
        Future<DsrAnswer> by(SourceConfig source);
    }

    private void work(RoutingContext context, Work work) {
        var request = context.request();
        shared.inWork().begin();
        Future<DsrAnswer> answer;
        try {
            answer = shared.api().readiness().draining()
                    ? Future.failedFuture(new ProblemException(Problems.draining()))
                    : work.by(shared.sources().authenticateAlsoBasic(request));
        } catch (RuntimeException failure) {
            answer = Future.failedFuture(failure);
        }
        answer.onComplete(said -> send(request, said), failure -> fail(request, failure))
                .onComplete(_ -> shared.inWork().end());
    }

    private static void fail(HttpServerRequest request, Throwable failure) {
        if (failure instanceof ProblemException refused) {
            var problem = refused.problem();
            send(request, DsrAnswer.refusal(problem.status(), problem.code(), problem.detail()));
        } else if (failure instanceof HttpClosedException) {
            log.debug("a controller went away before its request was whole");
        } else {
            log.error("a data subject request failed: {}", Failures.describe(failure));
            send(request, DsrAnswer.refusal(500, "internal", "The gateway failed; its log says how."));
        }
    }

    private static void send(HttpServerRequest request, DsrAnswer answer) {
        var response = request.response();
        if (response.closed() || response.headWritten()) {
            return;
        }
        if (!request.isEnded() && request.method().equals(HttpMethod.POST)) {
            response.putHeader("Connection", "close");
            response.endHandler(_ -> request.connection().close());
        }
        answer.headers().forEach(response::putHeader);
        response.setStatusCode(answer.status())
                .putHeader(HttpHeaders.CONTENT_TYPE, answer.contentType())
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                .end(Buffer.buffer(answer.body()));
    }

    private static Future<DsrAnswer> later(CompletionStage<DsrAnswer> stage) {
        return Future.fromCompletionStage(
                stage, requireNonNull(Vertx.currentContext(), "the request belongs to an event loop"));
    }

    private static String id(RoutingContext context) {
        return requireNonNull(context.pathParam("id"), "the route has an id");
    }
}
