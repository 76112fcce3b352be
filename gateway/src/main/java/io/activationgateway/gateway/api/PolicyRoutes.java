package io.activationgateway.gateway.api;

import static io.activationgateway.gateway.config.PolicyRole.APPROVER;
import static io.activationgateway.gateway.config.PolicyRole.AUDITOR;
import static io.activationgateway.gateway.config.PolicyRole.EDITOR;
import static io.activationgateway.gateway.config.PolicyRole.OPERATOR;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static java.util.Objects.requireNonNullElse;

import io.activationgateway.gateway.config.PersonConfig;
import io.activationgateway.gateway.lifecycle.AuditTrail;
import io.activationgateway.gateway.lifecycle.PolicyDesk;
import io.activationgateway.gateway.lifecycle.PolicyLifecycle;
import io.activationgateway.gateway.lifecycle.Refusal;
import io.activationgateway.residency.bundle.PolicyBundle;
import io.activationgateway.residency.document.DocumentError;
import io.activationgateway.residency.document.PolicyDocuments;
import io.activationgateway.residency.document.PolicyFiles;
import io.activationgateway.residency.document.Remarks;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The routes of the policy's life cycle. Event loop; what is asked of the database, or compiles, runs elsewhere.
 */
final class PolicyRoutes {

    private static final String ROOT = "/v1/policies";
    private static final int LONGEST_WAIT = 60;

    private final PolicyDesk desk;
    private final PolicyLifecycle lifecycle;
    private final ApiVerticle.Shared shared;
    private final PeopleWork work;

    PolicyRoutes(PolicyDesk desk, PeopleKeys people, ApiVerticle.Shared shared) {
        this.desk = desk;
        this.lifecycle = desk.lifecycle();
        this.shared = shared;
        this.work = new PeopleWork(people, shared);
    }

    void mount(Router router) {
        router.get(ROOT).handler(context -> work.read(context, this::status));
        router.get(ROOT + "/versions").handler(context -> work.read(context, this::versions));
        router.get(ROOT + "/versions/:version")
                .handler(context -> work.read(
                        context, () -> version(PolicyParameters.number(context.pathParam("version"), "version"))));
        router.post(ROOT + "/versions/:version/rollback")
                .handler(context -> work.write(
                        context,
                        person -> PolicyAnswers.draft(lifecycle.rollBack(
                                person.name(), PolicyParameters.number(context.pathParam("version"), "version"))),
                        EDITOR));
        router.get(ROOT + "/diff").handler(this::diff);
        router.get(ROOT + "/audit").handler(this::audit);
        drafts(router);
    }

    private void drafts(Router router) {
        var one = ROOT + "/drafts/:draft";
        router.get(ROOT + "/drafts")
                .handler(context -> work.read(
                        context,
                        () -> new JsonObject()
                                .put("drafts", PolicyAnswers.array(lifecycle.drafts(), PolicyAnswers::draft))));
        router.post(ROOT + "/drafts").handler(context -> work.body(context, this::begin, EDITOR));
        router.get(one)
                .handler(context -> work.read(context, () -> {
                    var draft = lifecycle.draft(PolicyParameters.id(context));
                    return PolicyAnswers.draft(draft).put("documents", PolicyAnswers.documents(draft.files()));
                }));
        router.delete(one)
                .handler(context -> work.write(
                        context,
                        person -> PolicyAnswers.draft(lifecycle.discard(person.name(), PolicyParameters.id(context))),
                        EDITOR));
        router.put(one + "/documents")
                .handler(context -> work.body(
                        context,
                        (person, bytes) -> PolicyAnswers.draft(lifecycle.replace(
                                person.name(),
                                PolicyParameters.id(context),
                                PolicyParameters.files(PolicyParameters.json(bytes)))),
                        EDITOR));
        router.put(one + "/document")
                .handler(context -> work.body(
                        context,
                        (person, bytes) -> PolicyAnswers.draft(
                                lifecycle.put(person.name(), PolicyParameters.id(context), new String(bytes, UTF_8))),
                        EDITOR));
        router.delete(one + "/document")
                .handler(context -> work.write(
                        context,
                        person -> PolicyAnswers.draft(lifecycle.remove(
                                person.name(),
                                PolicyParameters.id(context),
                                PolicyParameters.parameter(context, "kind", "the kind of a document"),
                                PolicyParameters.parameter(context, "name", "the name of a document"))),
                        EDITOR));
        router.get(one + "/check")
                .handler(context -> work.read(context, () -> {
                    var reviewed = lifecycle.reviews().of(lifecycle.draft(PolicyParameters.id(context)));
                    return PolicyAnswers.review(reviewed.review(), warnings(reviewed.read()));
                }));
        router.post(one + "/what-if")
                .handler(context -> work.read(context, () -> {
                    var draft = lifecycle.draft(PolicyParameters.id(context));
                    return whatIf(context, lifecycle.reviews().of(draft).read())
                            .orElseThrow(() -> new Refusal(Refusal.Cause.FAULTY, "documents that can be read"));
                }));
        router.post(ROOT + "/plan").handler(context -> work.body(context, (_, bytes) -> plan(context, bytes)));
        router.post(one + "/approve")
                .handler(context -> work.body(context, (person, bytes) -> approve(context, person, bytes), APPROVER));
        router.post(one + "/publish").handler(this::publish);
    }

    private List<DocumentError> warnings(PolicyDocuments.Result read) throws SQLException {
        return read instanceof PolicyDocuments.Loaded loaded
                ? Remarks.warnings(
                        loaded, shared.api().clock().instant(), desk.traffic().columns())
                : List.of();
    }

    private JsonObject plan(RoutingContext context, byte[] bytes) throws SQLException {
        var read = PolicyDocuments.read(
                0, PolicyParameters.files(PolicyParameters.json(bytes)).withPacks());
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
        var at = PolicyParameters.instant(context, "at", shared.api().clock());
        long acting = acting();
        return Optional.of(WhatIfAnswer.of(desk.traffic().whatIf(acting, draft, at), acting, at));
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
        work.read(
                context,
                () -> PolicyAnswers.diff(lifecycle.diff(
                        PolicyParameters.parameter(context, "from", "acting, a version or a draft"),
                        PolicyParameters.parameter(context, "to", "acting, a version or a draft"))));
    }

    private void audit(RoutingContext context) {
        work.write(
                context,
                _ -> {
                    var entries = lifecycle.audit(PolicyParameters.number(
                            requireNonNullElse(context.request().getParam("after"), "0"), "after"));
                    return new JsonObject()
                            .put("entries", PolicyAnswers.array(entries, PolicyAnswers::deed))
                            .put("more", entries.size() == AuditTrail.PAGE);
                },
                AUDITOR);
    }

    private JsonObject begin(PersonConfig person, byte[] bytes) throws SQLException {
        var json = PolicyParameters.json(bytes);
        var title = json.getString("title");
        if (title == null || title.isBlank()) {
            throw new ProblemException(Problems.parameter("title", "what the draft is for, in a few words"));
        }
        var draft = lifecycle.begin(
                person.name(),
                title.strip(),
                json.getLong("from"),
                json.containsKey("documents") ? PolicyParameters.files(json) : null);
        return PolicyAnswers.draft(draft);
    }

    private JsonObject approve(RoutingContext context, PersonConfig person, byte[] bytes) throws SQLException {
        var digest = PolicyParameters.json(bytes).getString("digest");
        if (digest == null) {
            throw new ProblemException(Problems.parameter("digest", "that of the content you looked at"));
        }
        return PolicyAnswers.draft(lifecycle.approve(person.name(), PolicyParameters.id(context), digest));
    }

    private void publish(RoutingContext context) {
        work.write(
                context,
                person -> {
                    long wait = PolicyParameters.number(
                            requireNonNullElse(context.request().getParam("wait"), "0"), "wait");
                    var draft = lifecycle.publish(person.name(), PolicyParameters.id(context));
                    long version = requireNonNull(draft.version(), "a published draft has a version");
                    var patience = Duration.ofSeconds(Math.min(wait, LONGEST_WAIT));
                    return PolicyAnswers.draft(draft)
                            .put(
                                    "convergence",
                                    PolicyAnswers.convergence(desk.convergence().reached(version, patience)));
                },
                OPERATOR);
    }
}
