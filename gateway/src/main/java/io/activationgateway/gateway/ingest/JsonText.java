package io.activationgateway.gateway.ingest;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Small questions about JSON text (RFC 8259) that lies in bytes. */
final class JsonText {

    /** Answer of {@link #closingQuote}: there is none. */
    static final int UNCLOSED = Integer.MIN_VALUE;

    /** A name met once must not stay in memory, so names are not kept for the next parser. */
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
            .streamReadConstraints(JsonRow.CONSTRAINTS)
            .build();

    private JsonText() {}

    /**
     * The position of the quote that closes a string whose text begins at {@code from}: as it is where the string holds
     * no escape, its complement ({@code ~position}) where it does, {@link #UNCLOSED} where there is none before
     * {@code to}.
     */
    static int closingQuote(byte[] bytes, int from, int to) {
        boolean escaped = false;
        for (int i = from; i < to; i++) {
            if (bytes[i] == '"') {
                return escaped ? ~i : i;
            }
            if (bytes[i] == '\\') {
                escaped = true;
                i++;
            }
        }
        return UNCLOSED;
    }

    /** The end of the number that begins at {@code from}, or -1 where what stands there is not a JSON number. */
    static int numberEnd(byte[] bytes, int from, int to) {
        int i = from < to && bytes[from] == '-' ? from + 1 : from;
        int integer = i;
        i = digits(bytes, i, to);
        if (i == integer || (bytes[integer] == '0' && i > integer + 1)) {
            return -1;
        }
        if (i < to && bytes[i] == '.') {
            int fraction = i + 1;
            i = digits(bytes, fraction, to);
            if (i == fraction) {
                return -1;
            }
        }
        if (i < to && (bytes[i] | 0x20) == 'e') {
            i++;
            if (i < to && (bytes[i] == '+' || bytes[i] == '-')) {
                i++;
            }
            int exponent = i;
            i = digits(bytes, exponent, to);
            if (i == exponent) {
                return -1;
            }
        }
        return i;
    }

    /** Whether the bytes are a JSON number without fraction and exponent. */
    static boolean integer(byte[] bytes, int from, int to) {
        if (numberEnd(bytes, from, to) != to) {
            return false;
        }
        return digits(bytes, bytes[from] == '-' ? from + 1 : from, to) == to;
    }

    /**
     * Where the first escape of a surrogate begins that is not half of a pair, or -1. A line that is not JSON does not
     * disturb the answer for the lines behind it.
     */
    static int loneSurrogate(byte[] bytes, int from, int to) {
        int i = from;
        while (i < to) {
            if (bytes[i] != '\\') {
                i++;
                continue;
            }
            int unit = unit(bytes, i, to);
            if (unit < 0) {
                i += 2;
            } else if (!Character.isSurrogate((char) unit)) {
                i += 6;
            } else if (Character.isHighSurrogate((char) unit) && lowAt(bytes, i + 6, to)) {
                i += 12;
            } else {
                return i;
            }
        }
        return -1;
    }

    /** Makes each escape of a lone surrogate that of a question mark, so that framing can be read on. */
    static void repairSurrogates(byte[] bytes) {
        for (int i = loneSurrogate(bytes, 0, bytes.length); i >= 0; i = loneSurrogate(bytes, i + 6, bytes.length)) {
            bytes[i + 2] = '0';
            bytes[i + 3] = '0';
            bytes[i + 4] = '3';
            bytes[i + 5] = 'f';
        }
    }

    /** The text of a well-formed string, given without its quotes. */
    static String unescape(byte[] bytes, int from, int to) {
        var text = new StringBuilder(to - from);
        int copied = from;
        int i = from;
        while (i < to) {
            if (bytes[i] != '\\') {
                i++;
                continue;
            }
            text.append(new String(bytes, copied, i - copied, StandardCharsets.UTF_8));
            switch (bytes[i + 1]) {
                case 'b' -> text.append('\b');
                case 'f' -> text.append('\f');
                case 'n' -> text.append('\n');
                case 'r' -> text.append('\r');
                case 't' -> text.append('\t');
                case 'u' -> text.append((char) unit(bytes, i, to));
                default -> text.append((char) bytes[i + 1]);
            }
            i += bytes[i + 1] == 'u' ? 6 : 2;
            copied = i;
        }
        return text.append(new String(bytes, copied, to - copied, StandardCharsets.UTF_8))
                .toString();
    }

    /** The tokens of well-formed JSON that was read before. */
    static JsonParser parser(byte[] bytes, int from, int to) {
        try {
            return FACTORY.createParser(bytes, from, to - from);
        } catch (IOException impossible) {
            throw new UncheckedIOException("reading from memory failed", impossible);
        }
    }

    /** The members of a well-formed object as text; empty where one of them is nested or named twice. */
    static Optional<Map<String, String>> members(byte[] bytes, int from, int to) {
        var members = new LinkedHashMap<String, String>();
        var named = new HashSet<String>();
        try (var parser = parser(bytes, from, to)) {
            parser.nextToken();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                var name = parser.currentName();
                var token = parser.nextToken();
                if (token.isStructStart() || !named.add(name)) {
                    return Optional.empty();
                }
                if (token != JsonToken.VALUE_NULL) {
                    members.put(name, parser.getText());
                }
            }
            return Optional.of(members);
        } catch (IOException e) {
            throw new UncheckedIOException("an object that was read before could not be read again", e);
        }
    }

    private static boolean lowAt(byte[] bytes, int i, int to) {
        int unit = i < to && bytes[i] == '\\' ? unit(bytes, i, to) : -1;
        return unit >= 0 && Character.isLowSurrogate((char) unit);
    }

    /** The UTF-16 unit of the escape that begins with the backslash at {@code i}, or -1 where it is no such escape. */
    private static int unit(byte[] bytes, int i, int to) {
        if (i + 5 >= to || bytes[i + 1] != 'u') {
            return -1;
        }
        int unit = 0;
        for (int k = i + 2; k < i + 6; k++) {
            int digit = bytes[k] < 0 ? -1 : Character.digit(bytes[k], 16);
            if (digit < 0) {
                return -1;
            }
            unit = (unit << 4) | digit;
        }
        return unit;
    }

    private static int digits(byte[] bytes, int from, int to) {
        int i = from;
        while (i < to && bytes[i] >= '0' && bytes[i] <= '9') {
            i++;
        }
        return i;
    }
}
