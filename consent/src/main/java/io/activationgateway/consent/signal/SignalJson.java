package io.activationgateway.consent.signal;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import io.activationgateway.consent.signal.SignalAnswer.Flaw;
import java.io.IOException;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** JSON as signals use it: one object with nothing behind it and no name twice. */
final class SignalJson {

    private static final int LONGEST = 100_000;

    /** The end of the year 9999. */
    private static final long LAST_MILLIS = 253_402_300_800_000L;

    /** Names and values, which may be personal, are not kept for the next parser. */
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .streamReadConstraints(
                    StreamReadConstraints.builder().maxNestingDepth(32).build())
            .build();

    private SignalJson() {}

    /** JSON without the members that it needs. */
    private static final class Shape extends IOException {
        private static final long serialVersionUID = 1L;
    }

    /** Reads the value on whose first token the parser stands, up to and with its last token. */
    @FunctionalInterface
    interface ObjectReader {
        Told read(JsonParser in) throws IOException;
    }

    static Told read(String text, ObjectReader reader) {
        if (text.length() > LONGEST) {
            return unusable(Flaw.TOO_LONG);
        }
        try (var in = FACTORY.createParser(text)) {
            in.nextToken();
            var told = reader.read(in);
            return in.nextToken() == null ? told : unusable(Flaw.JSON_UNREADABLE);
        } catch (Shape misfit) {
            return unusable(Flaw.JSON_SHAPE);
        } catch (IOException unreadable) {
            return unusable(Flaw.JSON_UNREADABLE);
        }
    }

    private static Told unusable(Flaw flaw) {
        return Told.noConsent(new SignalAnswer.Unusable(flaw));
    }

    /** Enters the object on whose brace the parser stands. */
    static void enter(JsonParser in) throws IOException {
        if (in.currentToken() != JsonToken.START_OBJECT) {
            throw new Shape();
        }
    }

    /** The name of the next member, on whose value the parser then stands; null at the end of the object. */
    static @Nullable String nextName(JsonParser in) throws IOException {
        if (in.nextToken() != JsonToken.FIELD_NAME) {
            return null;
        }
        var name = in.currentName();
        in.nextToken();
        return name;
    }

    static boolean flag(JsonParser in) throws IOException {
        return switch (in.currentToken()) {
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            default -> throw new Shape();
        };
    }

    /** A time in milliseconds since 1970; null where it is none that a clock can have shown. */
    static @Nullable Instant millis(JsonParser in) throws IOException {
        if (in.currentToken() != JsonToken.VALUE_NUMBER_INT) {
            in.skipChildren();
            return null;
        }
        long millis = in.getLongValue();
        return millis > 0 && millis < LAST_MILLIS ? Instant.ofEpochMilli(millis) : null;
    }

    static Set<String> texts(JsonParser in) throws IOException {
        if (in.currentToken() != JsonToken.START_ARRAY) {
            throw new Shape();
        }
        var texts = new HashSet<String>();
        while (in.nextToken() != JsonToken.END_ARRAY) {
            if (in.currentToken() != JsonToken.VALUE_STRING) {
                throw new Shape();
            }
            texts.add(in.getText());
        }
        return texts;
    }

    /** The value of a member without which the signal says nothing. */
    static <T> T required(@Nullable T value) throws IOException {
        if (value == null) {
            throw new Shape();
        }
        return value;
    }

    static SignalAnswer answer(boolean permits) {
        return permits ? SignalAnswer.PERMITS : SignalAnswer.REFUSES;
    }

    /** An answer without a time, whose yes is the person's. */
    static Told told(boolean permits) {
        return Told.yesOrNo(answer(permits));
    }
}
