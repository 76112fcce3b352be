package io.activationgateway.connectors.rudderstack;

import static java.util.Objects.requireNonNull;

import io.activationgateway.connectors.Answer;
import io.activationgateway.connectors.Attempt;
import io.activationgateway.connectors.BatchDraft;
import io.activationgateway.connectors.Draft;
import io.activationgateway.connectors.Endpoint;
import io.activationgateway.connectors.Fields;
import io.activationgateway.connectors.JsonBytes;
import io.activationgateway.connectors.Limits;
import io.activationgateway.connectors.Operation;
import io.activationgateway.connectors.OutgoingRecord;
import io.activationgateway.connectors.RecordResult.Outcome;
import io.activationgateway.connectors.ReplyJson;
import io.activationgateway.connectors.Sent;
import io.activationgateway.connectors.StatusAnswer;
import io.activationgateway.connectors.VendorCode;
import io.activationgateway.connectors.VendorRequest;
import io.activationgateway.connectors.VendorResponse;
import io.activationgateway.consent.identity.IdentifierType;
import io.vertx.core.http.HttpMethod;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Suppressions, and deletions at the destinations behind, through the control plane. */
final class Regulations {

    private static final int CREATED = 201;

    private final Endpoint endpoint;
    private final Map<String, String> headers;
    private final List<String> sources;
    private final List<String> destinations;
    private final Map<Operation, Limits> limits;

    /**
     * @param sources which sources a suppression holds for; empty for all
     * @param destinations where an erasure deletes; empty where nobody can be erased
     * @param limits those of the operations that can be asked for
     */
    Regulations(
            Endpoint endpoint,
            String token,
            List<String> sources,
            List<String> destinations,
            Map<Operation, Limits> limits) {
        this.endpoint = requireNonNull(endpoint, "endpoint");
        this.headers = Map.of("Authorization", "Bearer " + token, "Content-Type", "application/json");
        this.sources = List.copyOf(sources);
        this.destinations = List.copyOf(destinations);
        this.limits = Map.copyOf(limits);
    }

    Endpoint endpoint() {
        return endpoint;
    }

    @Nullable
    Limits limits(Operation operation) {
        return limits.get(operation);
    }

    Draft draft(Attempt attempt) {
        boolean erases = attempt.operation() == Operation.ERASE;
        var opening =
                BatchDraft.opening("{\"regulationType\":\"").ascii(erases ? "suppress_with_delete\"" : "suppress\"");
        // The vendor refuses a request that has both.
        ids(erases ? "destinationIds" : "sourceIds", erases ? destinations : sources, opening);
        return new BatchDraft(
                attempt,
                requireNonNull(limits(attempt.operation()), "limits"),
                opening.ascii(",\"users\":["),
                Regulations::user,
                "]}",
                body -> new VendorRequest(HttpMethod.POST, endpoint.path("/v2/regulations"), headers, body));
    }

    Answer read(Sent sent, VendorResponse response) {
        if (!response.success()) {
            return StatusAnswer.of(sent, response);
        }
        boolean taken = response.status() == CREATED
                && ReplyJson.of(response.body()).items().stream()
                        .anyMatch(regulation -> !regulation.get("id").text().isEmpty());
        return taken
                ? new Answer.Done(sent.each(Outcome.ACCEPTED, VendorCode.OK))
                : new Answer.Done(sent.each(Outcome.UNCERTAIN, VendorCode.ANSWER_UNREADABLE));
    }

    private static void ids(String name, List<String> ids, JsonBytes out) {
        if (ids.isEmpty()) {
            return;
        }
        out.ascii(",\"").ascii(name).ascii("\":[");
        int start = out.length();
        ids.forEach(id -> out.ascii(out.length() > start ? "," : "").string(id));
        out.ascii("]");
    }

    private static @Nullable VendorCode user(OutgoingRecord record, JsonBytes out) {
        int before = out.length();
        out.ascii("{");
        if (!identifier("\"userId\":", IdentifierType.USER_ID, record, out)) {
            out.truncate(before);
            return VendorCode.IDENTIFIER_MISSING;
        }
        identifier(",\"email\":", IdentifierType.EMAIL, record, out);
        identifier(",\"phone\":", IdentifierType.PHONE, record, out);
        out.ascii("}");
        return null;
    }

    private static boolean identifier(String name, IdentifierType type, OutgoingRecord record, JsonBytes out) {
        int field = record.identifier(type);
        int before = out.length();
        out.ascii(name);
        if (field >= 0 && Fields.writeText(record, field, out)) {
            return true;
        }
        out.truncate(before);
        return false;
    }
}
