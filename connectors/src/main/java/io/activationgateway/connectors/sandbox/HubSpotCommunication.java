package io.activationgateway.connectors.sandbox;

import static io.activationgateway.connectors.sandbox.HubSpotReplies.batch;
import static io.activationgateway.connectors.sandbox.HubSpotReplies.error;
import static io.activationgateway.connectors.sandbox.HubSpotReplies.failure;
import static io.activationgateway.connectors.sandbox.HubSpotReplies.inputs;

import io.activationgateway.connectors.sandbox.Simulation.Call;
import io.activationgateway.connectors.sandbox.Simulation.Reply;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The subscriptions of a simulated HubSpot account: by e-mail only, and who opted out stays out. */
final class HubSpotCommunication {

    private static final int MOST = 100;
    private static final String SUBSCRIBED = "SUBSCRIBED";
    private static final String UNSUBSCRIBED = "UNSUBSCRIBED";
    private static final Set<String> STATES = Set.of(SUBSCRIBED, UNSUBSCRIBED, "NOT_SPECIFIED");
    private static final Set<String> BASES = Set.of(
            "CONSENT_WITH_NOTICE",
            "LEGITIMATE_INTEREST_CLIENT",
            "LEGITIMATE_INTEREST_OTHER",
            "LEGITIMATE_INTEREST_PQL",
            "NON_GDPR",
            "PERFORMANCE_OF_CONTRACT",
            "PROCESS_AND_STORE");
    private static final Set<String> MEMBERS = Set.of(
            "subscriberIdString", "channel", "subscriptionId", "statusState", "legalBasis", "legalBasisExplanation");
    static final Pattern EMAIL = Pattern.compile("[^@\\s]+@[^@\\s]+\\.[^@\\s]+");

    private final Set<Long> types;
    private final HubSpotContacts contacts;
    private final InstantSource clock;

    HubSpotCommunication(Set<Long> types, HubSpotContacts contacts, InstantSource clock) {
        this.types = types;
        this.contacts = contacts;
        this.clock = clock;
    }

    Reply write(@Nullable JsonObject body) {
        var inputs = inputs(body, Set.of(), MOST);
        if (inputs == null || inputs.stream().anyMatch(input -> !isStatus(input))) {
            return error(400, "VALIDATION_ERROR");
        }
        var results = new JsonArray();
        var errors = new JsonArray();
        var records = new ArrayList<JsonObject>();
        for (var element : inputs) {
            var input = (JsonObject) element;
            var address = input.getString("subscriberIdString");
            long type = input.getLong("subscriptionId");
            boolean fine = EMAIL.matcher(address).matches() && types.contains(type);
            if (fine) {
                results.add(set(address, type, input.getString("statusState")));
            } else {
                errors.add(failure("VALIDATION_ERROR", null));
            }
            var identifiers = new JsonObject().put("email", address);
            records.add(Heard.record(
                            input.getString("statusState"), null, identifiers, null, fine ? null : "VALIDATION_ERROR")
                    .put("subscription", type));
        }
        return batch(clock.instant(), results, errors, false, records);
    }

    Reply unsubscribeAll(Call call) {
        var inputs = inputs(call.json(), Set.of(), MOST);
        boolean verbose = "true".equals(call.query().get("verbose"));
        if (inputs == null
                || !"EMAIL".equals(call.query().get("channel"))
                || inputs.stream().anyMatch(input -> !(input instanceof String))) {
            return error(400, "VALIDATION_ERROR");
        }
        var results = new JsonArray();
        var errors = new JsonArray();
        var records = new ArrayList<JsonObject>();
        for (var element : inputs) {
            var address = (String) element;
            boolean fine = EMAIL.matcher(address).matches();
            if (fine) {
                var statuses = new JsonArray();
                types.forEach(type -> statuses.add(set(address, type, UNSUBSCRIBED)));
                results.add(new JsonObject().put("subscriberIdString", address).put("statuses", statuses));
            } else {
                errors.add(failure("VALIDATION_ERROR", null));
            }
            records.add(Heard.record(
                    "unsubscribe-all",
                    null,
                    new JsonObject().put("email", address),
                    null,
                    fine ? null : "VALIDATION_ERROR"));
        }
        return batch(clock.instant(), verbose ? results : new JsonArray(), errors, false, records);
    }

    /** Sets a status, unless the person has opted out of it. */
    private JsonObject set(String address, long type, String wanted) {
        Map<Long, String> its = contacts.subscriptions(address);
        var before = its.get(type);
        boolean refused = UNSUBSCRIBED.equals(before) && wanted.equals(SUBSCRIBED);
        if (!refused) {
            its.put(type, wanted);
        }
        return new JsonObject()
                .put("subscriptionId", type)
                .put("source", "sandbox")
                .put("channel", "EMAIL")
                .put("subscriberIdString", address)
                .put("status", Objects.requireNonNullElse(its.get(type), "NOT_SPECIFIED"))
                .put("timestamp", clock.instant().toString())
                .put(
                        "setStatusSuccessReason",
                        refused || wanted.equals(before) ? "NO_STATUS_CHANGE" : "REQUESTED_CHANGE_OCCURRED");
    }

    private static boolean isStatus(@Nullable Object value) {
        return value instanceof JsonObject input
                && MEMBERS.containsAll(input.fieldNames())
                && input.getValue("subscriberIdString") instanceof String
                && "EMAIL".equals(input.getValue("channel"))
                && (input.getValue("subscriptionId") instanceof Integer
                        || input.getValue("subscriptionId") instanceof Long)
                && STATES.contains(String.valueOf(input.getValue("statusState")))
                && BASES.contains(String.valueOf(input.getValue("legalBasis")))
                && input.getValue("legalBasisExplanation") instanceof String;
    }
}
