package io.activationgateway.gateway.ingest;

import static io.activationgateway.gateway.ingest.BodyFormat.CSV;
import static io.activationgateway.gateway.ingest.BodyFormat.JSON;
import static io.activationgateway.gateway.ingest.BodyFormat.NDJSON;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each kind of bad input and its answer. Bad rows stand between good ones, which must go through. */
class BadInputTest {

    private static final String GOOD_BEFORE = "{\"id\":\"a\",\"email\":\"ada@example.com\"}";
    private static final String GOOD_AFTER = "{\"\\ud83d\\ude00\":1,\"id\":\"z\",\"city\":\"Zürich\"}";
    private static final Locale USUAL = Locale.getDefault();

    @AfterAll
    static void restoreLocale() {
        Locale.setDefault(USUAL);
    }

    /** Rows that are bad in every JSON format, whose framing they leave alone; given as ISO-8859-1, one byte a char. */
    static Stream<Arguments> badRows() {
        return Stream.of(
                row("not an object: number", "17", "1 input.not-object"),
                row("not an object: array", "[{\"id\":\"b\"}]", "1 input.not-object"),
                row("not an object: null", "null", "1 input.not-object"),
                row("not an object: string", "\"b\"", "1 input.not-object"),
                row("name twice", "{\"id\":\"b\",\"city\":\"x\",\"city\":\"y\"}", "b input.duplicate-name"),
                row("name twice by escape", "{\"id\":\"b\",\"city\":1,\"c\\u0069ty\":2}", "b input.duplicate-name"),
                row("id twice", "{\"id\":\"b\",\"id\":\"c\"}", "1 input.duplicate-name"),
                row("unclassified name twice", "{\"id\":\"b\",\"x\":1,\"x\":1}", "b input.duplicate-name"),
                row(
                        "two columns, one field",
                        "{\"id\":\"b\",\"email\":\"x\",\"e_mail\":\"y\"}",
                        "b input.duplicate-name"),
                row("inner name twice", "{\"id\":\"b\",\"address\":{\"lat\":1,\"lat\":2}}", "b input.duplicate-name"),
                row("invalid UTF-8", "{\"id\":\"b\",\"city\":\"\u00ff\"}", "b input.utf-8"),
                row("cut UTF-8 before the quote", "{\"id\":\"b\",\"city\":\"\u00c3\"}", "b input.utf-8"),
                row("overlong UTF-8", "{\"id\":\"b\",\"city\":\"\u00c0\u00af\"}", "b input.utf-8"),
                row("overlong three bytes", "{\"id\":\"b\",\"city\":\"\u00e0\u0080\u00af\"}", "b input.utf-8"),
                row("surrogate in UTF-8", "{\"id\":\"b\",\"city\":\"\u00ed\u00a0\u0080\"}", "b input.utf-8"),
                row("beyond U+10FFFF", "{\"id\":\"b\",\"city\":\"\u00f4\u0090\u0080\u0080\"}", "b input.utf-8"),
                row("invalid UTF-8 in a name", "{\"id\":\"b\",\"c\u00ffty\":\"x\"}", "b input.utf-8"),
                row("invalid UTF-8 in the id", "{\"id\":\"b\u00ff\"}", "1 input.utf-8"),
                row("lone high surrogate", "{\"id\":\"b\",\"city\":\"\\ud83d\"}", "b input.surrogate"),
                row("lone low surrogate", "{\"id\":\"b\",\"city\":\"\\uDE00\"}", "b input.surrogate"),
                row("lone surrogate before an escape", "{\"id\":\"b\",\"city\":\"\\ud83d\\n\"}", "b input.surrogate"),
                row("reversed surrogates", "{\"id\":\"b\",\"city\":\"\\ude00\\ud83d\"}", "b input.surrogate"),
                row("lone surrogate in a name", "{\"id\":\"b\",\"\\ud83d\":1}", "b input.surrogate"),
                row("lone surrogate in the id", "{\"id\":\"\\ud83d\"}", "1 input.surrogate"),
                row("NaN", "{\"id\":\"b\",\"city\":NaN}", "b input.number"),
                row("Infinity", "{\"id\":\"b\",\"city\":Infinity}", "b input.number"),
                row("minus Infinity", "{\"id\":\"b\",\"city\":-Infinity}", "b input.number"),
                row("leading zero", "{\"id\":\"b\",\"city\":01}", "b input.number"),
                row("minus leading zero", "{\"id\":\"b\",\"city\":-007}", "b input.number"),
                row("leading plus", "{\"id\":\"b\",\"city\":+1}", "b input.number"),
                row("leading point", "{\"id\":\"b\",\"city\":.5}", "b input.number"),
                row("trailing point", "{\"id\":\"b\",\"city\":5.}", "b input.number"),
                row("inner NaN", "{\"id\":\"b\",\"other\":[1,{\"x\":NaN}]}", "b input.number"),
                row("nested identifier", "{\"id\":\"b\",\"email\":{\"a\":1}}", "b input.identifier"),
                row("identifier in an array", "{\"id\":\"b\",\"phone\":[\"1\"]}", "b input.identifier"),
                row("boolean identifier", "{\"id\":\"b\",\"user_id\":true}", "b input.identifier"),
                row("empty identifier", "{\"id\":\"b\",\"email\":\"\"}", "b input.identifier"),
                row("nested country", "{\"id\":\"b\",\"country\":[\"DE\"]}", "b input.identifier"),
                row("nested birth date", "{\"id\":\"b\",\"birth_date\":{}}", "b input.identifier"),
                row("nested id", "{\"id\":{\"b\":1}}", "1 input.identifier"),
                row("nested event", "{\"id\":\"b\",\"event\":{}}", "b input.type"),
                row("boolean time", "{\"id\":\"b\",\"occurred_at\":false}", "b input.type"),
                row("depth 33", "{\"id\":\"b\",\"x\":" + nested(32) + "}", "b input.depth"),
                row("depth 5000", "{\"id\":\"b\",\"x\":" + nested(4_999) + "}", "b input.depth"),
                row("501 columns", "{\"id\":\"b\"," + columns(500) + "}", "b input.columns"),
                row("row of 300 KB", "{\"id\":\"b\",\"city\":\"" + "x".repeat(300_000) + "\"}", "b input.row-size"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("badRows")
    void aBadRowInJsonIsThatRowsFaultAndTheOthersGoThrough(String name, String row, String answer) {
        var body = "{\"records\":[%s,%s,%s]}".formatted(GOOD_BEFORE, row, "{\"id\":\"z\",\"city\":\"Z\"}");

        assertThat(Reads.answer(Reads.read(JSON, body.getBytes(ISO_8859_1)))).isEqualTo("a ok, " + answer + ", z ok");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("badRows")
    void aBadLineIsThatRowsFaultAndTheOthersGoThrough(String name, String row, String answer) {
        if (row.length() > Limits.DEFAULT.rowBytes()) {
            answer = "1 input.row-size";
        }
        var body = GOOD_BEFORE + "\n" + row + "\r\n" + "{\"id\":\"z\",\"city\":\"Z\"}";

        assertThat(Reads.answer(Reads.read(NDJSON, body.getBytes(ISO_8859_1)))).isEqualTo("a ok, " + answer + ", z ok");
    }

    static Stream<Arguments> badLines() {
        return Stream.of(
                row("open object", "{\"id\":\"b\"", "b input.syntax"),
                row("open string", "{\"id\":\"b", "1 input.syntax"),
                row("open name", "{\"id", "1 input.syntax"),
                row("open inner object", "{\"id\":\"b\",\"address\":{", "b input.syntax"),
                row("value missing", "{\"id\":\"b\",\"city\":", "b input.syntax"),
                row("two objects", "{\"id\":\"b\"}{\"id\":\"c\"}", "b input.syntax"),
                row("text behind", "{\"id\":\"b\"} x", "b input.syntax"),
                row("no JSON", "hello", "1 input.syntax"),
                row("single quotes", "{'id':'b'}", "1 input.syntax"),
                row("comma too many", "{\"id\":\"b\",}", "b input.syntax"),
                row("comment", "{\"id\":\"b\"/*x*/}", "b input.syntax"),
                row("unknown escape", "{\"id\":\"b\",\"city\":\"\\q\"}", "b input.syntax"),
                row("bad hex escape", "{\"id\":\"b\",\"city\":\"\\u12g4\"}", "b input.syntax"),
                row("escape that swallows the line's end", "{\"id\":\"b\",\"city\":\"\\u", "b input.syntax"),
                row("control character", "{\"id\":\"b\",\"city\":\"\u0001\"}", "b input.syntax"),
                row("NUL", "{\"id\":\"b\",\"city\":\"\u0000\"}", "b input.syntax"),
                row("depth 20000", "{\"id\":\"b\",\"x\":" + nested(20_000) + "}", "b input.depth"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("badLines")
    void aLineThatIsNotJsonIsThatRowsFault(String name, String line, String answer) {
        var body = GOOD_BEFORE + "\n" + line + "\n" + GOOD_AFTER + "\n";

        assertThat(Reads.answer(Reads.read(NDJSON, body))).isEqualTo("a ok, " + answer + ", z ok");
    }

    static Stream<Arguments> brokenJson() {
        return Stream.of(
                row("empty", "", "400 body-syntax @0"),
                row("white space", " \n", "400 body-syntax @0"),
                row("cut", "{\"records\":[{\"id\":\"b\"", "400 body-syntax @21"),
                row("cut in a string", "{\"records\":[{\"id\":\"b", "400 body-syntax @20"),
                row("comma missing", "{\"records\":[{\"id\":\"b\" \"x\":1}]}", "400 body-syntax @22"),
                row("NUL between tokens", "{\"records\":[\u0000]}", "400 body-syntax @13"),
                row("control character", "{\"records\":[{\"id\":\"\u0001\"}]}", "400 body-syntax @19"),
                row("more behind", "{\"records\":[]} {}", "400 body-syntax @15"),
                row("an array", "[{\"id\":\"b\"}]", "400 body-shape @0"),
                row("member missing", "{}", "400 body-shape @1"),
                row("unknown member", "{\"records\":[],\"extra\":1}", "400 body-shape @14"),
                row("member twice", "{\"records\":[],\"records\":[]}", "400 body-shape @14"),
                row("records no array", "{\"records\":{}}", "400 body-shape @11"),
                row("depth 20000", "{\"records\":[{\"x\":" + nested(20_000) + "}]}", "400 body-syntax @10015"),
                row("a row without end", "{\"records\":[{\"x\":\"" + "y".repeat(300_000), "413 body-too-large @12"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("brokenJson")
    void aJsonBodyIsBrokenAsAWhole(String name, String body, String answer) {
        assertThat(Reads.answer(Reads.read(JSON, body))).isEqualTo(answer);
    }

    static Stream<Arguments> csv() {
        var long300K = "x".repeat(300_000);
        return Stream.of(
                row("good", "id,city\na,Ankara\n", "a ok"),
                row("mark, CRLF, no last line end", "\ufeffid,city\r\na,X\r\nb,Y", "a ok, b ok"),
                row("blank lines", "\nid,city\n\na,X\n\r\nb,Y\n\n", "a ok, b ok"),
                row("no id column", "city\nX\nY\n", "0 ok, 1 ok"),
                row("empty id", "id,city\n,X\n\"\",Y\n", "0 ok, 1 ok"),
                row("header alone", "id,city\n", ""),
                row("cell missing", "id,city\na,X\nb\nz,Z\n", "a ok, b input.columns, z ok"),
                row("cell too many", "id,city\na,X\nb,Y,Z\nz,Z\n", "a ok, b input.columns, z ok"),
                row("quote inside", "id,city\na,X\nb,5\" x\nz,Z\n", "a ok, b input.syntax, z ok"),
                row("text behind a quote", "id,city\na,X\nb,\"5\"x\nz,Z\n", "a ok, b input.syntax, z ok"),
                row("carriage return", "id,city\na,X\nb,x\ry\nz,Z\n", "a ok, b input.syntax, z ok"),
                row("NUL", "id,city\na,X\nb,\u0000\nz,Z\n", "a ok, b input.syntax, z ok"),
                row("invalid UTF-8", "id,city\na,X\nb,\u00ff\nz,Z\n", "a ok, b input.utf-8, z ok"),
                row("empty quoted e-mail", "id,email\na,\nb,\"\"\nz,z@x\n", "a ok, b input.identifier, z ok"),
                row("no integer", "id,purchases\na,1\nb,1.5\nz,\n", "a ok, b input.type, z ok"),
                row(
                        "no number",
                        "id,purchase_total\na,1e3\nb,+1\nc,01\nd,NaN\ne,\"\"\nz,-0.5\n",
                        "a ok, b input.type, c input.type, d input.type, e input.type, z ok"),
                row("no boolean", "id,vip\na,TRUE\nb,yes\nc,1\nz,false\n", "a ok, b input.type, c input.type, z ok"),
                row("row of 300 KB", "id,city\na,X\nb," + long300K + "\nz,Z\n", "a ok, b input.row-size, z ok"),
                row("row without end", "id,city\na,X\nb," + long300K, "413 body-too-large @12"),
                row("quote without end", "id,city\na,\"X\nb,Y\n", "400 body-syntax @10"),
                row("long quote without end", "id,city\na,\"X" + long300K, "413 body-too-large @8"),
                row("quote without end in the header", "id,\"city\na,X\n", "400 body-syntax @3"),
                row("empty", "", "400 body-header @0"),
                row("column twice", "id,city,city\na,X,Y\n", "400 body-header @0"),
                row("two columns, one field", "id,email,e_mail\na,X,Y\n", "400 body-header @0"),
                row("column without a name", "id,,city\na,X,Y\n", "400 body-header @3"),
                row("quote in the header", "id,ci\"ty\na,X\n", "400 body-header @3"),
                row("invalid UTF-8 in the header", "id,\u00ff\na,X\n", "400 body-header @3"),
                row("501 columns", columnsOfHeader(501) + "\n", "413 body-too-large @2390"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("csv")
    void csvIsCutByItsQuotes(String name, String body, String answer) {
        var charset = name.contains("mark") ? UTF_8 : ISO_8859_1;

        assertThat(Reads.answer(Reads.read(CSV, body.getBytes(charset)))).isEqualTo(answer);
    }

    @Test
    void aLineWithoutEndIsTooLarge() {
        var body = GOOD_BEFORE + "\n{\"id\":\"" + "x".repeat(300_000);

        assertThat(Reads.answer(Reads.read(NDJSON, body)))
                .isEqualTo("413 body-too-large @" + (GOOD_BEFORE.length() + 1));
    }

    @Test
    void tenThousandAndOneRecordsAreTooMany() {
        var objects = IntStream.rangeClosed(1, 10_001)
                .mapToObj(i -> "{\"id\":" + i + "}")
                .toList();
        var first = objects.subList(0, 10_000);

        assertThat(Reads.rows(JSON, "{\"records\":" + first + "}").size()).isEqualTo(10_000);
        assertThat(Reads.rows(NDJSON, String.join("\n", first)).size()).isEqualTo(10_000);
        assertThat(Reads.answer(Reads.read(JSON, "{\"records\":" + objects + "}")))
                .startsWith("413 body-too-large");
        assertThat(Reads.answer(Reads.read(NDJSON, String.join("\n", objects)))).startsWith("413 body-too-large");
        assertThat(Reads.answer(Reads.read(CSV, "id\n" + "1\n".repeat(10_001)))).startsWith("413 body-too-large");
    }

    @Test
    void otherEncodingsAreNotRead() {
        var json = "{\"records\":[" + GOOD_BEFORE + "]}";

        assertThat(Reads.answer(Reads.read(JSON, json.getBytes(UTF_16)))).isEqualTo("400 body-syntax @0");
        assertThat(Reads.answer(Reads.read(JSON, json.getBytes(UTF_16LE)))).isEqualTo("400 body-syntax @2");
        assertThat(Reads.answer(Reads.read(NDJSON, GOOD_BEFORE.getBytes(UTF_16LE))))
                .isEqualTo("0 input.syntax");
        assertThat(Reads.answer(Reads.read(CSV, "id,city\na,X\n".getBytes(UTF_16LE))))
                .isEqualTo("400 body-header @0");
        assertThat(Reads.answer(Reads.read(JSON, "{\"records\":[{\"id\":\"\u00e9\"}]}".getBytes(ISO_8859_1))))
                .isEqualTo("0 input.utf-8");
    }

    @Test
    void aByteOrderMarkIsSkipped() {
        assertThat(Reads.answer(Reads.read(JSON, "\ufeff{\"records\":[" + GOOD_AFTER + "]}")))
                .isEqualTo("z ok");
        assertThat(Reads.answer(Reads.read(NDJSON, "\ufeff" + GOOD_AFTER))).isEqualTo("z ok");
    }

    @Test
    void zeroRecordsAreNoError() {
        assertThat(Reads.rows(JSON, "{\"records\":[]}").size()).isZero();
        assertThat(Reads.rows(NDJSON, "").size()).isZero();
        assertThat(Reads.rows(NDJSON, "\n \r\n").size()).isZero();
    }

    @Test
    void tooManyDifferentNamesAreTooLarge() {
        var body = IntStream.range(0, 50)
                .mapToObj(row -> IntStream.range(0, 400)
                        .mapToObj(i -> "\"c" + row + "_" + i + "\":1")
                        .collect(Collectors.joining(",", "{", "}")))
                .collect(Collectors.joining("\n"));

        assertThat(Reads.answer(Reads.read(NDJSON, body))).startsWith("413 body-too-large");
    }

    @Test
    void aFaultNamesLineAndColumnButNoValue() {
        var rows = Reads.rows(
                NDJSON,
                GOOD_BEFORE + "\n\n{\"city\":\"secret\",\"city\":\"secret\"}\n"
                        + "{\"eve@example.com\":1,\"eve@example.com\":2}\n");

        assertThat(rows.fault(1).detail()).isEqualTo("line 3: column \"city\" occurs twice");
        assertThat(rows.fault(2).detail()).isEqualTo("line 4: column (a name not shown) occurs twice");
        assertThat(((Reading.Broken) Reads.read(JSON, "{\"eve@example.com\":1}")).detail())
                .doesNotContain("eve");
        assertThat(((Reading.Broken) Reads.read(JSON, "{\"records\":[{\"a\":eve}]}")).detail())
                .doesNotContain("eve");
        assertThat(rows.toString()).doesNotContain("ada");
    }

    @Test
    void aRowWithAFaultHasNoFieldButItsId() {
        var rows = Reads.rows(NDJSON, "{\"city\":\"X\",\"id\":\"b\",\"email\":\"x@example.com\",\"purchases\":01}");

        assertThat(Reads.json(rows, 0)).isEqualTo("{\"id\":\"b\"}");
        assertThat(rows.catalogueField(rows.firstField(0))).isEqualTo(FieldNames.UNKNOWN);
    }

    @Test
    void aTurkishLocaleChangesNothing() {
        Locale.setDefault(Locale.of("tr", "TR"));

        assertThat(BodyFormat.ofContentType("APPLICATION/JSON; CHARSET=UTF-8")).contains(JSON);
        assertThat(Unpacking.ofContentEncoding("GZIP")).contains(Unpacking.GZIP);
        var rows = Reads.rows(CSV, "id,city,vip,purchases\n1,İstanbul I ı,TRUE,x\n2,ISPARTA,FALSE,7\n");
        assertThat(rows.fault(0).detail()).isEqualTo("line 2: column \"purchases\" must be integer");
        assertThat(Reads.json(rows, 1)).isEqualTo("{\"id\":\"2\",\"city\":\"ISPARTA\",\"vip\":false,\"purchases\":7}");
        Locale.setDefault(USUAL);
    }

    private static Arguments row(String name, String row, String answer) {
        return Arguments.of(name, row, answer);
    }

    private static String nested(int depth) {
        return "[".repeat(depth) + "]".repeat(depth);
    }

    private static String columns(int count) {
        return IntStream.range(0, count).mapToObj(i -> "\"c" + i + "\":1").collect(Collectors.joining(","));
    }

    private static String columnsOfHeader(int count) {
        return IntStream.range(0, count).mapToObj(i -> "c" + i).collect(Collectors.joining(","));
    }
}
