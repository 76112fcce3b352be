package io.activationgateway.gateway.opendsr;

import java.util.List;
import java.util.Map;

/**
 * An answer, ready to be sent.
 *
 * @param headers what it carries beside its content type
 */
@SuppressWarnings("ArrayRecordComponent") // sent once and never compared
public record DsrAnswer(int status, String contentType, Map<String, String> headers, byte[] body) {

    static final String JSON = "application/json";
    private static final String RETRY_SECONDS = "1";

    public DsrAnswer {
        headers = Map.copyOf(headers);
    }

    /**
     * A refusal in the words of OpenDSR.
     *
     * @param reason a stable word
     * @param message what is wrong and what would be right; never personal data
     */
    public static DsrAnswer refusal(int status, String reason, String message) {
        return refusal(status, "Request", List.of(new Fault(reason, message)));
    }

    /** A request that says what it must not; nothing of it was kept. */
    static DsrAnswer invalid(List<Fault> faults) {
        return refusal(400, "Validation", faults);
    }

    static DsrAnswer comeBack() {
        return refusal(503, "Unavailable", "The request could not be stored or read for certain; send it again.");
    }

    static DsrAnswer json(int status, Json.Content content) {
        return new DsrAnswer(status, JSON, Map.of(), Json.write(content));
    }

    DsrAnswer with(Map<String, String> more) {
        return new DsrAnswer(status, contentType, more, body);
    }

    private static DsrAnswer refusal(int status, String domain, List<Fault> faults) {
        var body = Json.write(json -> {
            json.writeStartObject();
            json.writeObjectFieldStart("error");
            json.writeNumberField("code", status);
            json.writeStringField("message", faults.getFirst().message());
            json.writeArrayFieldStart("errors");
            for (var fault : faults) {
                json.writeStartObject();
                json.writeStringField("domain", domain);
                json.writeStringField("reason", fault.reason());
                json.writeStringField("message", fault.message());
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
            json.writeEndObject();
        });
        return new DsrAnswer(
                status, JSON, status == 503 || status == 429 ? Map.of("Retry-After", RETRY_SECONDS) : Map.of(), body);
    }

    @Override
    public String toString() {
        return "DsrAnswer[" + status + ", " + body.length + " bytes]";
    }
}
