package io.activationgateway.gateway.delivery;

import io.activationgateway.connectors.JsonBytes;
import io.activationgateway.connectors.OutgoingRecord;
import io.activationgateway.consent.identity.IdentifierType;
import io.activationgateway.gateway.ingest.ColumnRole;
import io.activationgateway.gateway.ingest.FieldNames;
import io.activationgateway.gateway.ingest.Rows;
import io.activationgateway.residency.table.PolicyTable;
import io.activationgateway.residency.verdict.FieldAction;
import io.activationgateway.residency.verdict.FieldPlan;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A row as its plan lets it leave: passed fields are copied from the sender's bytes, hashed and pseudonymised ones are
 * written anew, nothing else exists for the connector. Not thread-safe.
 */
final class SlicedRecord implements OutgoingRecord {

    private final int index;
    private final String dedupeKey;
    private final Rows rows;
    private final PolicyTable table;
    private final FieldPlan plan;
    private final Masking masking;
    private final int row;
    private final int[] leaving;
    private final int size;

    SlicedRecord(int row, String dedupeKey, Rows rows, PolicyTable table, FieldPlan plan, Masking masking) {
        this.index = row;
        this.row = row;
        this.dedupeKey = dedupeKey;
        this.rows = rows;
        this.table = table;
        this.plan = plan;
        this.masking = masking;
        this.leaving = new int[rows.endField(row) - rows.firstField(row)];
        int count = 0;
        for (int field = rows.firstField(row); field < rows.endField(row); field++) {
            if (action(field) != FieldAction.DROP) {
                leaving[count++] = field;
            }
        }
        this.size = count;
    }

    @Override
    public int index() {
        return index;
    }

    @Override
    public String dedupeKey() {
        return dedupeKey;
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public String name(int field) {
        return rows.name(rows.nameNumber(leaving[field]));
    }

    @Override
    public void writeName(int field, JsonBytes out) {
        var json = rows.nameJson(rows.nameNumber(leaving[field]));
        out.raw(json, 0, json.length);
    }

    @Override
    public void writeValue(int field, JsonBytes out) {
        int source = leaving[field];
        if (action(source) == FieldAction.PASS) {
            rows.writeJson(source, out);
            return;
        }
        var masked = masked(source);
        if (masked == null) {
            out.ascii("null");
        } else {
            out.string(masked);
        }
    }

    @Override
    public @Nullable String text(int field) {
        int source = leaving[field];
        return action(source) == FieldAction.PASS ? rows.text(source) : masked(source);
    }

    @Override
    public int identifier(IdentifierType type) {
        return position(rows.identifier(row, type));
    }

    @Override
    public int role(Role role) {
        return position(rows.role(
                row,
                switch (role) {
                    case RECORD_ID -> ColumnRole.RECORD_ID;
                    case EVENT_NAME -> ColumnRole.EVENT_NAME;
                    case EVENT_TIME -> ColumnRole.EVENT_TIME;
                }));
    }

    private FieldAction action(int source) {
        int number = rows.catalogueField(source);
        return number == FieldNames.UNKNOWN ? FieldAction.DROP : plan.action(number);
    }

    private @Nullable String masked(int source) {
        var text = rows.text(source);
        if (text == null) {
            return null;
        }
        var field = table.catalogue().field(rows.catalogueField(source));
        return action(source) == FieldAction.HASH
                ? Masking.hash(field.identifier(), text)
                : masking.pseudonym(field.name(), text);
    }

    /** Where a field of the row stands among those that leave, or -1; they leave in the row's order. */
    private int position(int source) {
        return Math.max(-1, Arrays.binarySearch(leaving, 0, size, source));
    }
}
