package io.activationgateway.gateway.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vertx.core.buffer.Buffer;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A row of an audience, as a warehouse has it. Two free-text columns carry a text that occurs in this row only:
 * {@value #NOTES}, which no catalogue lists, and {@value #SUPPORT}, which counts as health data.
 *
 * @param id unique in the whole run
 * @param customer null where nobody is meant
 * @param fields by column, in the columns' order; a null is a column without value
 * @param raw stands in place of the row where the row is broken on purpose
 */
record Row(
        String id,
        @Nullable Customer customer,
        Map<String, @Nullable Object> fields,
        @Nullable Buffer raw) {

    static final String NOTES = "newsletter_notes";
    static final String SUPPORT = "support_notes";

    Row {
        fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
    }

    /** The customer's row for one audience. */
    static Row of(Customer customer, String tag) {
        var fields = new LinkedHashMap<String, @Nullable Object>();
        var id = String.format(Locale.ROOT, "c-%04d.%s", customer.number(), tag);
        fields.put("id", id);
        fields.put("email", customer.email());
        fields.put("phone", customer.phone());
        fields.put("user_id", customer.userId());
        fields.put("country", customer.country());
        fields.put(
                "birth_date",
                customer.birthDate() == null ? null : customer.birthDate().toString());
        fields.put("first_name", customer.name().first());
        fields.put("last_name", customer.name().last());
        fields.put("city", customer.name().city());
        fields.put("language", customer.name().language());
        fields.put("last_purchase_at", customer.purchases().lastAt());
        fields.put("purchase_total", customer.purchases().totalCents() / 100.0);
        fields.put("purchases", customer.purchases().count());
        fields.put("loyalty_tier", customer.purchases().tier());
        fields.put("health_interest", customer.purchases().healthInterest());
        fields.put("churn_score", customer.purchases().churnScore());
        fields.put(NOTES, "prefers mornings, " + marker(id, NOTES));
        fields.put(SUPPORT, "asked about pollen, " + marker(id, SUPPORT));
        return new Row(id, customer, fields, null);
    }

    /** The same row with another value, or none, in a column. */
    Row with(String column, @Nullable Object value) {
        var changed = new LinkedHashMap<String, @Nullable Object>(fields);
        changed.put(column, value);
        return new Row(id, customer, changed, raw);
    }

    /** The same row without these columns. */
    Row without(String... columns) {
        var changed = new LinkedHashMap<String, @Nullable Object>(fields);
        for (var column : columns) {
            changed.remove(column);
        }
        return new Row(id, customer, changed, raw);
    }

    /** The same row as an event of its customer. */
    Row shipped() {
        return with("event", "Order Shipped").with("occurred_at", "2026-11-02T08:30:00Z");
    }

    /** A row broken on purpose. */
    static Row broken(String id, Buffer raw) {
        return new Row(id, null, Map.of(), raw);
    }

    /** The text that the generator puts into a free-text column of this row, and nowhere else. */
    static String marker(String id, String column) {
        var unique = UUID.nameUUIDFromBytes((id + "/" + column).getBytes(UTF_8));
        return "mark-" + unique.toString().replace("-", "");
    }

    @Override
    public String toString() {
        return "Row[" + id + "]";
    }
}
