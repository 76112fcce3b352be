package io.activationgateway.gateway.ingest;

import static io.activationgateway.gateway.ingest.BodyFormat.CSV;
import static io.activationgateway.gateway.ingest.BodyFormat.JSON;
import static io.activationgateway.gateway.ingest.BodyFormat.NDJSON;
import static org.assertj.core.api.Assertions.assertThat;

import io.activationgateway.consent.identity.IdentifierType;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class RowsTest {

    @Test
    void aRowIsCopiedByteByByte() {
        var row = "{\"id\":\"a\",\"purchase_total\":9007199254740993.10e-2,\"city\":\"\\u0041\\/ü\",\"purchases\":"
                + "123456789012345678901234567890,\"vip\":true,\"phone\":null}";

        assertThat(Reads.json(Reads.rows(JSON, "{\"records\":[" + row + "]}"), 0))
                .isEqualTo(row);
        assertThat(Reads.json(Reads.rows(NDJSON, row), 0)).isEqualTo(row);
    }

    @Test
    void whiteSpaceBetweenTokensIsNotPartOfAField() {
        var rows = Reads.rows(JSON, "{ \"records\" : [ { \"id\" : \"a\" , \"city\"\n:\t12 , \"vip\" : false } ] } ");

        assertThat(Reads.json(rows, 0)).isEqualTo("{\"id\":\"a\",\"city\":12,\"vip\":false}");
    }

    @Test
    void namesAreComparedUnescapedAndNumberedOnce() {
        var rows = Reads.rows(NDJSON, "{\"\\u0069d\":\"a\",\"city\":\"X\"}\n{\"city\":\"Y\",\"id\":\"b\"}\n");

        assertThat(rows.names()).isEqualTo(2);
        assertThat(rows.recordId(0)).isEqualTo("a");
        assertThat(rows.recordId(1)).isEqualTo("b");
        assertThat(rows.nameNumber(rows.firstField(1))).isEqualTo(1);
        assertThat(rows.catalogueNumber(1)).isEqualTo(new Catalogue().number("city"));
    }

    @Test
    void rolesAndIdentifiersAreFoundWhereTheyHoldAValue() {
        var rows =
                Reads.rows(NDJSON, "{\"email\":\"ada@example.com\",\"phone\":null,\"user_id\":17,\"country\":\"DE\"}");

        assertThat(rows.text(rows.identifier(0, IdentifierType.EMAIL))).isEqualTo("ada@example.com");
        assertThat(rows.identifier(0, IdentifierType.PHONE)).isEqualTo(-1);
        assertThat(rows.identifier(0, IdentifierType.DEVICE_ID)).isEqualTo(-1);
        assertThat(rows.text(rows.identifier(0, IdentifierType.USER_ID))).isEqualTo("17");
        assertThat(rows.text(rows.role(0, ColumnRole.COUNTRY))).isEqualTo("DE");
        assertThat(rows.role(0, ColumnRole.BIRTH_DATE)).isEqualTo(-1);
        assertThat(rows.hasRecordId(0)).isFalse();
        assertThat(rows.recordId(0)).isEqualTo("0");
    }

    @Test
    void oneColumnMayHaveTwoMeanings() {
        var columns = new Columns(
                Map.of(ColumnRole.RECORD_ID, "user_id"), Map.of(IdentifierType.USER_ID, "user_id"), Map.of());
        var reading = RowReader.read(
                "user_id\nu-1\n".getBytes(StandardCharsets.UTF_8), CSV, columns, new Catalogue(), Limits.DEFAULT);
        var rows = ((Reading.Parsed) reading).rows();

        assertThat(rows.recordId(0)).isEqualTo("u-1");
        assertThat(rows.identifier(0, IdentifierType.USER_ID)).isEqualTo(rows.role(0, ColumnRole.RECORD_ID));
    }

    @Test
    void theBytesOfPlainTextCanBeReadWhereTheyLie() {
        var rows = Reads.rows(CSV, "email,city\n\"ada@example.com\",İzmir\n");
        int email = rows.identifier(0, IdentifierType.EMAIL);

        assertThat(rows.kind(email).plain()).isTrue();
        assertThat(new String(
                        rows.bytes(), rows.start(email), rows.end(email) - rows.start(email), StandardCharsets.UTF_8))
                .isEqualTo("ada@example.com");
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', textBlock = """
            `{"street":"x","geo":{"lat":1}}`, true
            `{"lines":["x",{"lat":[]}]}`, true
            `[]`, true
            `"plain"`, true
            `{"street":"x","resident":"y"}`, false
            `{"lines":[{"resident":1}]}`, false
            """)
    void nestedDataLeavesOnlyWhereAllOfItIsClassified(String address, boolean leaves) {
        var rows = Reads.rows(NDJSON, "{\"address\":" + address + ",\"city\":{\"lat\":1}}");

        assertThat(rows.fault(0)).isNull();
        assertThat(rows.catalogueField(0) >= 0).isEqualTo(leaves);
        assertThat(rows.catalogueField(1)).isEqualTo(FieldNames.UNKNOWN);
    }

    @Test
    void aCsvCellOfAStructuredFieldNeverLeaves() {
        var rows = Reads.rows(CSV, "id,address\na,\"{\"\"resident\"\":1}\"\n");

        assertThat(rows.catalogueField(Reads.field(rows, 0, "address"))).isEqualTo(FieldNames.UNKNOWN);
    }

    @Test
    void depthThirtyTwoAndFiveHundredColumnsAreAllowed() {
        assertThat(Reads.answer(Reads.read(NDJSON, "{\"x\":" + "[".repeat(31) + "]".repeat(31) + "}")))
                .isEqualTo("0 ok");
        var columns = new StringBuilder("{\"c0\":1");
        for (int i = 1; i < 500; i++) {
            columns.append(",\"c").append(i).append("\":1");
        }
        assertThat(Reads.answer(Reads.read(NDJSON, columns + "}"))).isEqualTo("0 ok");
    }

    @Test
    void aCsvCellTakesItsCatalogueType() {
        var rows = Reads.rows(CSV, """
                id,city,purchases,purchase_total,vip,unknown,occurred_at
                007,"a ""b"", c\\
                d",12,"1.50",True,12,2026-05-01T10:00:00Z
                8,"",,,,,
                """);

        assertThat(Reads.json(rows, 0))
                .isEqualTo("{\"id\":\"007\",\"city\":\"a \\\"b\\\", c\\\\\\u000ad\","
                        + "\"purchases\":12,\"purchase_total\":1.50,\"vip\":true,\"unknown\":\"12\","
                        + "\"occurred_at\":\"2026-05-01T10:00:00Z\"}");
        assertThat(rows.text(Reads.field(rows, 0, "city"))).isEqualTo("a \"b\", c\\\nd");
        assertThat(Reads.json(rows, 1)).isEqualTo("{\"id\":\"8\",\"city\":\"\"}");
    }

    @Test
    void aBackslashInCsvIsNoEscape() {
        var rows = Reads.rows(CSV, "id,city\na,\\ud83d\n");

        assertThat(Reads.json(rows, 0)).isEqualTo("{\"id\":\"a\",\"city\":\"\\\\ud83d\"}");
    }

    @Test
    void membersOfAnObjectAreText() {
        var rows = Reads.rows(
                NDJSON, "{\"address\":{\"street\":\"x \\u00e9\",\"lat\":1.0,\"geo\":null},\"city\":{\"a\":{}}}");

        assertThat(rows.members(0)).contains(Map.of("street", "x é", "lat", "1.0"));
        assertThat(rows.members(1)).isEmpty();
    }

    @Test
    void membersOfOneNameAreNotChosenBetween() {
        var rows = Reads.rows(NDJSON, "{\"address\":{\"street\":\"x\"},\"city\":{\"a\":1,\"\\u0061\":null}}");

        assertThat(rows.members(1)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', textBlock = """
            application/json, JSON
            `application/json; charset=utf-8`, JSON
            `APPLICATION/JSON;charset="UTF-8"`, JSON
            application/x-ndjson, NDJSON
            `text/csv; header=present; charset=US-ASCII`, CSV
            """)
    void mediaTypesAreKnownWithTheirParameters(String contentType, BodyFormat format) {
        assertThat(BodyFormat.ofContentType(contentType)).contains(format);
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "",
                "text/plain",
                "application/json; charset=utf-16",
                "text/csv; charset=iso-8859-9",
                "text/csv; header=absent",
                "application/json, text/csv"
            })
    void otherMediaTypesAreNotSupported(String contentType) {
        assertThat(BodyFormat.ofContentType(contentType)).isEmpty();
    }
}
