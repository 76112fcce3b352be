package io.activationgateway.connectors.sandbox;

import io.activationgateway.connectors.sandbox.Simulation.Call;
import io.activationgateway.connectors.sandbox.Simulation.Reply;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a simulated Iterable project says and does about one person's channels, and to those it is to forget. */
final class IterableSubscriptions {

    private static final Pattern BY_USER_ID = Pattern.compile("/api/users/byUserId/([^/]+)");
    private static final Pattern BY_EMAIL = Pattern.compile("/api/users/([^/]+)");
    private static final Pattern ADDITIVE = Pattern.compile("/api/subscriptions/messageChannel/([0-9]{1,9})");
    private static final String UPDATE = "/api/users/updateSubscriptions";
    private static final String FORGET = "/api/users/forget";

    private final IterablePeople people;
    private final RateLimit forgets;

    IterableSubscriptions(IterablePeople people, LongSupplier ticker) {
        this.people = people;
        this.forgets = new RateLimit(3, ticker);
    }

    void reset() {
        forgets.reset();
    }

    /** The answer, or null to a call of another kind. */
    @Nullable
    Reply answer(Call call) {
        return switch (call.method()) {
            case "GET" -> profile(call);
            case "PUT" -> additive(call);
            case "POST" ->
                switch (call.path()) {
                    case UPDATE -> update(call);
                    case FORGET -> forgets.take() ? forget(call) : IterableSimulation.error(429, "RateLimitExceeded");
                    default -> null;
                };
            default -> null;
        };
    }

    private @Nullable Reply profile(Call call) {
        var byUserId = BY_USER_ID.matcher(call.path());
        var byEmail = BY_EMAIL.matcher(call.path());
        boolean email = !byUserId.matches();
        if (email && !byEmail.matches()) {
            return null;
        }
        var identifier = URLDecoder.decode(email ? byEmail.group(1) : byUserId.group(1), StandardCharsets.UTF_8);
        var optOuts = people.optOuts(identifier, email);
        if (optOuts == null) {
            return Reply.json(200, new JsonObject());
        }
        var user = new JsonObject()
                .put(email ? "email" : "userId", identifier)
                .put("dataFields", new JsonObject().put("unsubscribedChannelIds", ids(optOuts)));
        return Reply.json(200, new JsonObject().put("user", user));
    }

    /** Replaces the stored opt-outs. */
    private Reply update(Call call) {
        var body = call.json();
        if (body == null
                || !Set.of("userId", "email", "unsubscribedChannelIds").containsAll(body.fieldNames())
                || !(body.getValue("unsubscribedChannelIds") instanceof JsonArray ids)
                || !ids.stream().allMatch(Number.class::isInstance)) {
            return IterableSimulation.error(400, "BadJsonBody");
        }
        boolean email = !body.containsKey("userId");
        var identifier = body.getString(email ? "email" : "userId", "");
        if (people.isForgotten(identifier, email)) {
            return IterableSimulation.error(409, "ForgottenUserError");
        }
        var optOuts = people.optOuts(identifier, email);
        if (optOuts == null) {
            return IterableSimulation.error(400, email ? "UnknownEmailError" : "UnknownUserIdError");
        }
        optOuts.clear();
        ids.forEach(id -> optOuts.add(((Number) id).longValue()));
        return success(List.of(heard("subscriptions", identifier, email, optOuts)));
    }

    private @Nullable Reply additive(Call call) {
        var path = ADDITIVE.matcher(call.path());
        if (!path.matches()) {
            return null;
        }
        var body = call.json();
        var action = call.query().get("action");
        if (body == null
                || action == null
                || !Set.of("subscribe", "unsubscribe").contains(action)
                || !Set.of("users", "usersByUserId").containsAll(body.fieldNames())) {
            return IterableSimulation.error(400, "BadParams");
        }
        long channel = Long.parseLong(path.group(1));
        var records = new ArrayList<JsonObject>();
        for (var kind : Map.of("users", true, "usersByUserId", false).entrySet()) {
            for (var element : body.getJsonArray(kind.getKey(), new JsonArray())) {
                var identifier = String.valueOf(element);
                var optOuts = people.optOuts(identifier, kind.getValue());
                if (optOuts != null) {
                    boolean changed = action.equals("subscribe") ? optOuts.remove(channel) : optOuts.add(channel);
                    records.add(heard("subscriptions", identifier, kind.getValue(), optOuts)
                            .put("changed", changed));
                }
            }
        }
        return success(records);
    }

    private Reply forget(Call call) {
        var body = call.json();
        if (body == null || body.size() != 1 || !(body.containsKey("userId") || body.containsKey("email"))) {
            return IterableSimulation.error(400, "BadJsonBody");
        }
        boolean email = body.containsKey("email");
        var identifier = body.getString(email ? "email" : "userId", "");
        people.forget(identifier, email);
        return success(List.of(heard("forget", identifier, email, Set.of())));
    }

    private static Reply success(List<JsonObject> records) {
        return Reply.json(200, new JsonObject().put("code", "Success").put("msg", ""), records);
    }

    private static JsonObject heard(String operation, String identifier, boolean email, Set<Long> optOuts) {
        return Heard.record(
                operation,
                null,
                new JsonObject().put(email ? "email" : "userId", identifier),
                operation.equals("forget") ? null : new JsonObject().put("unsubscribedChannelIds", ids(optOuts)),
                null);
    }

    private static JsonArray ids(Set<Long> optOuts) {
        return new JsonArray(List.copyOf(optOuts));
    }
}
