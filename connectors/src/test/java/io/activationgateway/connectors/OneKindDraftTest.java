package io.activationgateway.connectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.activationgateway.consent.identity.IdentifierType;
import io.vertx.core.http.HttpMethod;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OneKindDraftTest {

    private static final Limits LIMITS = new Limits(10, 1_000, 40, 1);

    private final OneKindDraft<String> draft = new OneKindDraft<>(
            (record, _) -> Fields.identifier(record, IdentifierType.USER_ID),
            VendorCode.IDENTIFIER_MISSING,
            this::ofKind);

    @Test
    void takesRecordsOfTheFirstOnesKindOnly() {
        assertThat(draft.records()).isZero();
        assertThat(draft.bytes()).isZero();
        assertThatThrownBy(draft::finish).isInstanceOf(IllegalStateException.class);
        assertThat(draft.add(record(0, "a", 1))).isEqualTo(Draft.Taken.TAKEN);
        assertThat(draft.add(record(1, "b", 2))).isEqualTo(Draft.Full.FULL);
        assertThat(draft.add(record(2, "a", 3))).isEqualTo(Draft.Taken.TAKEN);

        assertThat(draft.records()).isEqualTo(2);
        int announced = draft.bytes();
        var sent = draft.finish();
        assertThat(sent.request().body().toString()).isEqualTo("{\"a\":[1,3]}");
        assertThat(sent.request().body().length()).isEqualTo(announced);
        assertThat(sent.index(1)).isEqualTo(2);
    }

    @Test
    void refusesARecordWithoutAKindAndIsAsItWas() {
        assertThat(draft.add(JsonRecord.of(0, "{\"n\":1}")))
                .isEqualTo(new Draft.Unsayable(VendorCode.IDENTIFIER_MISSING));
        assertThat(draft.add(record(1, "b", 2))).isEqualTo(Draft.Taken.TAKEN);
    }

    /** Else the first record that can be said would be full, which no draft may answer. */
    @Test
    void aRecordThatCannotBeSaidDecidesNoKind() {
        assertThat(draft.add(JsonRecord.of(0, "{\"user_id\":\"a\",\"n\":\"" + "x".repeat(50) + "\"}")))
                .isEqualTo(new Draft.Unsayable(VendorCode.RECORD_TOO_LARGE));
        assertThat(draft.add(record(1, "b", 2))).isEqualTo(Draft.Taken.TAKEN);
        assertThat(draft.finish().request().body().toString()).isEqualTo("{\"b\":[2]}");
    }

    private Draft ofKind(String kind) {
        return new BatchDraft(
                ConnectorContract.attempt(Operation.UPSERT),
                LIMITS,
                BatchDraft.opening("{").string(kind).ascii(":["),
                (record, out) -> {
                    record.writeValue(record.size() - 1, out);
                    return null;
                },
                "]}",
                body -> new VendorRequest(HttpMethod.POST, "/", Map.of(), body));
    }

    private static OutgoingRecord record(int index, String kind, int number) {
        return JsonRecord.of(index, "{\"user_id\":\"" + kind + "\",\"n\":" + number + "}");
    }
}
