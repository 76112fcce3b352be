package io.activationgateway.gateway.demo;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.vertx.core.buffer.Buffer;
import java.util.List;

/** Rows that cannot be taken as they are written, one for each fault that a line of NDJSON can have. */
final class BrokenRows {

    private BrokenRows() {}

    static List<Row> all() {
        return List.of(
                row("syntax", "{\"id\":\"syntax\",\"email\":"),
                row("twice", "{\"id\":\"twice\",\"email\":\"a@example.com\",\"\\u0065mail\":\"b@example.com\"}"),
                Row.broken("utf-8", Buffer.buffer("{\"id\":\"utf-8\",\"city\":\"\u00c3(\"}".getBytes(ISO_8859_1))),
                row("surrogate", "{\"id\":\"surrogate\",\"city\":\"\\ud800\"}"),
                row("number", "{\"id\":\"number\",\"purchase_total\":NaN}"),
                row("depth", "{\"id\":\"depth\",\"notes\":" + "[".repeat(40) + "]".repeat(40) + "}"),
                row("row-size", "{\"id\":\"row-size\",\"notes\":\"" + "x".repeat(300 << 10) + "\"}"),
                row("not-object", "[\"not-object\"]"),
                row("identifier", "{\"id\":\"identifier\",\"email\":{\"home\":\"a@example.com\"}}"));
    }

    /** A row of such a text. */
    static Row row(String id, String text) {
        return Row.broken(id, Buffer.buffer(text));
    }
}
