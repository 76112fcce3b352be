package io.activationgateway.connectors.sandbox;

import io.vertx.core.MultiMap;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The jobs of a simulated Klaviyo account: one is queued first, then seen at work once, then complete. */
final class KlaviyoJobs {

    static final String IMPORT = "profile-bulk-import-job";
    static final String SUPPRESSION = "profile-suppression-bulk-create-job";

    private static final String HOST = "https://a.klaviyo.com";
    private static final int PAGE = 20;
    private static final int MAX_PAGE = 100;

    private final Map<String, Job> jobs = new HashMap<>();
    private int begun;

    private static final class Job {
        private final String type;
        private final JsonObject attributes;
        private final List<JsonObject> errors;
        private int seen;

        private Job(String type, JsonObject attributes, List<JsonObject> errors) {
            this.type = type;
            this.attributes = attributes;
            this.errors = errors;
        }
    }

    /**
     * Begins a job, and answers as the vendor does.
     *
     * @param missed what the vendor calls those that it did not do
     * @param errors why, one each where the vendor tells
     */
    JsonObject begin(String type, Instant now, int total, String missed, int missing, List<JsonObject> errors) {
        var id = "sandbox-job-" + ++begun;
        var attributes = new JsonObject()
                .put("status", "queued")
                .put("created_at", now.toString())
                .put("total_count", total)
                .put("completed_count", total - missing)
                .put(missed, missing);
        jobs.put(id, new Job(type, attributes, errors));
        return shown(
                id,
                type,
                new JsonObject()
                        .put("status", "queued")
                        .put("created_at", now.toString())
                        .put("total_count", total));
    }

    /** How a job stands; null where there is none of the type. */
    @Nullable
    JsonObject status(String type, String id) {
        var job = jobs.get(id);
        if (job == null || !job.type.equals(type)) {
            return null;
        }
        boolean complete = job.seen++ > 0;
        return shown(id, type, job.attributes.copy().put("status", complete ? "complete" : "processing"));
    }

    /** A page of a job's errors; null where there is no such job. */
    @Nullable
    JsonObject errors(String id, MultiMap query) {
        var job = jobs.get(id);
        if (job == null) {
            return null;
        }
        int size = query.contains("page[size]") ? Integer.parseInt(query.get("page[size]")) : PAGE;
        int from = query.contains("page[cursor]") ? Integer.parseInt(query.get("page[cursor]")) : 0;
        int to = Math.min(job.errors.size(), from + Math.min(size, MAX_PAGE));
        var path = HOST + "/api/" + job.type + "s/" + id + "/import-errors";
        var links = new JsonObject().put("self", path);
        if (to < job.errors.size()) {
            links.put("next", path + "?page%5Bcursor%5D=" + to + "&page%5Bsize%5D=" + size);
        }
        return new JsonObject()
                .put("data", new JsonArray(job.errors.subList(from, to)))
                .put("links", links);
    }

    void reset() {
        jobs.clear();
    }

    private static JsonObject shown(String id, String type, JsonObject attributes) {
        var links = new JsonObject().put("self", HOST + "/api/" + type + "s/" + id);
        var data = new JsonObject()
                .put("type", type)
                .put("id", id)
                .put("attributes", attributes)
                .put("links", links);
        return new JsonObject().put("data", data);
    }
}
