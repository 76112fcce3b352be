package io.activationgateway.gateway.screening;

import io.activationgateway.gateway.ingest.FieldNames;
import io.activationgateway.residency.table.PolicyTable;

/** The catalogue of one policy version, as the reader of bodies asks it. */
public record CatalogueNames(PolicyTable table) implements FieldNames {

    @Override
    public int number(String name) {
        return table.catalogue().number(name);
    }

    @Override
    public Type type(int field) {
        return Type.valueOf(table.catalogue().field(field).type().name());
    }

    @Override
    public boolean family(int field) {
        return table.catalogue().field(field).isFamily();
    }

    @Override
    public boolean structured(int field) {
        return table.catalogue().field(field).structured();
    }

    @Override
    public boolean inner(int field, String name) {
        return table.catalogue().field(field).inside(name).isPresent();
    }
}
