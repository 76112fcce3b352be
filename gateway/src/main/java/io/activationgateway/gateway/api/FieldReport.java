package io.activationgateway.gateway.api;

import com.fasterxml.jackson.core.JsonGenerator;
import io.activationgateway.gateway.delivery.FieldForms;
import io.activationgateway.gateway.ingest.ColumnRole;
import io.activationgateway.gateway.ingest.FieldNames;
import io.activationgateway.gateway.ingest.Rows;
import io.activationgateway.gateway.screening.ScreenedBatch;
import io.activationgateway.residency.policy.FieldCatalogue;
import io.activationgateway.residency.verdict.FieldAction;
import io.activationgateway.residency.verdict.FieldAction.Generalise;
import io.activationgateway.residency.verdict.FieldAction.Truncate;
import io.activationgateway.residency.verdict.FieldPlan;
import io.activationgateway.residency.verdict.Reason;
import java.io.IOException;
import java.util.EnumSet;
import java.util.Set;

/** Says which fields of a forwarded row left otherwise than they came. Names only, never values. */
record FieldReport(Rows rows, FieldCatalogue catalogue, FieldPlan plan) {

    /** What became of a field. */
    private enum Became {
        PASSED,
        DROPPED,
        PSEUDONYMISED,
        HASHED,
        GENERALISED,
        TRUNCATED
    }

    static FieldReport of(ScreenedBatch batch, FieldPlan plan) {
        return new FieldReport(batch.rows(), batch.table().catalogue(), plan);
    }

    /** Writes {@code fields} and, where a column is not classified, {@code gaps}. */
    void write(JsonGenerator json, int row) throws IOException {
        var met = met(row);
        json.writeObjectFieldStart("fields");
        always(json, "dropped", Became.DROPPED, row, met);
        always(json, "pseudonymised", Became.PSEUDONYMISED, row, met);
        always(json, "hashed", Became.HASHED, row, met);
        whereMet(json, "generalised", Became.GENERALISED, row, met);
        whereMet(json, "truncated", Became.TRUNCATED, row, met);
        json.writeEndObject();
        if (hasGap(row)) {
            json.writeArrayFieldStart("gaps");
            json.writeString(Reason.GAP_UNCLASSIFIED_FIELD.code());
            json.writeEndArray();
        }
    }

    /** What became of any of the row's fields: most rows leave as they came, and are walked once. */
    private EnumSet<Became> met(int row) {
        var met = EnumSet.noneOf(Became.class);
        for (int field = rows.firstField(row), end = rows.endField(row); field < end; field++) {
            met.add(became(field));
        }
        return met;
    }

    private void always(JsonGenerator json, String name, Became asked, int row, Set<Became> met) throws IOException {
        json.writeArrayFieldStart(name);
        if (met.contains(asked)) {
            for (int field = rows.firstField(row), end = rows.endField(row); field < end; field++) {
                if (became(field) == asked && !isOwnId(row, field)) {
                    json.writeString(rows.name(rows.nameNumber(field)));
                }
            }
        }
        json.writeEndArray();
    }

    private void whereMet(JsonGenerator json, String name, Became asked, int row, Set<Became> met) throws IOException {
        if (met.contains(asked)) {
            always(json, name, asked, row, met);
        }
    }

    private Became became(int field) {
        int number = rows.catalogueField(field);
        var action = number == FieldNames.UNKNOWN ? FieldAction.DROP : plan.action(number);
        return switch (action) {
            case FieldAction.Plain.PASS -> Became.PASSED;
            case FieldAction.Plain.DROP -> Became.DROPPED;
            case FieldAction.Plain.HASH -> leaving(field, number, action, Became.HASHED);
            case FieldAction.Plain.PSEUDONYMISE -> leaving(field, number, action, Became.PSEUDONYMISED);
            case Generalise _ -> leaving(field, number, action, Became.GENERALISED);
            case Truncate _ -> leaving(field, number, action, Became.TRUNCATED);
        };
    }

    private Became leaving(int field, int number, FieldAction action, Became form) {
        return FieldForms.leaves(rows, field, catalogue.field(number), action) ? form : Became.DROPPED;
    }

    /** The sender's own record id stands at the top of the result; that no catalogue knows it is no gap. */
    private boolean isOwnId(int row, int field) {
        return rows.catalogueField(field) == FieldNames.UNKNOWN && field == rows.role(row, ColumnRole.RECORD_ID);
    }

    /** Whether a column is not classified; a consent signal has been read and need not be. */
    private boolean hasGap(int row) {
        for (int field = rows.firstField(row); field < rows.endField(row); field++) {
            if (rows.catalogueField(field) == FieldNames.UNKNOWN && !rows.isSignal(field) && !isOwnId(row, field)) {
                return true;
            }
        }
        return false;
    }
}
