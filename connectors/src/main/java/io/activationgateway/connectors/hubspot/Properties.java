package io.activationgateway.connectors.hubspot;

import io.activationgateway.connectors.VendorCode;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which property a column is said as: the configured one, or the one of its own name.
 *
 * @param named property names by column
 */
record Properties(Map<String, String> named, Naming naming) {

    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]{0,99}");

    Properties {
        named = Map.copyOf(named);
    }

    /**
     * What becomes of a column.
     *
     * @param property null where it is not said
     * @param configured whether the configuration names the property
     * @param refusal why its record cannot be said; null where it can
     */
    record Place(
            @Nullable String property,
            boolean configured,
            @Nullable VendorCode refusal) {}

    static boolean isName(String property) {
        return NAME.matcher(property).matches();
    }

    /** The place of a column that holds no address, number or name of the person. */
    Place place(String column) {
        var configured = named.get(column);
        if (configured != null) {
            return new Place(configured, true, null);
        }
        if (!isName(column)) {
            // No property can bear this name, and an unknown one spoils the whole request.
            return new Place(null, false, VendorCode.DATA_INVALID);
        }
        boolean taken = column.equals("email")
                || column.equals("phone")
                || column.equals(naming.property())
                || named.containsValue(column);
        return taken ? new Place(null, false, VendorCode.FIELD_RESERVED) : new Place(column, false, null);
    }
}
