package io.activationgateway.gateway.delivery;

import io.activationgateway.connectors.JsonBytes;
import io.activationgateway.connectors.OutgoingRecord;
import io.activationgateway.consent.identity.IdentifierType;
import io.activationgateway.gateway.delivery.FieldForms.Form;
import io.activationgateway.gateway.ingest.ColumnRole;
import io.activationgateway.gateway.ingest.FieldNames;
import io.activationgateway.gateway.ingest.Rows;
import io.activationgateway.residency.verdict.FieldAction;
import io.activationgateway.residency.verdict.Verdict;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A row as its plan lets it leave: passed fields are copied from the sender's bytes, others are written anew, nothing
 * else exists for the connector. Not thread-safe.
 */
@SuppressWarnings("EnumOrdinal") // an array of this record, asked for every field, that nobody stores
final class SlicedRecord implements OutgoingRecord {

    private static final int IDENTIFIERS = IdentifierType.values().length;
    private static final int NOT_ASKED = -2;

    /** Of a row whose fields all leave as they came. */
    private static final @Nullable Form[] NONE = {};

    private final int row;
    private final String dedupeKey;
    private final Rows rows;
    private final int[] leaving;
    private final @Nullable Form[] forms;
    private final int size;
    private final boolean consented;
    /** Where identifiers and roles stand, as far as somebody asked: connectors ask for each field. */
    private final int[] places = new int[IDENTIFIERS + Role.values().length];

    SlicedRecord(int row, String dedupeKey, FieldForms of, Verdict.Forward verdict) {
        this.row = row;
        this.dedupeKey = dedupeKey;
        this.rows = of.rows();
        this.consented = verdict.basis() != null && verdict.basis().isAffirmative();
        var plan = verdict.plan();
        int fields = rows.endField(row) - rows.firstField(row);
        this.leaving = new int[fields];
        @Nullable Form[] written = NONE;
        int count = 0;
        for (int field = rows.firstField(row); field < rows.endField(row); field++) {
            int number = rows.catalogueField(field);
            var action = number == FieldNames.UNKNOWN ? FieldAction.DROP : plan.action(number);
            if (action == FieldAction.PASS) {
                leaving[count++] = field;
            } else if (action != FieldAction.DROP) {
                var form = of.form(row, field, action);
                if (form != null) {
                    written = written == NONE ? new @Nullable Form[fields] : written;
                    written[count] = form;
                    leaving[count++] = field;
                }
            }
        }
        this.size = count;
        this.forms = written;
        Arrays.fill(places, NOT_ASKED);
    }

    @Override
    public int index() {
        return row;
    }

    @Override
    public String dedupeKey() {
        return dedupeKey;
    }

    @Override
    public boolean consented() {
        return consented;
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
        var form = form(field);
        if (form == null) {
            rows.writeJson(leaving[field], out);
        } else {
            form.write(out);
        }
    }

    @Override
    public @Nullable String text(int field) {
        var form = form(field);
        return form == null ? rows.text(leaving[field]) : form.plain();
    }

    @Override
    public int identifier(IdentifierType type) {
        int at = type.ordinal();
        if (places[at] == NOT_ASKED) {
            places[at] = position(rows.identifier(row, type));
        }
        return places[at];
    }

    @Override
    public int role(Role role) {
        int at = IDENTIFIERS + role.ordinal();
        if (places[at] == NOT_ASKED) {
            places[at] = position(rows.role(
                    row,
                    switch (role) {
                        case RECORD_ID -> ColumnRole.RECORD_ID;
                        case EVENT_NAME -> ColumnRole.EVENT_NAME;
                        case EVENT_TIME -> ColumnRole.EVENT_TIME;
                    }));
        }
        return places[at];
    }

    private @Nullable Form form(int field) {
        return forms == NONE ? null : forms[field];
    }

    /** Where a field of the row stands among those that leave, or -1; they leave in the row's order. */
    private int position(int source) {
        return Math.max(-1, Arrays.binarySearch(leaving, 0, size, source));
    }
}
