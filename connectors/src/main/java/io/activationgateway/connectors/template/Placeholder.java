package io.activationgateway.connectors.template;

import io.activationgateway.consent.identity.IdentifierType;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What stands between two opening and two closing braces.
 *
 * @param absence what becomes of it where there is no value: a name alone gives null, one with {@code ?} leaves the member
 *     out, one with {@code !} refuses the record
 */
record Placeholder(Source source, Absence absence) {

    /** What becomes of a placeholder without a value. */
    enum Absence {
        NULL,
        OMITTED,
        REFUSED
    }

    private static final Map<String, Source> BY_NAME = Map.ofEntries(
            Map.entry("audience", Source.OfAttempt.AUDIENCE),
            Map.entry("purpose", Source.OfAttempt.PURPOSE),
            Map.entry("channel", Source.OfAttempt.CHANNEL),
            Map.entry("operation", Source.OfAttempt.OPERATION),
            Map.entry("request", Source.OfAttempt.REQUEST),
            Map.entry("taken_at", Source.OfAttempt.TAKEN_AT),
            Map.entry("sent_at", Source.OfAttempt.SENT_AT),
            Map.entry("key", Source.OfRecord.KEY),
            Map.entry("consented", Source.OfRecord.CONSENTED),
            Map.entry("record_id", Source.OfRecord.RECORD_ID),
            Map.entry("event.name", Source.OfRecord.EVENT_NAME),
            Map.entry("event.time", Source.OfRecord.EVENT_TIME),
            Map.entry("identifiers", new Source.Identifiers()),
            Map.entry("fields", new Source.Rest()),
            Map.entry("records", new Source.Records()));

    /** Reads the text between the braces; null where it names nothing. */
    static @Nullable Placeholder parse(String text) {
        var name = text.strip();
        var absence = Absence.NULL;
        if (name.endsWith("?") || name.endsWith("!")) {
            absence = name.endsWith("?") ? Absence.OMITTED : Absence.REFUSED;
            name = name.substring(0, name.length() - 1);
        }
        var source = source(name);
        return source == null ? null : new Placeholder(source, absence);
    }

    private static @Nullable Source source(String name) {
        if (name.startsWith("field.") && name.length() > "field.".length()) {
            return new Source.Field(name.substring("field.".length()));
        }
        if (name.startsWith("identifier.")) {
            return Arrays.stream(IdentifierType.values())
                    .filter(type -> name.equals("identifier." + type.wireName()))
                    .findFirst()
                    .map(Source.Identifier::new)
                    .orElse(null);
        }
        return BY_NAME.get(name);
    }
}
