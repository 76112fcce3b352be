package io.activationgateway.gateway.api;

import static java.util.Objects.requireNonNull;

import io.activationgateway.gateway.config.PersonConfig;
import io.activationgateway.gateway.config.PolicyRole;
import io.activationgateway.gateway.ingest.Unpacking;
import io.activationgateway.gateway.lifecycle.Refusal;
import io.activationgateway.residency.document.PolicyFiles;
import io.activationgateway.residency.document.PolicyUnreadable;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.sql.SQLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What people ask of the policy's life cycle: who asks is authenticated, the work runs on a virtual thread, and what came
 * of it is answered on the event loop that took the request.
 */
final class PeopleWork {

    private static final Logger log = LoggerFactory.getLogger(PeopleWork.class);
    private static final int LONGEST_BODY = 32 << 20;

    private final PeopleKeys people;
    private final ApiVerticle.Shared shared;
    private final BodyReader bodies;

    PeopleWork(PeopleKeys people, ApiVerticle.Shared shared) {
        this.people = people;
        this.shared = shared;
        this.bodies = new BodyReader(LONGEST_BODY, shared.inFlight());
    }

    @FunctionalInterface
    interface Asked {
        JsonObject answer() throws SQLException;
    }

    @FunctionalInterface
    interface Deed {
        JsonObject by(PersonConfig person) throws SQLException;
    }

    @FunctionalInterface
    interface DeedWithBody {
        JsonObject by(PersonConfig person, byte[] body) throws SQLException;
    }

    /** Answers whoever has a person's key. */
    void read(RoutingContext context, Asked asked) {
        write(context, _ -> asked.answer());
    }

    /** Answers a person with one of these roles, any where none is named. */
    void write(RoutingContext context, Deed deed, PolicyRole... roles) {
        answer(context, () -> {
            var person = people.authenticate(context.request(), roles);
            return later(() -> deed.by(person));
        });
    }

    /** The same with the body. */
    void body(RoutingContext context, DeedWithBody deed, PolicyRole... roles) {
        answer(context, () -> {
            var request = context.request();
            var person = people.authenticate(request, roles);
            var unpacking = Unpacking.ofContentEncoding(request.getHeader("Content-Encoding"))
                    .orElseThrow(() -> new ProblemException(Problems.encoding()));
            return bodies.with(request, unpacking, bytes -> later(() -> deed.by(person, bytes)));
        });
    }

    @FunctionalInterface
    interface Work {
        Future<JsonObject> begin();
    }

    private void answer(RoutingContext context, Work work) {
        var request = context.request();
        shared.inWork().begin();
        Future<JsonObject> answer;
        try {
            answer = shared.api().readiness().draining()
                    ? Future.failedFuture(new ProblemException(Problems.draining()))
                    : work.begin();
        } catch (RuntimeException failure) {
            answer = Future.failedFuture(failure);
        }
        answer.onComplete(json -> send(request, json), failure -> refuse(request, failure))
                .onComplete(_ -> shared.inWork().end());
    }

    private static Future<JsonObject> later(Asked asked) {
        Promise<JsonObject> promise = Promise.promise();
        var context = requireNonNull(Vertx.currentContext(), "the request belongs to an event loop");
        Thread.ofVirtual().name("policy-api").start(() -> {
            try {
                var answer = asked.answer();
                context.runOnContext(_ -> promise.complete(answer));
            } catch (SQLException | RuntimeException failure) {
                context.runOnContext(_ -> promise.fail(failure));
            }
        });
        return promise.future();
    }

    private static void send(HttpServerRequest request, JsonObject json) {
        if (!request.response().closed()) {
            request.response().putHeader("Content-Type", "application/json").end(json.toBuffer());
        }
    }

    private static void refuse(HttpServerRequest request, Throwable failure) {
        switch (failure) {
            case Refusal refusal -> {
                var errors = refusal.errors();
                ApiVerticle.refuse(
                        request,
                        problem(refusal),
                        errors.isEmpty() ? null : new JsonObject().put("errors", PolicyAnswers.errors(errors)));
            }
            case PolicyUnreadable unreadable ->
                ApiVerticle.refuse(
                        request,
                        Problems.policyFaulty("documents that can be read"),
                        new JsonObject().put("errors", PolicyAnswers.errors(unreadable.errors())));
            case SQLException gone -> {
                log.warn("The policy's life cycle did not reach the database: {}", Failures.describe(gone));
                ApiVerticle.refuse(request, Problems.unread(), null);
            }
            default -> ApiVerticle.fail(request, failure);
        }
    }

    private static Problem problem(Refusal refusal) {
        var expected = refusal.expected();
        return switch (refusal.why()) {
            case NO_DRAFT -> Problems.unknownDraft(expected);
            case NO_VERSION -> Problems.unknownVersion(expected);
            case CLOSED -> Problems.draftClosed(expected);
            case OUTDATED -> Problems.draftOutdated(expected);
            case CHANGED -> Problems.draftChanged(expected);
            case FOUR_EYES -> Problems.fourEyes(expected);
            case NOT_APPROVED -> Problems.notApproved(expected);
            case NO_CHANGE -> Problems.noChange(expected);
            case FAULTY -> Problems.policyFaulty(expected);
            case NO_SIGNER -> Problems.notPublishing(expected);
            case TOO_LARGE -> Problems.tooLarge(PolicyFiles.MAX_CHARACTERS);
        };
    }
}
