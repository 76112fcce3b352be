package io.activationgateway.connectors.temporal;

import io.activationgateway.connectors.Answer;
import io.activationgateway.connectors.RecordResult.Outcome;
import io.activationgateway.connectors.ReplyJson;
import io.activationgateway.connectors.Sent;
import io.activationgateway.connectors.StatusAnswer;
import io.activationgateway.connectors.VendorCode;
import io.activationgateway.connectors.VendorResponse;
import io.grpc.Status;

/**
 * What Temporal's answers say of the one record of a request. The HTTP status tells fewer of them apart than the gRPC code
 * in the body: 409 is both a workflow that exists and a request that was broken off.
 */
final class TemporalAnswers {

    private TemporalAnswers() {}

    static Answer read(Sent sent, VendorResponse response) {
        if (response.success()) {
            return taken(sent);
        }
        int code = ReplyJson.of(response.body()).get("code").number();
        return switch (Status.fromCodeValue(code).getCode()) {
            // Started before, so this is a repetition: the record was taken then. A signal meets it in passing.
            case ALREADY_EXISTS ->
                sent.attempt().operation().needsAudience()
                        ? new Answer.Retry(null, VendorCode.VENDOR_ERROR, false)
                        : taken(sent);
            // Of the namespace, not of the record: it moves to another cluster, or is being set up or removed.
            case FAILED_PRECONDITION -> new Answer.Retry(null, VendorCode.VENDOR_ERROR, false);
            case ABORTED, CANCELLED -> new Answer.Retry(null, VendorCode.VENDOR_ERROR, true);
            // No such service there, or an older one.
            case UNIMPLEMENTED -> new Answer.Stop(VendorCode.ENDPOINT_WRONG);
            default -> StatusAnswer.of(sent, response);
        };
    }

    private static Answer taken(Sent sent) {
        return new Answer.Done(sent.each(Outcome.ACCEPTED, VendorCode.OK));
    }
}
