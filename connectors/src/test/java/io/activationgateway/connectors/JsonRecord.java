package io.activationgateway.connectors;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.activationgateway.consent.identity.IdentifierType;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A record from flat JSON whose columns have the default names; values keep their bytes. The fields {@code dedupe}
 * (the dedupe key) and {@code consented} (true where absent), where they are there, do not leave.
 */
public final class JsonRecord implements OutgoingRecord {

    private static final JsonFactory JSON = new JsonFactory();

    private static final Map<String, IdentifierType> IDENTIFIERS = Map.of(
            "email", IdentifierType.EMAIL,
            "phone", IdentifierType.PHONE,
            "user_id", IdentifierType.USER_ID,
            "anonymous_id", IdentifierType.ANONYMOUS_ID,
            "device_id", IdentifierType.DEVICE_ID);

    private static final Map<String, Role> ROLES =
            Map.of("id", Role.RECORD_ID, "event", Role.EVENT_NAME, "occurred_at", Role.EVENT_TIME);

    private record Field(String name, Buffer json, @Nullable String text) {}

    private final int index;
    private final String dedupeKey;
    private final boolean consented;
    private final List<Field> fields;

    private JsonRecord(int index, String dedupeKey, boolean consented, List<Field> fields) {
        this.index = index;
        this.dedupeKey = dedupeKey;
        this.consented = consented;
        this.fields = fields;
    }

    public static JsonRecord of(int index, String json) {
        try (var parser = JSON.createParser(json.getBytes(StandardCharsets.UTF_8))) {
            parser.nextToken();
            return read(index, json.getBytes(StandardCharsets.UTF_8), parser);
        } catch (IOException e) {
            throw new IllegalArgumentException(e);
        }
    }

    /** Reads the object at which the parser of {@code source} stands. */
    static JsonRecord read(int index, byte[] source, JsonParser parser) throws IOException {
        var dedupe = "key-" + index;
        boolean consented = true;
        var fields = new ArrayList<Field>();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            var name = parser.currentName();
            var token = parser.nextToken();
            int from = (int) parser.currentTokenLocation().getByteOffset();
            var text = token.isScalarValue() && token != JsonToken.VALUE_NULL ? parser.getText() : null;
            parser.skipChildren();
            if (name.equals("dedupe")) {
                dedupe = text;
                continue;
            }
            if (name.equals("consented")) {
                consented = token == JsonToken.VALUE_TRUE;
                continue;
            }
            parser.finishToken();
            int to = (int) parser.currentLocation().getByteOffset();
            fields.add(new Field(name, Buffer.buffer(Arrays.copyOfRange(source, from, to)), text));
        }
        return new JsonRecord(index, dedupe, consented, fields);
    }

    @Override
    public int index() {
        return index;
    }

    @Override
    public String dedupeKey() {
        return dedupeKey;
    }

    @Override
    public boolean consented() {
        return consented;
    }

    @Override
    public int size() {
        return fields.size();
    }

    @Override
    public String name(int field) {
        return fields.get(field).name();
    }

    @Override
    public void writeName(int field, JsonBytes out) {
        out.string(name(field));
    }

    @Override
    public void writeValue(int field, JsonBytes out) {
        var json = fields.get(field).json().getBytes();
        out.raw(json, 0, json.length);
    }

    @Override
    public @Nullable String text(int field) {
        return fields.get(field).text();
    }

    @Override
    public int identifier(IdentifierType type) {
        return find(name -> IDENTIFIERS.get(name) == type);
    }

    @Override
    public int role(Role role) {
        return find(name -> ROLES.get(name) == role);
    }

    private int find(Predicate<String> wanted) {
        for (int field = 0; field < fields.size(); field++) {
            if (wanted.test(name(field))) {
                return field;
            }
        }
        return -1;
    }
}
