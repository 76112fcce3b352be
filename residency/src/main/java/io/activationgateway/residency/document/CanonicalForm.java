package io.activationgateway.residency.document;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.TreeMap;

/**
 * The one spelling of a set of documents, whose digest is signed: a JSON array of the documents ordered by kind and
 * name, keys in order of their UTF-16 units, no white space, UTF-8. File names, order, comments and layout leave no
 * trace in it. Pure functions, safe on any thread.
 */
final class CanonicalForm {

    /** The largest set of documents in bytes that is read back. */
    static final int MAX_BYTES = 64 << 20;

    private static final JsonFactory JSON = new JsonFactoryBuilder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(YamlReader.MAX_DEPTH + 1)
                    .maxDocumentLength(MAX_BYTES)
                    .maxStringLength(YamlReader.MAX_BYTES)
                    .build())
            .build();

    private static final Comparator<Tree.Mapping> ORDER = Comparator.comparing(
                    (Tree.Mapping document) -> document.text("kind").orElse(""))
            .thenComparing(document -> document.text("name").orElse(""));

    private CanonicalForm() {}

    static byte[] write(List<Tree.Mapping> documents) {
        var bytes = new ByteArrayOutputStream();
        try (JsonGenerator out = JSON.createGenerator(bytes)) {
            out.writeStartArray();
            for (Tree.Mapping document : documents.stream().sorted(ORDER).toList()) {
                write(document, out);
            }
            out.writeEndArray();
        } catch (IOException e) {
            throw new UncheckedIOException("canonical form of policy documents", e);
        }
        return bytes.toByteArray();
    }

    /** {@code sha256:} and the hash in lower-case hex. */
    static String digest(byte[] canonical) {
        try {
            return "sha256:"
                    + HexFormat.of()
                            .formatHex(MessageDigest.getInstance("SHA-256").digest(canonical));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is part of every Java platform", e);
        }
    }

    /** The documents that {@link #write} wrote; what is wrong with the bytes goes to {@code errors}. */
    static List<Tree.Mapping> read(String source, byte[] canonical, List<DocumentError> errors) {
        Place whole = Place.wholeFile(source);
        var documents = new ArrayList<Tree.Mapping>();
        try (JsonParser in = JSON.createParser(canonical)) {
            if (in.nextToken() == JsonToken.START_ARRAY) {
                while (in.nextToken() != JsonToken.END_ARRAY) {
                    if (read(in, whole.inside(documents.size())) instanceof Tree.Mapping document) {
                        documents.add(document);
                    } else {
                        throw new NoDocument();
                    }
                }
                if (in.nextToken() == null) {
                    return documents;
                }
            }
            throw new NoDocument();
        } catch (JsonProcessingException | NoDocument e) {
            errors.add(
                    whole.error("these are not the canonical bytes of policy documents", "Publish the policy again."));
        } catch (IOException e) {
            throw new UncheckedIOException(source, e);
        }
        return List.of();
    }

    private static void write(Tree tree, JsonGenerator out) throws IOException {
        switch (tree) {
            case Tree.Mapping mapping -> {
                out.writeStartObject();
                for (var entry : new TreeMap<>(mapping.entries()).entrySet()) {
                    out.writeFieldName(entry.getKey());
                    write(entry.getValue(), out);
                }
                out.writeEndObject();
            }
            case Tree.Sequence sequence -> {
                out.writeStartArray();
                for (Tree item : sequence.items()) {
                    write(item, out);
                }
                out.writeEndArray();
            }
            case Tree.Text text -> out.writeString(text.value());
            case Tree.Whole whole -> out.writeNumber(whole.value());
            case Tree.Flag flag -> out.writeBoolean(flag.value());
            case Tree.Nothing _ -> out.writeNull();
        }
    }

    private static Tree read(JsonParser in, Place around) throws IOException, NoDocument {
        var location = in.currentTokenLocation();
        Place place = around.at(location.getLineNr(), location.getColumnNr());
        return switch (in.currentToken()) {
            case START_OBJECT -> {
                var entries = new LinkedHashMap<String, Tree>();
                var keys = new HashMap<String, Place>();
                while (in.nextToken() != JsonToken.END_OBJECT) {
                    String key = in.currentName();
                    keys.put(key, place.inside(key));
                    in.nextToken();
                    entries.put(key, read(in, place.inside(key)));
                }
                yield new Tree.Mapping(place, entries, keys);
            }
            case START_ARRAY -> {
                var items = new ArrayList<Tree>();
                while (in.nextToken() != JsonToken.END_ARRAY) {
                    items.add(read(in, place.inside(items.size())));
                }
                yield new Tree.Sequence(place, items);
            }
            case VALUE_STRING -> new Tree.Text(place, in.getText());
            case VALUE_NUMBER_INT -> new Tree.Whole(place, in.getLongValue());
            case VALUE_TRUE -> new Tree.Flag(place, true);
            case VALUE_FALSE -> new Tree.Flag(place, false);
            case VALUE_NULL -> new Tree.Nothing(place);
            default -> throw new NoDocument();
        };
    }

    private static final class NoDocument extends Exception {
        private static final long serialVersionUID = 1L;
    }
}
