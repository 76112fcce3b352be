package io.activationgateway.gateway.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.activationgateway.connectors.JsonBytes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.zip.GZIPOutputStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What holds for every body, tried with random ones. */
class RowLawsTest {

    private static final JsonMapper JACKSON = new JsonMapper();
    private static final JsonMapper ESCAPING =
            JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

    /** Names outside the roles, so that any value may stand under them. */
    private static final List<String> NAMES = List.of("city", "x", "ünï", "a b", "\"q\"", "\ud83d\ude00", "");

    @Property(tries = 500)
    void aValueIsWrittenAsItsBytesAndReadAsJacksonReadsIt(
            @ForAll("records") List<Map<String, Object>> records, @ForAll boolean escaped) throws IOException {
        var texts = new ArrayList<String>();
        for (var one : records) {
            texts.add((escaped ? ESCAPING : JACKSON).writeValueAsString(one));
        }

        var json = Reads.rows(BodyFormat.JSON, "{\"records\":[" + String.join(" ,\n", texts) + "]}");
        var ndjson = Reads.rows(BodyFormat.NDJSON, String.join("\n", texts));

        for (int row = 0; row < texts.size(); row++) {
            assertSame(json, row, JACKSON.readTree(texts.get(row)), escaped);
            assertSame(ndjson, row, JACKSON.readTree(texts.get(row)), escaped);
        }
    }

    @Property(tries = 500)
    void aCsvCellIsReadAndWrittenAsItsText(@ForAll("tables") List<List<String>> table, @ForAll boolean crlf)
            throws IOException {
        var body = "id,city,x\n"
                + table.stream()
                        .map(cells -> cells.stream()
                                .map(cell -> '"' + cell.replace("\"", "\"\"") + '"')
                                .collect(Collectors.joining(",")))
                        .collect(Collectors.joining(crlf ? "\r\n" : "\n"));

        var rows = Reads.rows(BodyFormat.CSV, body);

        assertThat(rows.size()).isEqualTo(table.size());
        for (int row = 0; row < table.size(); row++) {
            var written = JACKSON.readTree(Reads.json(rows, row));
            for (int column = 0; column < 3; column++) {
                int field = rows.firstField(row) + column;
                assertThat(rows.text(field)).isEqualTo(table.get(row).get(column));
                assertThat(written.get(rows.name(rows.nameNumber(field))).textValue())
                        .isEqualTo(table.get(row).get(column));
            }
        }
    }

    /** Whatever the bytes are, there is an answer, and a usable row can be written as JSON that Jackson reads. */
    @ParameterizedTest
    @EnumSource(BodyFormat.class)
    void randomChangesOfBytesNeverThrow(BodyFormat format) throws IOException {
        var random = new Random(20250101);
        var seed = seed(format);
        for (int i = 0; i < 10_000; i++) {
            assertUsable(Reads.read(format, changed(seed, random)));
        }
    }

    @Test
    void randomChangesOfPackedBytesNeverThrow() throws IOException {
        var random = new Random(20250101);
        var out = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(out)) {
            gzip.write(seed(BodyFormat.NDJSON));
        }
        var packed = out.toByteArray();
        for (int i = 0; i < 10_000; i++) {
            assertThat(Unpacking.GZIP.unpack(changed(packed, random), 1 << 16)).isNotNull();
        }
    }

    @Provide
    Arbitrary<List<Map<String, Object>>> records() {
        var text = Arbitraries.strings().ofMaxLength(12).filter(RowLawsTest::paired);
        var number = Arbitraries.oneOf(
                Arbitraries.longs().map(Object.class::cast),
                Arbitraries.doubles().map(Object.class::cast),
                Arbitraries.bigIntegers().map(Object.class::cast));
        Arbitrary<Object> scalar = Arbitraries.oneOf(text.map(Object.class::cast), number, Arbitraries.of(true, false));
        Arbitrary<Object> value = Arbitraries.oneOf(
                scalar,
                scalar.list().ofMaxSize(3).map(Object.class::cast),
                Arbitraries.maps(text, scalar).ofMaxSize(3).map(Object.class::cast));
        return Arbitraries.maps(Arbitraries.of(NAMES), value).list().ofMaxSize(4);
    }

    @Provide
    Arbitrary<List<List<String>>> tables() {
        var text = Arbitraries.oneOf(
                        Arbitraries.strings().ofMaxLength(12),
                        Arbitraries.strings().withChars("\",\r\n\\ab").ofMaxLength(8))
                .filter(RowLawsTest::paired)
                .filter(cell -> cell.indexOf('\0') < 0);
        return text.list().ofSize(3).list().ofMinSize(1).ofMaxSize(4);
    }

    private static void assertSame(Rows rows, int row, JsonNode expected, boolean escaped) throws IOException {
        assertThat(rows.fault(row)).isNull();
        assertThat(rows.endField(row) - rows.firstField(row)).isEqualTo(expected.size());
        for (int field = rows.firstField(row); field < rows.endField(row); field++) {
            var value = expected.get(rows.name(rows.nameNumber(field)));
            var out = new JsonBytes(16);
            rows.writeJson(field, out);
            var written = new String(out.toByteArray(), StandardCharsets.UTF_8);
            assertThat(written).isEqualTo((escaped ? ESCAPING : JACKSON).writeValueAsString(value));
            if (value.isTextual()) {
                assertThat(rows.text(field)).isEqualTo(value.textValue());
            }
        }
    }

    private static void assertUsable(Reading reading) throws IOException {
        if (!(reading instanceof Reading.Parsed(var rows))) {
            return;
        }
        for (int row = 0; row < rows.size(); row++) {
            assertThat(rows.recordId(row)).isNotNull();
            if (rows.fault(row) == null) {
                var tree = JACKSON.readTree(Reads.json(rows, row));
                assertThat(tree.size()).isEqualTo(rows.endField(row) - rows.firstField(row));
                for (int field = rows.firstField(row); field < rows.endField(row); field++) {
                    var value = tree.get(rows.name(rows.nameNumber(field)));
                    assertThat(value).isNotNull();
                    if (value.isTextual()) {
                        assertThat(rows.text(field)).isEqualTo(value.textValue());
                    }
                }
            }
        }
    }

    private static byte[] changed(byte[] seed, Random random) {
        var telling = "\"\\{}[]:,\n\r\0eNu0+-.".getBytes(StandardCharsets.UTF_8);
        var bytes = seed.clone();
        for (int changes = 1 + random.nextInt(3); changes > 0; changes--) {
            int at = random.nextInt(bytes.length);
            bytes[at] = random.nextBoolean() ? telling[random.nextInt(telling.length)] : (byte) random.nextInt(256);
        }
        return random.nextInt(8) == 0 ? Arrays.copyOf(bytes, random.nextInt(bytes.length)) : bytes;
    }

    private static byte[] seed(BodyFormat format) {
        var lines = List.of(
                "{\"id\":\"a\",\"email\":\"ada@example.com\",\"city\":\"K\\u00f6ln \\ud83d\\ude00\",\"purchases\":12}",
                "{\"id\":17,\"address\":{\"street\":\"x\",\"lines\":[1,-2.5e3,null]},\"vip\":true,\"x\":\"ğüşİ\"}",
                "{\"id\":\"c\",\"other\":{\"a\":[[],{}]},\"phone\":\"+15550100\",\"country\":\"TR\"}");
        var body = switch (format) {
            case JSON -> "{\"records\":[" + String.join(",", lines) + "]}";
            case NDJSON -> String.join("\n", lines) + "\n";
            case CSV ->
                "id,email,city,purchases,vip\na,ada@example.com,\"K\u00f6ln, \"\"x\"\"\",12,true\r\n"
                        + "b,,\"\",,FALSE\nc,c@example.org,ğüşİ,-3,\n";
        };
        return body.getBytes(StandardCharsets.UTF_8);
    }

    private static boolean paired(String text) {
        return text.equals(new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8));
    }
}
