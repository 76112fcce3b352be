package io.activationgateway.gateway.api;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.activationgateway.connectors.JsonBytes;
import io.activationgateway.gateway.config.SourceConfig;
import io.activationgateway.gateway.ingest.Kind;
import io.activationgateway.gateway.ingest.Limits;
import io.activationgateway.gateway.ingest.Rows;
import io.activationgateway.gateway.outbox.Parcel;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Rows as the outbox keeps them: JSON objects, of which a body can be made again. Pure; any thread. */
final class StoredRows {

    /** A CSV row may be longer as JSON, and a batch of the outbox was within its limits when it came. */
    static final Limits LIMITS = new Limits(
            256 << 20,
            Limits.DEFAULT.records(),
            8 * Limits.DEFAULT.rowBytes(),
            Limits.DEFAULT.depth(),
            Limits.DEFAULT.columns());

    private static final byte[] BEGIN = "{\"records\":[".getBytes(US_ASCII);
    private static final byte[] END = "]}".getBytes(US_ASCII);

    private StoredRows() {}

    /** A usable row with all its columns: a CSV cell is written as its catalogue type says. */
    static byte[] json(Rows rows, int row) {
        var out = new JsonBytes(512);
        out.ascii("{");
        boolean first = true;
        for (int field = rows.firstField(row); field < rows.endField(row); field++) {
            if (rows.kind(field) == Kind.NULL && rows.start(field) == rows.end(field)) {
                continue;
            }
            if (!first) {
                out.ascii(",");
            }
            first = false;
            var name = rows.nameJson(rows.nameNumber(field));
            out.raw(name, 0, name.length).ascii(":");
            rows.writeJson(field, out);
        }
        return out.ascii("}").toByteArray();
    }

    /** A body of these rows. */
    static byte[] body(List<Parcel.Item> items) {
        var out = new JsonBytes(
                items.stream().mapToInt(item -> item.row().length + 1).sum() + BEGIN.length + END.length);
        out.raw(BEGIN, 0, BEGIN.length);
        for (int i = 0; i < items.size(); i++) {
            if (i > 0) {
                out.ascii(",");
            }
            var row = items.get(i).row();
            out.raw(row, 0, row.length);
        }
        return out.raw(END, 0, END.length).toByteArray();
    }

    /** The columns by which a source says who a row is about, rather than something about that person. */
    static Set<String> ownColumns(SourceConfig source) {
        var own = new LinkedHashSet<>(source.columns().roles().values());
        own.addAll(source.columns().identifiers().values());
        own.addAll(source.columns().signals().values());
        return own;
    }
}
