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
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a simulated Iterable project says and does about one person's channels and types, and to those it is to forget. */
final class IterableSubscriptions {

    private static final Pattern BY_USER_ID = Pattern.compile("/api/users/byUserId/([^/]+)");
    private static final Pattern BY_EMAIL = Pattern.compile("/api/users/([^/]+)");
    private static final Pattern ADDITIVE =
            Pattern.compile("/api/subscriptions/(messageChannel|messageType)/([0-9]{1,9})");
    private static final String UPDATE = "/api/users/updateSubscriptions";
    private static final String FORGET = "/api/users/forget";

    private static final String CHANNELS = "unsubscribedChannelIds";
    private static final String TYPES = "unsubscribedMessageTypeIds";
    private static final String OPT_IN_TYPES = "subscribedMessageTypeIds";
    private static final Set<String> LISTS = Set.of(CHANNELS, TYPES, OPT_IN_TYPES);

    private static final int FORGETS_A_DAY = 1_000;
    private static final long DAY = 86_400_000_000_000L;

    private final IterablePeople people;
    private final LongSupplier ticker;
    private final RateLimit forgets;
    private long day;
    private int inDay;

    IterableSubscriptions(IterablePeople people, LongSupplier ticker) {
        this.people = people;
        this.ticker = ticker;
        this.forgets = new RateLimit(3, ticker);
        reset();
    }

    void reset() {
        forgets.reset();
        day = ticker.getAsLong();
        inDay = 0;
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
                    case FORGET -> mayForget() ? forget(call) : IterableSimulation.error(429, "RateLimitExceeded");
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
        var lists = people.lists(identifier, email);
        if (lists == null) {
            return Reply.json(200, new JsonObject());
        }
        var user = new JsonObject().put(email ? "email" : "userId", identifier).put("dataFields", json(lists));
        return Reply.json(200, new JsonObject().put("user", user));
    }

    private boolean mayForget() {
        if (ticker.getAsLong() - day >= DAY) {
            day = ticker.getAsLong();
            inDay = 0;
        }
        return inDay < FORGETS_A_DAY && forgets.take() && ++inDay > 0;
    }

    /** Replaces what is stored of the lists that are given. */
    private Reply update(Call call) {
        var body = call.json();
        if (body == null || !isUpdate(body)) {
            return IterableSimulation.error(400, "BadJsonBody");
        }
        boolean email = !body.containsKey("userId");
        var identifier = body.getString(email ? "email" : "userId", "");
        if (people.isForgotten(identifier, email)) {
            return IterableSimulation.error(409, "ForgottenUserError");
        }
        var lists = people.lists(identifier, email);
        if (lists == null) {
            return IterableSimulation.error(400, email ? "UnknownEmailError" : "UnknownUserIdError");
        }
        for (var name : LISTS) {
            if (body.getValue(name) instanceof JsonArray ids) {
                var list = lists.computeIfAbsent(name, _ -> new TreeSet<>());
                list.clear();
                ids.forEach(id -> list.add(((Number) id).longValue()));
            }
        }
        return success(List.of(heard("subscriptions", identifier, email, lists)));
    }

    /** One person and the ids of one list or more. */
    private static boolean isUpdate(JsonObject body) {
        int lists = 0;
        for (var field : body) {
            if (LISTS.contains(field.getKey())) {
                lists++;
                if (!(field.getValue() instanceof JsonArray ids)
                        || !ids.stream().allMatch(Number.class::isInstance)) {
                    return false;
                }
            } else if (!field.getKey().equals("userId") && !field.getKey().equals("email")) {
                return false;
            }
        }
        return lists > 0;
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
        boolean type = path.group(1).equals("messageType");
        long id = Long.parseLong(path.group(2));
        boolean subscribes = action.equals("subscribe");
        var records = new ArrayList<JsonObject>();
        for (var kind : Map.of("users", true, "usersByUserId", false).entrySet()) {
            for (var element : body.getJsonArray(kind.getKey(), new JsonArray())) {
                var identifier = String.valueOf(element);
                var lists = people.lists(identifier, kind.getValue());
                if (lists != null) {
                    boolean changed = change(lists, type ? TYPES : CHANNELS, id, !subscribes);
                    changed |= type && change(lists, OPT_IN_TYPES, id, subscribes);
                    records.add(heard("subscriptions", identifier, kind.getValue(), lists)
                            .put("changed", changed));
                }
            }
        }
        return success(records);
    }

    private static boolean change(Map<String, SortedSet<Long>> lists, String name, long id, boolean add) {
        var list = lists.computeIfAbsent(name, _ -> new TreeSet<>());
        return add ? list.add(id) : list.remove(id);
    }

    private Reply forget(Call call) {
        var body = call.json();
        if (body == null || body.size() != 1 || !(body.containsKey("userId") || body.containsKey("email"))) {
            return IterableSimulation.error(400, "BadJsonBody");
        }
        boolean email = body.containsKey("email");
        var identifier = body.getString(email ? "email" : "userId", "");
        people.forget(identifier, email);
        return success(List.of(heard("forget", identifier, email, Map.of())));
    }

    private static Reply success(List<JsonObject> records) {
        return Reply.json(200, new JsonObject().put("code", "Success").put("msg", ""), records);
    }

    private static JsonObject heard(
            String operation, String identifier, boolean email, Map<String, SortedSet<Long>> lists) {
        return Heard.record(
                operation,
                null,
                new JsonObject().put(email ? "email" : "userId", identifier),
                operation.equals("forget") ? null : json(lists),
                null);
    }

    private static JsonObject json(Map<String, SortedSet<Long>> lists) {
        var json = new JsonObject();
        lists.forEach((name, ids) -> json.put(name, new JsonArray(List.copyOf(ids))));
        return json;
    }
}
