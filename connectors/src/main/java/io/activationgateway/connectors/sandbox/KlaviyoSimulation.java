package io.activationgateway.connectors.sandbox;

import static io.activationgateway.connectors.sandbox.KlaviyoReplies.error;
import static io.activationgateway.connectors.sandbox.KlaviyoReplies.json;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;

/**
 * A Klaviyo account: refuses a whole request for one wrong record and points at it, runs imports and suppressions as jobs,
 * and of all else says only that it was accepted.
 */
final class KlaviyoSimulation implements Simulation {

    private static final String REVISION = "2026-07-15";
    private static final int MAX_BYTES = 5_000_000;
    private static final int MAX_PAGE = 100;

    private static final Pattern MEMBERS = Pattern.compile("/api/lists/([^/]+)/relationships/profiles");
    private static final Pattern JOB = Pattern.compile(
            "/api/(" + KlaviyoJobs.IMPORT + "|" + KlaviyoJobs.SUPPRESSION + ")s/([^/]+)(/import-errors)?");
    private static final Pattern FILTER =
            Pattern.compile("any\\((email|external_id|phone_number),(\\[.*])\\)", Pattern.DOTALL);

    private final String authorization;
    private final InstantSource clock;
    private final LongSupplier ticker;
    private final KlaviyoPeople people = new KlaviyoPeople();
    private final KlaviyoJobs jobs = new KlaviyoJobs();
    private final KlaviyoData data;
    private final KlaviyoRights rights;
    private final Map<String, RateWindows> rates = new HashMap<>();

    KlaviyoSimulation(SimulatedKlaviyo settings, InstantSource clock, LongSupplier ticker) {
        this.authorization = "Klaviyo-API-Key " + settings.apiKey();
        this.clock = clock;
        this.ticker = ticker;
        this.data = new KlaviyoData(people, jobs, clock);
        this.rights = new KlaviyoRights(settings.lists(), people, jobs, clock);
    }

    @Override
    public Reply answer(Call call) {
        if (!authorization.equals(call.headers().get("Authorization"))) {
            return error(401, "not_authenticated", "/data");
        }
        if (!REVISION.equals(call.headers().get("revision"))) {
            return error(400, "invalid", "/data");
        }
        boolean asks = call.method().equals("GET");
        if (!asks && !KlaviyoReplies.JSON_API.equals(call.headers().get("Content-Type"))) {
            return error(415, "unsupported_media_type", "/data");
        }
        var rate = rates.computeIfAbsent(
                call.method()
                        + MEMBERS.matcher(JOB.matcher(call.path()).replaceAll("job"))
                                .replaceAll("members"),
                _ -> rate(call));
        int wait = rate.take();
        if (wait > 0) {
            return error(429, "throttled", "/data", Map.of("Retry-After", Integer.toString(wait)));
        }
        var reply = asks ? asked(call) : told(call);
        var headers = new HashMap<>(reply.headers());
        headers.put("RateLimit-Limit", Integer.toString(rate.limit()));
        headers.put("RateLimit-Remaining", Integer.toString(rate.remaining()));
        headers.put("RateLimit-Reset", Integer.toString(rate.untilNextMinute()));
        return new Reply(reply.status(), headers, reply.body(), reply.records());
    }

    @Override
    public void reset() {
        people.reset();
        jobs.reset();
        data.reset();
        rates.clear();
    }

    private RateWindows rate(Call call) {
        var path = call.path();
        if (path.startsWith("/api/data-privacy")) {
            return new RateWindows(3, 60, ticker);
        }
        boolean many = path.equals("/api/profiles")
                || path.startsWith("/api/profile-sub")
                || path.startsWith("/api/profile-sup");
        return many ? new RateWindows(75, 750, ticker) : new RateWindows(10, 150, ticker);
    }

    private Reply asked(Call call) {
        if (call.path().equals("/api/profiles")) {
            return found(call);
        }
        if (call.path().equals("/api/push-tokens")) {
            return KlaviyoPush.shown(call, people, clock.instant());
        }
        var job = JOB.matcher(call.path());
        if (!job.matches()) {
            return error(404, "not_found", "/data");
        }
        var body = job.group(3) == null
                ? jobs.status(job.group(1), job.group(2))
                : jobs.errors(job.group(2), call.query());
        return body == null ? error(404, "not_found", "/data") : json(200, body, List.of());
    }

    private Reply told(Call call) {
        var body = call.json();
        if (call.body().length() > MAX_BYTES) {
            return error(413, "payload_too_large", "/data");
        }
        if (body == null) {
            return error(400, "invalid", "/data");
        }
        var members = MEMBERS.matcher(call.path());
        if (members.matches()) {
            return rights.members(call.method(), members.group(1), body);
        }
        if (!call.method().equals("POST")) {
            return error(405, "method_not_allowed", "/data");
        }
        var shape = new KlaviyoShape(clock.instant());
        return switch (call.path()) {
            case "/api/profile-bulk-import-jobs" -> data.imported(body, shape);
            case "/api/event-bulk-create-jobs" -> data.tracked(body, shape);
            case "/api/profile-subscription-bulk-create-jobs" -> rights.subscribed(body, shape);
            case "/api/profile-subscription-bulk-delete-jobs" -> rights.unsubscribed(body, shape);
            case "/api/profile-suppression-bulk-create-jobs" -> rights.suppressed(body, shape);
            case "/api/data-privacy-deletion-jobs" -> rights.deleted(body, shape);
            default -> error(404, "not_found", "/data");
        };
    }

    private Reply found(Call call) {
        var filter = FILTER.matcher(String.valueOf(call.query().get("filter")));
        var fields = call.query().get("fields[profile]");
        if (!filter.matches()) {
            return error(400, "invalid", "/data");
        }
        JsonArray values;
        try {
            values = new JsonArray(filter.group(2));
        } catch (DecodeException notAList) {
            return error(400, "invalid", "/data");
        }
        var shown = fields == null ? Set.copyOf(KlaviyoPeople.KEYS) : Set.of(fields.split(","));
        var profiles = values.stream()
                .flatMap(value -> people.known(filter.group(1), value))
                .distinct()
                .limit(MAX_PAGE)
                .map(profile -> profile.shown(shown))
                .toList();
        var links = new JsonObject().put("self", "https://a.klaviyo.com/api/profiles");
        return json(200, new JsonObject().put("data", new JsonArray(profiles)).put("links", links), List.of());
    }
}
