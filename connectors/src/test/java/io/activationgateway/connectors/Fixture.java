package io.activationgateway.connectors;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonToken;
import io.activationgateway.consent.profile.Channel;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** One folder of {@code fixtures/<vendor>}: what is to be said, how it is said, what the vendor answers, what that means. */
public record Fixture(Path folder) {

    /** An answer, and those to the request that it makes the connector ask next. */
    public record Reply(VendorResponse response, List<Reply> then) {}

    static final Instant SINCE = Instant.parse("2026-03-01T09:15:00Z");
    static final Use USE = new Use("newsletter", Channel.EMAIL);
    public static final Instant AT = Instant.parse("2026-03-01T09:15:02Z");

    public static List<Fixture> allOf(String vendor) {
        try (var folders = Files.list(Path.of("src/test/resources/fixtures", vendor))) {
            return folders.sorted().map(Fixture::new).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public String name() {
        return folder.getFileName().toString();
    }

    public JsonObject json(String file) {
        return new JsonObject(Buffer.buffer(bytes(file)));
    }

    /** The settings of the case laid over the vendor's usual ones; null takes one away. */
    public Settings settings(Map<String, ?> usual) {
        var settings = new TreeMap<String, Object>(usual);
        json("records.json")
                .getJsonObject("settings", new JsonObject())
                .forEach(entry -> settings.put(
                        entry.getKey(),
                        switch (entry.getValue()) {
                            case null -> "";
                            case JsonArray array -> array.getList();
                            case JsonObject object -> object.getMap();
                            case Object other -> other;
                        }));
        settings.values().removeIf(""::equals);
        return new Settings("destinations." + name(), settings);
    }

    public Attempt attempt() {
        var json = json("records.json");
        return new Attempt(
                Operation.valueOf(json.getString("operation").toUpperCase(Locale.ROOT)),
                json.getString("audience"),
                new Use(
                        json.getString("purpose", USE.purpose()),
                        Channel.valueOf(json.getString("channel", USE.channel().name()))),
                "msg_gw_000001",
                SINCE,
                json.getInstant("at", AT),
                json.getInteger("number", 0));
    }

    public List<OutgoingRecord> records() {
        var source = bytes("records.json");
        var records = new ArrayList<OutgoingRecord>();
        try (var parser = new JsonFactory().createParser(source)) {
            parser.nextToken();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                var name = parser.currentName();
                parser.nextToken();
                if (!name.equals("records")) {
                    parser.skipChildren();
                    continue;
                }
                while (parser.nextToken() == JsonToken.START_OBJECT) {
                    records.add(JsonRecord.read(records.size(), source, parser));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return records;
    }

    /** One or more answers to the same request. */
    List<Reply> replies() {
        return elements("reply.json").stream().map(Fixture::reply).toList();
    }

    /** What each of the answers means. */
    public List<JsonObject> results() {
        return elements("results.json");
    }

    private static Reply reply(JsonObject json) {
        var then = json.getJsonArray("then", new JsonArray()).stream()
                .map(next -> reply((JsonObject) next))
                .toList();
        return new Reply(response(json), then);
    }

    private static VendorResponse response(JsonObject reply) {
        var headers = MultiMap.caseInsensitiveMultiMap();
        reply.getJsonObject("headers", new JsonObject())
                .forEach(header -> headers.add(header.getKey(), (String) header.getValue()));
        var body = reply.getValue("body");
        var text = body == null ? reply.getString("text", "") : body.toString();
        return new VendorResponse(reply.getInteger("status"), headers, Buffer.buffer(text), AT);
    }

    /** A file that holds one object, or an array of them. */
    public List<JsonObject> elements(String file) {
        var text = new String(bytes(file), StandardCharsets.UTF_8).strip();
        return text.startsWith("[")
                ? new JsonArray(text).stream().map(JsonObject.class::cast).toList()
                : List.of(new JsonObject(text));
    }

    private byte[] bytes(String file) {
        try {
            return Files.readAllBytes(folder.resolve(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
