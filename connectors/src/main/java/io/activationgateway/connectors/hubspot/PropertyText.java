package io.activationgateway.connectors.hubspot;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonToken;
import io.activationgateway.connectors.JsonBytes;
import io.activationgateway.connectors.OutgoingRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/**
 * Writes values as HubSpot's properties hold them, as texts: a null clears the property, a list of plain values becomes a
 * choice of several ({@code a;b}), other lists and objects their JSON.
 */
final class PropertyText {

    private static final JsonFactory JSON = new JsonFactory();
    private static final String SEPARATOR = ";";

    private PropertyText() {}

    static void write(OutgoingRecord record, int field, JsonBytes out) {
        int from = out.length();
        record.writeValue(field, out);
        switch (out.at(from)) {
            case '"' -> {}
            case 'n' -> {
                out.truncate(from);
                out.ascii("\"\"");
            }
            case '{' -> out.quote(from);
            case '[' -> {
                var choices = choices(out.text(from, out.length()));
                if (choices == null) {
                    out.quote(from);
                } else {
                    out.truncate(from);
                    out.string(choices);
                }
            }
            default -> {
                out.quote(from);
            }
        }
    }

    /** The plain values of a list, or null where one is not plain or holds the separator itself. */
    private static @Nullable String choices(String json) {
        var choices = new StringBuilder();
        try (var parser = JSON.createParser(json)) {
            parser.nextToken();
            for (var token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
                if (!token.isScalarValue() || parser.getText().contains(SEPARATOR)) {
                    return null;
                }
                if (token != JsonToken.VALUE_NULL) {
                    choices.append(choices.isEmpty() ? "" : SEPARATOR).append(parser.getText());
                }
            }
            return choices.toString();
        } catch (IOException impossible) {
            throw new UncheckedIOException("a value that was checked is not JSON", impossible);
        }
    }
}
