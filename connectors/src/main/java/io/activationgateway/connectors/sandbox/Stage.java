package io.activationgateway.connectors.sandbox;

import io.activationgateway.connectors.sandbox.Simulation.Call;
import io.activationgateway.connectors.sandbox.Simulation.Reply;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** One simulated vendor with its inbox and the failures it was told to have. Runs on the sandbox's event loop only. */
final class Stage {

    /** By which a gateway tells a simulated vendor what let a request go; none reaches a vendor. */
    private static final String LAST_CHECK = "gateway-last-check";

    private final Vertx vertx;
    private final String destination;
    private final Simulation simulation;
    private final Inbox inbox;
    private final RandomGenerator random;
    private final List<Failure> failures = new ArrayList<>();

    /** {@code random} decides which requests fail where only so many do. */
    Stage(Vertx vertx, String destination, Simulation simulation, Inbox inbox, RandomGenerator random) {
        this.vertx = vertx;
        this.destination = destination;
        this.simulation = simulation;
        this.inbox = inbox;
        this.random = random;
    }

    /** {@code answer} writes an answer in the manner of the request. */
    void serve(HttpServerRequest request, Call call, Consumer<Reply> answer) {
        inbox.keep(call.body());
        var failure = nextFailure();
        var reply = failure == null || failure.reachesVendor()
                ? simulation.answer(call)
                : new Reply(500, Map.of(), "", List.of());
        var said = failure == null ? reply : disturbed(reply, failure);
        boolean answered = failure == null || failure.ending() == Failure.Ending.ANSWERED;
        inbox.note(
                call.path(),
                call.body().length(),
                answered ? said.status() : 0,
                request.getHeader(LAST_CHECK),
                reply.records());
        if (failure == null || failure.delayMillis() == 0) {
            end(request, said, failure, answer);
        } else {
            vertx.setTimer(failure.delayMillis(), _ -> end(request, said, failure, answer));
        }
    }

    /** The failures happen one after the other, each as often as it says; one that does not is left to the next. */
    void fail(Failure failure) {
        failures.add(failure);
    }

    JsonObject received() {
        return inbox.json(destination);
    }

    /** How much that is. */
    JsonObject counts() {
        return inbox.counts(destination);
    }

    Buffer bodies() {
        return inbox.bodies();
    }

    void reset() {
        failures.clear();
        inbox.reset();
        simulation.reset();
    }

    private @Nullable Failure nextFailure() {
        for (int i = 0; i < failures.size(); i++) {
            var failure = failures.get(i);
            if (failure.probability() == 1 || random.nextDouble() < failure.probability()) {
                var rest = failure.once();
                if (rest == null) {
                    failures.remove(i);
                } else {
                    failures.set(i, rest);
                }
                return failure;
            }
        }
        return null;
    }

    private static Reply disturbed(Reply reply, Failure failure) {
        var headers = new HashMap<>(reply.headers());
        if (failure.retryAfter() != null) {
            headers.put("Retry-After", failure.retryAfter());
        }
        int status = failure.status() == 0 ? reply.status() : failure.status();
        if (failure.status() == 0 && !failure.reachesVendor()) {
            status = 200;
        }
        var own = failure.status() == 0 ? reply.body() : "";
        return new Reply(status, headers, failure.text() == null ? own : failure.text(), reply.records());
    }

    private void end(HttpServerRequest request, Reply reply, @Nullable Failure failure, Consumer<Reply> answer) {
        switch (failure == null ? Failure.Ending.ANSWERED : failure.ending()) {
            case HANGING -> {}
            case DROPPED -> request.connection().close();
            case CUT -> {
                var body = Buffer.buffer(reply.body());
                begin(request, reply, body)
                        .write(body.getBuffer(0, body.length() / 2))
                        .onComplete(_ -> request.connection().close());
            }
            case ANSWERED -> {
                if (request.response().closed()) {
                    return;
                }
                // A gRPC answer is one message, whose bytes nobody sees one by one.
                if (failure != null && failure.byteMillis() > 0 && request.version() != HttpVersion.HTTP_2) {
                    var body = Buffer.buffer(reply.body());
                    trickle(begin(request, reply, body), body, 0, failure.byteMillis());
                } else {
                    answer.accept(reply);
                }
            }
        }
    }

    private static HttpServerResponse begin(HttpServerRequest request, Reply reply, Buffer body) {
        var response = request.response().setStatusCode(reply.status());
        reply.headers().forEach(response::putHeader);
        return response.putHeader("Content-Length", Integer.toString(body.length()));
    }

    private void trickle(HttpServerResponse response, Buffer body, int at, long millis) {
        if (response.closed()) {
            return;
        }
        if (at >= body.length()) {
            response.end();
            return;
        }
        response.write(body.getBuffer(at, at + 1));
        vertx.setTimer(millis, _ -> trickle(response, body, at + 1, millis));
    }
}
