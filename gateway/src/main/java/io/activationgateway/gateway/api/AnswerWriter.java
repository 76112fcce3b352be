package io.activationgateway.gateway.api;

import com.fasterxml.jackson.core.JsonGenerator;
import io.activationgateway.consent.profile.LegalBasis;
import io.activationgateway.gateway.delivery.RecordEnd;
import io.activationgateway.gateway.screening.ScreenedBatch;
import io.activationgateway.residency.explanation.Explanation;
import io.activationgateway.residency.verdict.Finding;
import io.activationgateway.residency.verdict.Obligation;
import io.activationgateway.residency.verdict.Reason;
import io.activationgateway.residency.verdict.Verdict;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes the answers to activations and decisions, one result per row. Any thread. */
final class AnswerWriter {

    private final String region;

    AnswerWriter(String region) {
        this.region = region;
    }

    /** What stands at the top of an answer. */
    record Head(String activation, String destination, String purpose, boolean sandbox) {}

    /** The answer to an activation: how each record ended. */
    Buffer activation(Head head, ScreenedBatch batch, List<RecordEnd> ends) {
        return Json.write(json -> {
            begin(json, head, batch);
            counts(json, Outcomes.count(ends));
            json.writeArrayFieldStart("results");
            for (int row = 0; row < ends.size(); row++) {
                json.writeStartObject();
                json.writeStringField("id", batch.rows().recordId(row));
                json.writeStringField("outcome", Outcomes.of(ends.get(row)));
                end(json, ends.get(row), batch, row);
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        });
    }

    /** One record's result by itself, as it is kept: of a misdirected one without the sender's id. */
    byte[] result(int index, String id, ScreenedBatch batch, int row, RecordEnd end) {
        return Json.write(json -> {
                    json.writeStartObject();
                    json.writeNumberField("index", index);
                    if (!(end instanceof RecordEnd.Misdirected)) {
                        json.writeStringField("id", id);
                    }
                    json.writeStringField("outcome", Outcomes.of(end));
                    end(json, end, batch, row);
                    json.writeEndObject();
                })
                .getBytes();
    }

    /** What stands at the top of the answer, by itself. */
    String head(Head head, ScreenedBatch batch) {
        return Json.write(json -> {
                    begin(json, head, batch);
                    json.writeEndObject();
                })
                .toString();
    }

    /** The answer to a decision: what an activation would do now. */
    Buffer decisions(Head head, ScreenedBatch batch, @Nullable Instant asOf, @Nullable List<Explanation> explanations) {
        return Json.write(json -> {
            begin(json, head, batch);
            if (asOf != null) {
                json.writeStringField("as_of", asOf.toString());
            }
            counts(json, Outcomes.countVerdicts(batch));
            json.writeArrayFieldStart("results");
            for (int row = 0; row < batch.rows().size(); row++) {
                json.writeStartObject();
                json.writeStringField("id", batch.rows().recordId(row));
                json.writeStringField("verdict", Outcomes.ofVerdict(batch, row));
                verdict(json, batch, row);
                json.writeEndObject();
            }
            json.writeEndArray();
            if (explanations != null) {
                explanations(json, batch, explanations);
            }
            json.writeEndObject();
        });
    }

    private static void explanations(JsonGenerator json, ScreenedBatch batch, List<Explanation> explanations)
            throws IOException {
        json.writeArrayFieldStart("explanations");
        for (int row = 0; row < explanations.size(); row++) {
            json.writeStartObject();
            json.writeStringField("id", batch.rows().recordId(row));
            ExplanationWriter.members(json, explanations.get(row));
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void begin(JsonGenerator json, Head head, ScreenedBatch batch) throws IOException {
        json.writeStartObject();
        json.writeStringField("activation", head.activation());
        json.writeStringField("region", region);
        json.writeStringField("destination", head.destination());
        json.writeStringField("purpose", head.purpose());
        if (head.sandbox()) {
            json.writeBooleanField("sandbox", true);
        }
        snapshot(json, batch);
    }

    private static void snapshot(JsonGenerator json, ScreenedBatch batch) throws IOException {
        json.writeObjectFieldStart("policy");
        json.writeNumberField("version", batch.table().version());
        json.writeStringField("digest", batch.table().digest());
        json.writeEndObject();
        json.writeNumberField("consent_seq", batch.position().sequence());
    }

    private static void counts(JsonGenerator json, Map<String, Integer> counts) throws IOException {
        json.writeObjectFieldStart("counts");
        for (var count : counts.entrySet()) {
            json.writeNumberField(count.getKey(), count.getValue());
        }
        json.writeEndObject();
    }

    private void end(JsonGenerator json, RecordEnd end, ScreenedBatch batch, int row) throws IOException {
        switch (end) {
            case RecordEnd.Forwarded(var applied, var verdict, var by) -> {
                json.writeStringField("state", applied ? "applied" : "accepted");
                forward(json, verdict, by, row);
                decidedAgain(json, batch, by);
            }
            case RecordEnd.Withheld(var verdict, var by, var attempts) -> {
                withhold(json, verdict);
                attempts(json, attempts);
                decidedAgain(json, batch, by);
            }
            case RecordEnd.Misdirected(var verdict) -> misdirected(json, verdict);
            case RecordEnd.Failed(var reason, var vendor, var detail, var _) -> {
                failed(json, reason, detail);
                if (vendor != null) {
                    json.writeStringField("vendor_code", vendor.wireName());
                }
            }
            case RecordEnd.Uncertain(var reason, var vendor, var attempts) -> {
                json.writeStringField("reason", reason.code());
                json.writeStringField("vendor_code", vendor.wireName());
                attempts(json, attempts);
            }
        }
    }

    /** How many there were before a record lost its permission. */
    private static void attempts(JsonGenerator json, int attempts) throws IOException {
        if (attempts > 0) {
            json.writeNumberField("attempts", attempts);
        }
    }

    private void verdict(JsonGenerator json, ScreenedBatch batch, int row) throws IOException {
        var fault = batch.rows().fault(row);
        if (fault != null) {
            failed(json, fault.reason(), fault.detail());
            return;
        }
        switch (batch.verdict(row)) {
            case Verdict.Forward forward -> forward(json, forward, batch, row);
            case Verdict.Withhold withhold -> withhold(json, withhold);
            case Verdict.Misdirected misdirected -> misdirected(json, misdirected);
            case null -> failed(json, Reason.ERROR_EVALUATION, null);
        }
    }

    private static void decidedAgain(JsonGenerator json, ScreenedBatch first, ScreenedBatch by) throws IOException {
        if (first != by) {
            snapshot(json, by);
        }
    }

    private static void forward(JsonGenerator json, Verdict.Forward verdict, ScreenedBatch batch, int row)
            throws IOException {
        FieldReport.of(batch, verdict.plan()).write(json, row);
        LegalBasis basis = verdict.basis();
        if (basis != null) {
            json.writeStringField("basis", basis.name().toLowerCase(Locale.ROOT).replace('_', '-'));
        }
        strings(json, "law", verdict.law());
        obligations(json, verdict.obligations());
    }

    private static void withhold(JsonGenerator json, Verdict.Withhold verdict) throws IOException {
        Finding finding = verdict.reason();
        json.writeStringField("reason", finding.reason().code());
        strings(json, "law", finding.law());
        json.writeStringField("remedy", finding.remedy().code());
        json.writeBooleanField("curable_by_consent", finding.curableByConsent());
        if (!verdict.also().isEmpty()) {
            strings(
                    json,
                    "also",
                    verdict.also().stream()
                            .map(also -> also.reason().code())
                            .distinct()
                            .toList());
        }
        if (!verdict.obligations().isEmpty()) {
            obligations(json, verdict.obligations());
        }
    }

    private static void misdirected(JsonGenerator json, Verdict.Misdirected verdict) throws IOException {
        json.writeStringField("reason", verdict.reason().reason().code());
        json.writeStringField("home", verdict.home());
        strings(json, "law", verdict.reason().law());
    }

    private static void failed(JsonGenerator json, Reason reason, @Nullable String detail) throws IOException {
        json.writeStringField("reason", reason.code());
        json.writeBooleanField("retry", reason.retryable());
        if (detail != null) {
            json.writeStringField("detail", detail);
        }
    }

    private static void obligations(JsonGenerator json, List<Obligation> obligations) throws IOException {
        json.writeArrayFieldStart("obligations");
        for (var obligation : obligations) {
            json.writeString(obligation.code());
        }
        json.writeEndArray();
    }

    private static void strings(JsonGenerator json, String name, List<String> values) throws IOException {
        json.writeArrayFieldStart(name);
        for (var value : values) {
            json.writeString(value);
        }
        json.writeEndArray();
    }
}
