package io.activationgateway.gateway.api;

import static io.activationgateway.gateway.config.PolicyRole.APPROVER;
import static io.activationgateway.gateway.config.PolicyRole.AUDITOR;
import static io.activationgateway.gateway.config.PolicyRole.EDITOR;
import static io.activationgateway.gateway.config.PolicyRole.OPERATOR;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static java.util.Objects.requireNonNullElse;

import io.activationgateway.gateway.config.PersonConfig;
import io.activationgateway.gateway.config.PolicyRole;
import io.activationgateway.gateway.ingest.Unpacking;
import io.activationgateway.gateway.lifecycle.AuditTrail;
import io.activationgateway.gateway.lifecycle.PolicyDesk;
import io.activationgateway.gateway.lifecycle.PolicyLifecycle;
import io.activationgateway.gateway.lifecycle.Refusal;
import io.activationgateway.residency.bundle.PolicyBundle;
import io.activationgateway.residency.document.DocumentError;
import io.activationgateway.residency.document.PolicyDocuments;
import io.activationgateway.residency.document.PolicyFiles;
import io.activationgateway.residency.document.PolicyUnreadable;
import io.activationgateway.residency.document.Remarks;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The routes of the policy's life cycle. What is asked of the database, or compiles, runs on virtual threads; the answer
 * is given on the event loop that took the request.
 */
final class PolicyRoutes {

    private static final Logger log = LoggerFactory.getLogger(PolicyRoutes.class);
    private static final String ROOT = "/v1/policies";
    private static final int LONGEST_BODY = 32 << 20;
    private static final int LONGEST_WAIT = 60;

    private final PolicyDesk desk;
    private final PolicyLifecycle lifecycle;
    private final PeopleKeys people;
    private final ApiVerticle.Shared shared;
    private final BodyReader bodies;

    PolicyRoutes(PolicyDesk desk, PeopleKeys people, ApiVerticle.Shared shared) {
        this.desk = desk;
        this.lifecycle = desk.lifecycle();
        this.people = people;
        this.shared = shared;
        this.bodies = new BodyReader(LONGEST_BODY, shared.inFlight());
    }

    void mount(Router router) {
        router.get(ROOT).handler(context -> read(context, this::status));
        router.get(ROOT + "/versions").handler(context -> read(context, this::versions));
        router.get(ROOT + "/versions/:version")
                .handler(context -> read(context, () -> version(number(context.pathParam("version"), "version"))));
        router.post(ROOT + "/versions/:version/rollback")
                .handler(context -> write(
                        context,
                        person -> PolicyAnswers.draft(
                                lifecycle.rollBack(person.name(), number(context.pathParam("version"), "version"))),
                        EDITOR));
        router.get(ROOT + "/diff").handler(this::diff);
        router.get(ROOT + "/audit").handler(this::audit);
        drafts(router);
    }

    private void drafts(Router router) {
        var one = ROOT + "/drafts/:draft";
        router.get(ROOT + "/drafts")
                .handler(context -> read(
                        context,
                        () -> new JsonObject()
                                .put("drafts", PolicyAnswers.array(lifecycle.drafts(), PolicyAnswers::draft))));
        router.post(ROOT + "/drafts").handler(context -> body(context, this::begin, EDITOR));
        router.get(one)
                .handler(context -> read(context, () -> {
                    var draft = lifecycle.draft(id(context));
                    return PolicyAnswers.draft(draft).put("documents", PolicyAnswers.documents(draft.files()));
                }));
        router.delete(one)
                .handler(context -> write(
                        context, person -> PolicyAnswers.draft(lifecycle.discard(person.name(), id(context))), EDITOR));
        router.put(one + "/documents")
                .handler(context -> body(
                        context,
                        (person, bytes) ->
                                PolicyAnswers.draft(lifecycle.replace(person.name(), id(context), files(json(bytes)))),
                        EDITOR));
        router.put(one + "/document")
                .handler(context -> body(
                        context,
                        (person, bytes) -> PolicyAnswers.draft(
                                lifecycle.put(person.name(), id(context), new String(bytes, UTF_8))),
                        EDITOR));
        router.delete(one + "/document")
                .handler(context -> write(
                        context,
                        person -> PolicyAnswers.draft(lifecycle.remove(
                                person.name(),
                                id(context),
                                parameter(context, "kind", "the kind of a document"),
                                parameter(context, "name", "the name of a document"))),
                        EDITOR));
        router.get(one + "/check")
                .handler(context -> read(context, () -> {
                    var reviewed = lifecycle.reviews().of(lifecycle.draft(id(context)));
                    return PolicyAnswers.review(reviewed.review(), warnings(reviewed.read()));
                }));
        router.post(one + "/what-if")
                .handler(context -> read(context, () -> {
                    var draft = lifecycle.draft(id(context));
                    return whatIf(context, lifecycle.reviews().of(draft).read())
                            .orElseThrow(() -> new Refusal(Refusal.Cause.FAULTY, "documents that can be read"));
                }));
        router.post(ROOT + "/plan").handler(context -> body(context, (_, bytes) -> plan(context, bytes)));
        router.post(one + "/approve")
                .handler(context -> body(context, (person, bytes) -> approve(context, person, bytes), APPROVER));
        router.post(one + "/publish").handler(this::publish);
    }

    private List<DocumentError> warnings(PolicyDocuments.Result read) throws SQLException {
        return read instanceof PolicyDocuments.Loaded loaded
                ? Remarks.warnings(
                        loaded, shared.api().clock().instant(), desk.traffic().columns())
                : List.of();
    }

    private JsonObject plan(RoutingContext context, byte[] bytes) throws SQLException {
        var read = PolicyDocuments.read(0, files(json(bytes)).withPacks());
        var answer = new JsonObject()
                .put("check", PolicyAnswers.review(lifecycle.reviews().of(read), warnings(read)))
                .putNull("diff")
                .putNull("what_if");
        if (read instanceof PolicyDocuments.Loaded loaded) {
            answer.put("diff", PolicyAnswers.diff(lifecycle.diff("acting", loaded)));
        }
        whatIf(context, read).ifPresent(report -> answer.put("what_if", report));
        return answer;
    }

    /** What documents would change, empty where they cannot be read. */
    private Optional<JsonObject> whatIf(RoutingContext context, PolicyDocuments.Result read) throws SQLException {
        if (!(read instanceof PolicyDocuments.Loaded draft)) {
            return Optional.empty();
        }
        var at = instant(context);
        long acting = acting();
        return Optional.of(WhatIfAnswer.of(desk.traffic().whatIf(acting, draft, at), acting, at));
    }

    private Instant instant(RoutingContext context) {
        var text = context.request().getParam("at");
        try {
            return text == null ? shared.api().clock().instant() : Instant.parse(text);
        } catch (DateTimeException wrong) {
            throw new ProblemException(Problems.parameter("at", "an instant such as 2026-12-01T00:00:00Z"));
        }
    }

    private JsonObject status() throws SQLException {
        var active = desk.policy().active();
        long acting = active.bundle().map(PolicyBundle::version).orElse(0L);
        var answer = new JsonObject()
                .put("region", shared.api().config().region())
                .put("version", acting)
                .put("digest", active.bundle().map(PolicyBundle::digest).orElse(""))
                .put("age_seconds", active.age().map(Duration::toSeconds).orElse(0L));
        active.refusals()
                .last()
                .ifPresent(refusal -> answer.put(
                        "refused",
                        new JsonObject()
                                .put("cause", refusal.code())
                                .put("detail", refusal.text())
                                .put("at", refusal.at().toString())));
        return answer.put(
                "convergence", PolicyAnswers.convergence(desk.convergence().now(acting)));
    }

    private JsonObject versions() throws SQLException {
        long acting = acting();
        return new JsonObject()
                .put(
                        "versions",
                        PolicyAnswers.array(
                                lifecycle.versions().all(), bundle -> PolicyAnswers.version(bundle, acting)));
    }

    private JsonObject version(long number) throws SQLException {
        var bundle = lifecycle.versions().version(number);
        return PolicyAnswers.version(bundle, acting())
                .put("documents", PolicyAnswers.documents(PolicyFiles.ofCanonical(bundle.documents())));
    }

    private long acting() {
        return desk.policy().active().bundle().map(PolicyBundle::version).orElse(0L);
    }

    private void diff(RoutingContext context) {
        read(
                context,
                () -> PolicyAnswers.diff(lifecycle.diff(
                        parameter(context, "from", "acting, a version or a draft"),
                        parameter(context, "to", "acting, a version or a draft"))));
    }

    private void audit(RoutingContext context) {
        write(
                context,
                _ -> {
                    var entries = lifecycle.audit(
                            number(requireNonNullElse(context.request().getParam("after"), "0"), "after"));
                    return new JsonObject()
                            .put("entries", PolicyAnswers.array(entries, PolicyAnswers::deed))
                            .put("more", entries.size() == AuditTrail.PAGE);
                },
                AUDITOR);
    }

    private JsonObject begin(PersonConfig person, byte[] bytes) throws SQLException {
        var json = json(bytes);
        var title = json.getString("title");
        if (title == null || title.isBlank()) {
            throw new ProblemException(Problems.parameter("title", "what the draft is for, in a few words"));
        }
        var draft = lifecycle.begin(
                person.name(), title.strip(), json.getLong("from"), json.containsKey("documents") ? files(json) : null);
        return PolicyAnswers.draft(draft);
    }

    private JsonObject approve(RoutingContext context, PersonConfig person, byte[] bytes) throws SQLException {
        var digest = json(bytes).getString("digest");
        if (digest == null) {
            throw new ProblemException(Problems.parameter("digest", "that of the content you looked at"));
        }
        return PolicyAnswers.draft(lifecycle.approve(person.name(), id(context), digest));
    }

    private void publish(RoutingContext context) {
        write(
                context,
                person -> {
                    long wait = number(requireNonNullElse(context.request().getParam("wait"), "0"), "wait");
                    var draft = lifecycle.publish(person.name(), id(context));
                    long version = requireNonNull(draft.version(), "a published draft has a version");
                    var patience = Duration.ofSeconds(Math.min(wait, LONGEST_WAIT));
                    return PolicyAnswers.draft(draft)
                            .put(
                                    "convergence",
                                    PolicyAnswers.convergence(desk.convergence().reached(version, patience)));
                },
                OPERATOR);
    }

    @FunctionalInterface
    private interface Asked {
        JsonObject answer() throws SQLException;
    }

    @FunctionalInterface
    private interface Deed {
        JsonObject by(PersonConfig person) throws SQLException;
    }

    @FunctionalInterface
    private interface DeedWithBody {
        JsonObject by(PersonConfig person, byte[] body) throws SQLException;
    }

    private void read(RoutingContext context, Asked asked) {
        write(context, _ -> asked.answer());
    }

    private void write(RoutingContext context, Deed deed, PolicyRole... roles) {
        answer(context, () -> {
            var person = people.authenticate(context.request(), roles);
            return later(() -> deed.by(person));
        });
    }

    private void body(RoutingContext context, DeedWithBody deed, PolicyRole... roles) {
        answer(context, () -> {
            var request = context.request();
            var person = people.authenticate(request, roles);
            var unpacking = Unpacking.ofContentEncoding(request.getHeader("Content-Encoding"))
                    .orElseThrow(() -> new ProblemException(Problems.encoding()));
            return bodies.with(request, unpacking, bytes -> later(() -> deed.by(person, bytes)));
        });
    }

    @FunctionalInterface
    private interface Work {
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

    private static JsonObject json(byte[] bytes) {
        try {
            return new JsonObject(Buffer.buffer(bytes));
        } catch (DecodeException | ClassCastException broken) {
            throw new ProblemException(Problems.parameter("body", "a JSON object"));
        }
    }

    private static PolicyFiles files(JsonObject json) {
        var documents = json.getValue("documents");
        if (!(documents instanceof JsonObject texts) || texts.isEmpty()) {
            throw new ProblemException(Problems.parameter("documents", "an object of file names and their YAML"));
        }
        var files = new TreeMap<String, String>();
        for (var name : texts.fieldNames()) {
            if (!(texts.getValue(name) instanceof String text)) {
                throw new ProblemException(Problems.parameter("documents", "an object of file names and their YAML"));
            }
            files.put(name, text);
        }
        return PolicyFiles.of(files);
    }

    private static String id(RoutingContext context) {
        return requireNonNull(context.pathParam("draft"), "the route has a draft")
                .toUpperCase(Locale.ROOT);
    }

    private static String parameter(RoutingContext context, String name, String expected) {
        var value = context.request().getParam(name);
        if (value == null || value.isBlank()) {
            throw new ProblemException(Problems.parameter(name, expected));
        }
        return value.strip();
    }

    private static long number(@Nullable String text, String name) {
        try {
            long number = text == null ? -1 : Long.parseLong(text);
            if (number >= 0) {
                return number;
            }
        } catch (NumberFormatException wrong) {
            // Answered below.
        }
        throw new ProblemException(Problems.parameter(name, "a whole number, 0 or more"));
    }
}
