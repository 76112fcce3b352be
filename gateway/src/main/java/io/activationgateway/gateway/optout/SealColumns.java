package io.activationgateway.gateway.optout;

import io.activationgateway.consent.identity.IdentifierType;
import io.activationgateway.consent.register.BulkInsert;
import io.activationgateway.gateway.optout.SealedIdentifiers.Place;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The columns of table {@code disclosure} that hold seals: one for each kind of identifier, so that an entry is written,
 * and destroyed, as one row.
 */
final class SealColumns {

    private static final IdentifierType[] KINDS = IdentifierType.values();

    /** The generation, then one for each kind. */
    static final List<String> NAMES = names();

    /** What {@link #read} needs, of the table by the name {@code d}. */
    static final String READ = "d.entry, d.destination, d.print, "
            + NAMES.stream().map("d."::concat).collect(Collectors.joining(", "));

    /** How many columns {@link #READ} has. */
    static final int WIDTH = 3 + NAMES.size();

    private static final String UPDATE = "UPDATE disclosure SET "
            + NAMES.stream().map(name -> name + " = ?").collect(Collectors.joining(", ")) + " WHERE entry = ?";

    private SealColumns() {}

    private static List<String> names() {
        var names = new ArrayList<>(List.of("sealed_generation"));
        Arrays.stream(KINDS).map(kind -> "sealed_" + kind.wireName()).forEach(names::add);
        return List.copyOf(names);
    }

    /** The types of {@link #NAMES}. */
    static List<BulkInsert.Type> types() {
        var types = new ArrayList<>(List.of(BulkInsert.Type.INTEGER));
        Arrays.stream(KINDS).map(_ -> BulkInsert.Type.BYTEA).forEach(types::add);
        return types;
    }

    /** The values of {@link #NAMES}; null for a kind that did not leave. */
    static List<@Nullable Object> values(SealedIdentifiers sealed) {
        var values = new ArrayList<@Nullable Object>();
        values.add(sealed.generation());
        for (var kind : KINDS) {
            values.add(sealed.seals().get(kind));
        }
        return values;
    }

    /** The seals in a row that begins with {@link #READ}. */
    static SealedIdentifiers read(ResultSet row) throws SQLException {
        var seals = new EnumMap<IdentifierType, byte[]>(IdentifierType.class);
        for (int i = 0; i < KINDS.length; i++) {
            byte @Nullable [] seal = row.getBytes(5 + i);
            if (seal != null) {
                seals.put(KINDS[i], seal);
            }
        }
        return new SealedIdentifiers(new Place(row.getLong(1), row.getString(2), row.getLong(3)), row.getInt(4), seals);
    }

    /** Puts seals in the place of those that are there, within the caller's transaction. */
    static void update(Connection connection, Collection<SealedIdentifiers> all) throws SQLException {
        try (var update = connection.prepareStatement(UPDATE)) {
            for (var sealed : all) {
                update.setInt(1, sealed.generation());
                for (int i = 0; i < KINDS.length; i++) {
                    update.setBytes(2 + i, sealed.seals().get(KINDS[i]));
                }
                update.setLong(2 + KINDS.length, sealed.place().entry());
                update.addBatch();
            }
            update.executeBatch();
        }
    }
}
