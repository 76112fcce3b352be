package io.activationgateway.connectors.klaviyo;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.activationgateway.connectors.ReplyJson;
import io.activationgateway.connectors.VendorRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Who was in an import, by position, read back from its body: needed only when the vendor names failures. */
final class ImportedPeople {

    private static final JsonFactory JSON = new JsonFactory();
    private static final Pattern POSITION =
            Pattern.compile("/data/attributes/(?:profiles|events-bulk-create)/data/([0-9]{1,6})(?:/.*)?");

    private final Map<List<String>, List<Integer>> positions = new HashMap<>();

    private ImportedPeople() {}

    /** The people of a finished import; nobody where the request is none, as in a process that only asks about a job. */
    static ImportedPeople of(VendorRequest first) {
        var people = new ImportedPeople();
        if (first.body().length() == 0) {
            return people;
        }
        try (var parser = JSON.createParser(first.body().getBytes())) {
            int position = 0;
            // Profiles are the only objects six levels down: data, attributes, profiles, data, the array, its elements.
            while (parser.nextToken() != null) {
                if (parser.currentToken() == JsonToken.FIELD_NAME
                        && parser.currentName().equals("attributes")) {
                    parser.nextToken();
                    if (parser.getParsingContext().getParent().getParent().inArray()) {
                        people.add(person(parser), position++);
                    }
                }
            }
        } catch (IOException impossible) {
            throw new UncheckedIOException("a request of our own is not JSON", impossible);
        }
        return people;
    }

    /** The positions that an import error is about: none where it does not tell, several where one person is there twice. */
    List<Integer> positions(ReplyJson error) {
        var payload = error.at("attributes", "original_payload");
        var attributes = payload.get("attributes").isObject() ? payload.get("attributes") : payload;
        var values = new ArrayList<String>();
        for (var key : PersonKey.LASTING) {
            values.add(key.folded(attributes.get(key.attribute()).text()));
        }
        var named = positions.get(values);
        if (named != null) {
            return named;
        }
        int position = payload.isObject()
                ? -1
                : position(error.at("attributes", "source", "pointer").text());
        return position < 0 ? List.of() : List.of(position);
    }

    /** The position that a pointer into a request names, or -1. */
    static int position(String pointer) {
        var matcher = POSITION.matcher(pointer);
        return matcher.matches() ? Integer.parseInt(matcher.group(1)) : -1;
    }

    private void add(List<String> values, int position) {
        positions.computeIfAbsent(values, _ -> new ArrayList<>(1)).add(position);
    }

    private static List<String> person(JsonParser parser) throws IOException {
        var values = new ArrayList<>(List.of("", "", ""));
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            var name = parser.currentName();
            boolean text = parser.nextToken() == JsonToken.VALUE_STRING;
            for (int i = 0; i < values.size(); i++) {
                var key = PersonKey.LASTING.get(i);
                if (text && key.attribute().equals(name)) {
                    values.set(i, key.folded(parser.getText()));
                }
            }
            parser.skipChildren();
        }
        return values;
    }
}
