package io.activationgateway.gateway.opendsr;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Map;

/** What this processor says, in OpenDSR's words, signed. Any thread. */
final class Answers {

    private static final String PATH = "/opendsr";

    private final ProcessorIdentity self;

    Answers(ProcessorIdentity self) {
        this.self = self;
    }

    DsrAnswer discovery() {
        return DsrAnswer.json(200, json -> {
            json.writeStartObject();
            json.writeStringField("api_version", ApiVersion.V2.number());
            json.writeArrayFieldStart("supported_identities");
            for (var type : IdentityTypes.STANDARD) {
                json.writeStartObject();
                json.writeStringField("identity_type", type);
                json.writeStringField("identity_format", IdentityTypes.RAW);
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeArrayFieldStart("supported_subject_request_types");
            for (var kind : RequestKind.values()) {
                json.writeString(kind.wireName());
            }
            json.writeEndArray();
            json.writeStringField("processor_certificate", base() + "/certificate.pem");
            json.writeEndObject();
        });
    }

    DsrAnswer certificate() {
        return new DsrAnswer(200, "application/x-pem-file", Map.of(), self.certificate());
    }

    /** @param body the bytes of the request as they came */
    DsrAnswer received(StoredRequest request, byte[] body, ApiVersion version) {
        return signed(201, version, json -> {
            json.writeStringField("controller_id", request.controller());
            json.writeStringField("expected_completion_time", time(request.expected()));
            json.writeStringField("received_time", time(request.received()));
            json.writeStringField("encoded_request", Base64.getEncoder().encodeToString(body));
            json.writeStringField("subject_request_id", request.id());
        });
    }

    DsrAnswer status(StoredRequest request, ApiVersion version) {
        return signed(200, version, json -> {
            json.writeStringField("controller_id", request.controller());
            json.writeStringField("expected_completion_time", time(request.expected()));
            json.writeStringField("subject_request_id", request.id());
            json.writeStringField("request_status", request.status().wireName());
            json.writeStringField("api_version", version.number());
            results(json, request, request.status());
        });
    }

    DsrAnswer cancelled(StoredRequest request, Instant now, ApiVersion version) {
        return signed(202, version, json -> {
            json.writeStringField("controller_id", request.controller());
            json.writeStringField("received_time", time(now));
            json.writeStringField("subject_request_id", request.id());
            json.writeStringField("api_version", version.number());
        });
    }

    /** A document about a person, as it was read. */
    DsrAnswer results(byte[] body, ApiVersion version) {
        return new DsrAnswer(200, DsrAnswer.JSON, self.headers(body, version), body);
    }

    /** What one URL is told of a request's state. */
    DsrAnswer callback(StoredCallback callback) {
        var request = callback.request();
        return signed(200, request.version(), json -> {
            json.writeStringField("controller_id", request.controller());
            json.writeStringField("expected_completion_time", time(request.expected()));
            json.writeStringField("status_callback_url", callback.url().toString());
            json.writeStringField("subject_request_id", request.id());
            json.writeStringField("request_status", callback.status().wireName());
            results(json, request, callback.status());
        });
    }

    private void results(JsonGenerator json, StoredRequest request, RequestStatus status) throws IOException {
        var count = request.resultsCount();
        if (status == RequestStatus.COMPLETED && count != null && request.sealed() != null) {
            json.writeStringField("results_url", base() + "/v2/requests/" + request.id() + "/results");
            json.writeNumberField("results_count", count);
        }
    }

    private DsrAnswer signed(int status, ApiVersion version, Json.Content content) {
        var answer = DsrAnswer.json(status, json -> {
            json.writeStartObject();
            content.write(json);
            json.writeEndObject();
        });
        return answer.with(self.headers(answer.body(), version));
    }

    private String base() {
        return "https://" + self.domain() + PATH;
    }

    private static String time(Instant instant) {
        return instant.truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
