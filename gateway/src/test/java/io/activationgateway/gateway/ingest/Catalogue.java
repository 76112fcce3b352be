package io.activationgateway.gateway.ingest;

import java.util.List;
import java.util.Map;
import java.util.Set;

/** A small catalogue: numbers are positions in {@link #NAMES}; {@code e_mail} is a second name of {@code email}. */
final class Catalogue implements FieldNames {

    private static final List<String> NAMES = List.of(
            "id",
            "email",
            "phone",
            "user_id",
            "country",
            "birth_date",
            "event",
            "occurred_at",
            "city",
            "purchases",
            "purchase_total",
            "vip",
            "address",
            "score_*");

    private static final Map<String, Type> TYPES = Map.of(
            "purchases", Type.INTEGER,
            "purchase_total", Type.NUMBER,
            "vip", Type.BOOLEAN,
            "birth_date", Type.DATE,
            "occurred_at", Type.DATE_TIME);

    @Override
    public int number(String name) {
        if (name.startsWith("score_")) {
            return NAMES.indexOf("score_*");
        }
        return NAMES.indexOf(name.equals("e_mail") ? "email" : name);
    }

    @Override
    public boolean family(int field) {
        return NAMES.get(field).equals("score_*");
    }

    @Override
    public Type type(int field) {
        return TYPES.getOrDefault(NAMES.get(field), Type.STRING);
    }

    @Override
    public boolean structured(int field) {
        return NAMES.get(field).equals("address");
    }

    @Override
    public boolean inner(int field, String name) {
        return Set.of("street", "lines", "geo", "lat").contains(name);
    }
}
