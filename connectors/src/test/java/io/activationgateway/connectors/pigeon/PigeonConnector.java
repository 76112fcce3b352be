package io.activationgateway.connectors.pigeon;

import io.activationgateway.connectors.Answer;
import io.activationgateway.connectors.Attempt;
import io.activationgateway.connectors.BatchDraft;
import io.activationgateway.connectors.Connector;
import io.activationgateway.connectors.Draft;
import io.activationgateway.connectors.Endpoint;
import io.activationgateway.connectors.JsonBytes;
import io.activationgateway.connectors.Limits;
import io.activationgateway.connectors.Operation;
import io.activationgateway.connectors.OutgoingRecord;
import io.activationgateway.connectors.RecordResult.Outcome;
import io.activationgateway.connectors.Sent;
import io.activationgateway.connectors.StatusAnswer;
import io.activationgateway.connectors.VendorCode;
import io.activationgateway.connectors.VendorRequest;
import io.activationgateway.connectors.VendorResponse;
import io.activationgateway.consent.identity.IdentifierType;
import io.activationgateway.consent.profile.Channel;
import io.vertx.core.http.HttpMethod;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One loft. */
record PigeonConnector(Endpoint endpoint, String token) implements Connector {

    @Override
    public Set<Operation> operations() {
        return Set.of(Operation.UPSERT);
    }

    @Override
    public Limits limits(Operation operation) {
        return PigeonVendor.LIMITS;
    }

    @Override
    public @Nullable VendorCode refusal(Operation operation, @Nullable String audience, Channel channel) {
        return operation == Operation.UPSERT ? null : VendorCode.OPERATION_NOT_SUPPORTED;
    }

    @Override
    public Draft draft(Attempt attempt) {
        var headers = Map.of("Authorization", "Bearer " + token, "Content-Type", "application/json");
        return new BatchDraft(
                attempt,
                PigeonVendor.LIMITS,
                BatchDraft.opening("{\"people\":["),
                PigeonConnector::encode,
                "]}",
                body -> new VendorRequest(HttpMethod.POST, endpoint.path("/v1/people"), headers, body));
    }

    @Override
    public Answer read(Sent sent, VendorResponse response) {
        return response.success()
                ? new Answer.Done(sent.each(Outcome.APPLIED, VendorCode.OK))
                : StatusAnswer.of(sent, response);
    }

    private static @Nullable VendorCode encode(OutgoingRecord record, JsonBytes out) {
        if (record.identifier(IdentifierType.EMAIL) < 0 && record.identifier(IdentifierType.USER_ID) < 0) {
            return VendorCode.IDENTIFIER_MISSING;
        }
        out.ascii("{");
        for (int field = 0; field < record.size(); field++) {
            out.ascii(field == 0 ? "" : ",");
            record.writeName(field, out);
            out.ascii(":");
            record.writeValue(field, out);
        }
        out.ascii("}");
        return null;
    }

    @Override
    public String toString() {
        return "PigeonConnector[" + endpoint.host() + "]";
    }
}
