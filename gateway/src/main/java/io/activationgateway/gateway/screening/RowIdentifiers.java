package io.activationgateway.gateway.screening;

import io.activationgateway.consent.identity.Identifier;
import io.activationgateway.consent.identity.IdentifierRules;
import io.activationgateway.consent.identity.IdentifierType;
import io.activationgateway.consent.identity.NormalForm;
import io.activationgateway.gateway.ingest.FieldNames;
import io.activationgateway.gateway.ingest.Rows;
import io.activationgateway.residency.table.Home;
import io.activationgateway.residency.table.PolicyTable;
import java.util.LinkedHashSet;
import java.util.Set;

/** The identifiers of a body's rows, as {@link Screening} looks them up. Personal data. Pure; any thread. */
public final class RowIdentifiers {

    private final Rows rows;
    private final PolicyTable table;
    private final Set<Identifier> found = new LinkedHashSet<>();

    private RowIdentifiers(Rows rows, PolicyTable table) {
        this.rows = rows;
        this.table = table;
    }

    /** Every identifier of every row whose home is the controller's region: of others nothing is looked up. */
    public static Set<Identifier> of(Rows rows, PolicyTable table, String controller) {
        var identifiers = new RowIdentifiers(rows, table);
        for (int row = 0; row < rows.size(); row++) {
            if (rows.fault(row) == null && table.home(rows.country(row), controller) instanceof Home.Here) {
                identifiers.collect(row);
            }
        }
        return identifiers.found;
    }

    /** Every identifier of one usable row, those in the source's columns for them first. */
    public static Set<Identifier> ofRow(Rows rows, PolicyTable table, int row) {
        var identifiers = new RowIdentifiers(rows, table);
        identifiers.collect(row);
        return identifiers.found;
    }

    private void collect(int row) {
        for (var type : IdentifierType.values()) {
            add(row, type, rows.identifier(row, type));
        }
        for (int field = rows.firstField(row); field < rows.endField(row); field++) {
            int number = rows.catalogueField(field);
            var type = number == FieldNames.UNKNOWN
                    ? null
                    : table.catalogue().field(number).identifier();
            if (type != null) {
                add(row, type, field);
            }
        }
    }

    /** A number in E.164 shape is looked up as it stands too. */
    private void add(int row, IdentifierType type, int field) {
        var text = field < 0 ? null : rows.text(field);
        if (text == null || text.isBlank()) {
            return;
        }
        if (type == IdentifierType.PHONE && IdentifierRules.isE164(text)) {
            found.add(new Identifier(type, text));
        }
        if (IdentifierRules.normalise(type, text, rows.country(row)) instanceof NormalForm.Found(var identifier)) {
            found.add(identifier);
        }
    }
}
