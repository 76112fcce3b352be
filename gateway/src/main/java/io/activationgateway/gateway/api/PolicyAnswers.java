package io.activationgateway.gateway.api;

import io.activationgateway.gateway.lifecycle.AuditTrail;
import io.activationgateway.gateway.lifecycle.Convergence;
import io.activationgateway.gateway.lifecycle.Draft;
import io.activationgateway.residency.bundle.PolicyBundle;
import io.activationgateway.residency.document.DocumentError;
import io.activationgateway.residency.document.PolicyDiff;
import io.activationgateway.residency.document.PolicyFiles;
import io.activationgateway.residency.document.PolicyReview;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** What the policy's API answers, as JSON. Pure functions. */
final class PolicyAnswers {

    private PolicyAnswers() {}

    static JsonObject version(PolicyBundle bundle, long acting) {
        return new JsonObject()
                .put("version", bundle.version())
                .put("digest", bundle.digest())
                .put("previous", bundle.previous())
                .put("created", bundle.created().toString())
                .put("regions", new JsonArray(bundle.regions()))
                .put(
                        "approvals",
                        array(
                                bundle.approvals(),
                                approval -> new JsonObject()
                                        .put("by", approval.by())
                                        .put("at", approval.at().toString())))
                .put("acting", bundle.version() == acting);
    }

    static JsonObject draft(Draft draft) {
        return new JsonObject()
                .put("draft", draft.id())
                .put("title", draft.title())
                .put("state", draft.state().name().toLowerCase(Locale.ROOT))
                .put("base", draft.base())
                .put("revision", draft.revision())
                .put("digest", draft.digest())
                .put("editors", new JsonArray(draft.editors()))
                .put(
                        "approvals",
                        array(
                                draft.approvals(),
                                approval -> new JsonObject()
                                        .put("by", approval.person())
                                        .put("at", approval.at().toString())))
                .put("version", draft.version())
                .put("changed", draft.changed().toString());
    }

    static JsonObject documents(PolicyFiles files) {
        var documents = new JsonObject();
        files.texts().forEach(documents::put);
        return documents;
    }

    static JsonObject review(PolicyReview review, List<DocumentError> warnings) {
        return new JsonObject()
                .put("publishable", review.passed())
                .put("errors", errors(review.errors()))
                .put("warnings", errors(warnings))
                .put(
                        "examples",
                        array(
                                review.examples(),
                                example -> new JsonObject()
                                        .put("name", example.name())
                                        .put("title", example.title())
                                        .put("passed", example.passed())
                                        .put("problems", new JsonArray(example.problems()))))
                .put(
                        "rules",
                        new JsonObject()
                                .put("own", review.ownRules())
                                .put("untouched", new JsonArray(review.untouched())));
    }

    static JsonArray errors(List<DocumentError> errors) {
        return array(
                errors,
                error -> new JsonObject()
                        .put("file", error.file())
                        .put("line", error.line())
                        .put("column", error.column())
                        .put("path", error.path())
                        .put("problem", error.problem())
                        .put("remedy", error.remedy()));
    }

    static JsonObject diff(PolicyDiff diff) {
        return new JsonObject()
                .put(
                        "changes",
                        array(
                                diff.changes(),
                                change -> new JsonObject()
                                        .put("kind", change.kind())
                                        .put("name", change.name())
                                        .put("how", change.how().name().toLowerCase(Locale.ROOT))
                                        .put("lines", new JsonArray(change.lines()))))
                .put("text", diff.text());
    }

    static JsonObject convergence(Convergence.State state) {
        return new JsonObject()
                .put("version", state.version())
                .put("reached", state.isReached())
                .put("missing", new JsonArray(state.missing()))
                .put(
                        "nodes",
                        array(
                                state.nodes(),
                                heard -> new JsonObject()
                                        .put("region", heard.report().region())
                                        .put("node", heard.report().node())
                                        .put("ready", heard.report().prepared())
                                        .put("acting", heard.report().acting())
                                        .put("refused", heard.report().refused())
                                        .put("heard_seconds_ago", heard.age().toSeconds())));
    }

    static JsonObject deed(AuditTrail.Entry entry) {
        return new JsonObject()
                .put("sequence", entry.sequence())
                .put("at", entry.at().toString())
                .put("person", entry.person())
                .put("action", entry.action())
                .put("subject", entry.subject())
                .put("digest", entry.digest())
                .put("detail", entry.detail());
    }

    static <T> JsonArray array(Collection<T> values, Function<T, JsonObject> each) {
        var array = new JsonArray();
        values.forEach(value -> array.add(each.apply(value)));
        return array;
    }
}
