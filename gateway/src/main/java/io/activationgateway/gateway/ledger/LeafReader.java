package io.activationgateway.gateway.ledger;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.activationgateway.gateway.ledger.LedgerEntry.Attempt;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads back from a leaf what recovery and verification need. */
final class LeafReader {

    private static final JsonFactory JSON = new JsonFactory();
    private static final byte[] RESTART = "{\"t\":\"restart\"".getBytes(StandardCharsets.US_ASCII);

    private LeafReader() {}

    /**
     * What a leaf says, as far as it matters here.
     *
     * @param attempt of an intent or outcome
     * @param indices of the records of an intent or outcome
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared, never leaves the package
    record Leaf(String type, Instant at, @Nullable Attempt attempt, boolean last, int[] indices) {}

    static boolean isRestart(byte[] leaf) {
        return leaf.length > RESTART.length && Arrays.equals(leaf, 0, RESTART.length, RESTART, 0, RESTART.length);
    }

    /** Empty where the bytes are no whole leaf: the writer was stopped while it wrote them. */
    static Optional<Leaf> read(byte[] leaf) {
        try (var parser = JSON.createParser(leaf)) {
            return new Reading(parser).leaf();
        } catch (IOException | DateTimeException | IllegalArgumentException notALeaf) {
            return Optional.empty();
        }
    }

    private static final class Reading {

        private final JsonParser parser;
        private @Nullable String type;
        private @Nullable Instant at;
        private @Nullable String activation;
        private @Nullable String request;
        private int attempt;
        private boolean last;
        private int[] indices = new int[16];
        private int records;

        Reading(JsonParser parser) {
            this.parser = parser;
        }

        Optional<Leaf> leaf() throws IOException {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return Optional.empty();
            }
            for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
                parser.nextToken();
                field(name);
            }
            if (parser.currentToken() != JsonToken.END_OBJECT || parser.nextToken() != null) {
                return Optional.empty();
            }
            if (type == null || at == null) {
                return Optional.empty();
            }
            var key = activation == null || request == null ? null : new Attempt(activation, attempt, request);
            return Optional.of(new Leaf(type, at, key, last, Arrays.copyOf(indices, records)));
        }

        private void field(String name) throws IOException {
            switch (name) {
                case "t" -> type = parser.getText();
                case "at" -> at = Instant.parse(parser.getText());
                case "activation" -> activation = parser.getText();
                case "request" -> request = parser.getText();
                case "attempt" -> attempt = parser.getIntValue();
                case "last" -> last = parser.getBooleanValue();
                case "records" -> records();
                default -> parser.skipChildren();
            }
        }

        private void records() throws IOException {
            while (parser.nextToken() == JsonToken.START_ARRAY) {
                parser.nextToken();
                if (records == indices.length) {
                    indices = Arrays.copyOf(indices, 2 * records);
                }
                indices[records++] = parser.getIntValue();
                for (var token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
                    if (token == null) {
                        return;
                    }
                    parser.skipChildren();
                }
            }
        }
    }
}
