package io.activationgateway.gateway.delivery;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.activationgateway.residency.policy.FieldClass;
import io.activationgateway.residency.policy.PlaceLevel;
import io.activationgateway.residency.verdict.FieldAction.Level;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.text.BreakIterator;
import java.time.LocalDate;
import java.time.Period;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Less exact forms of values. What cannot be read has none: null, so that it does not leave. Pure; any thread. */
final class LesserForm {

    /** No exponent: a number such as 1e-999999999 would take all memory to round. */
    private static final Pattern COORDINATE = Pattern.compile("-?[0-9]{1,3}(?:\\.[0-9]{1,20})?");

    private static final BigDecimal FARTHEST = BigDecimal.valueOf(180);
    private static final int DAY_LENGTH = 10;
    private static final int[] BANDS = {18, 25, 35, 45, 55, 65};
    private static final JsonFactory JSON = new JsonFactory();

    private LesserForm() {}

    /** The first characters as people count them: neither surrogate pairs nor what combines is torn apart. */
    static String truncated(String text, int characters) {
        var boundaries = BreakIterator.getCharacterInstance(Locale.ROOT);
        boundaries.setText(text);
        int end = 0;
        for (int i = 0; i < characters && end < text.length(); i++) {
            end = boundaries.next();
        }
        return text.substring(0, end);
    }

    /**
     * The day, month or year of an ISO 8601 date or time, by the calendar of whoever wrote it; or the band of the age that
     * a date of birth gives.
     *
     * @param today by which ages are counted
     */
    static @Nullable String time(String written, Level level, LocalDate today) {
        var text = written.strip();
        if (text.length() < DAY_LENGTH || (text.length() > DAY_LENGTH && "Tt ".indexOf(text.charAt(DAY_LENGTH)) < 0)) {
            return null;
        }
        try {
            var day = LocalDate.parse(text.substring(0, DAY_LENGTH));
            return switch (level) {
                case DAY -> day.toString();
                case MONTH -> day.toString().substring(0, 7);
                case YEAR -> day.toString().substring(0, 4);
                case AGE_BAND -> band(Period.between(day, today).getYears());
                case CITY, REGION, COUNTRY -> null;
            };
        } catch (DateTimeParseException unreadable) {
            return null;
        }
    }

    private static String band(int years) {
        int from = 0;
        for (int next : BANDS) {
            if (years < next) {
                return from + "-" + (next - 1);
            }
            from = next;
        }
        return from + "+";
    }

    /** A coordinate in degrees, or two with a comma between them, rounded: to a tenth for a city, to one for a region. */
    static @Nullable String coordinates(String written, Level level) {
        int comma = written.indexOf(',');
        if (comma < 0) {
            return coordinate(written.strip(), level);
        }
        var first = coordinate(written.substring(0, comma).strip(), level);
        var second = coordinate(written.substring(comma + 1).strip(), level);
        return first == null || second == null ? null : first + "," + second;
    }

    private static @Nullable String coordinate(String text, Level level) {
        if (level == Level.COUNTRY || !COORDINATE.matcher(text).matches()) {
            return null;
        }
        var degrees = new BigDecimal(text);
        return degrees.abs().compareTo(FARTHEST) > 0
                ? null
                : degrees.setScale(level == Level.CITY ? 1 : 0, RoundingMode.HALF_EVEN)
                        .toPlainString();
    }

    /**
     * The JSON of an object with only those members that say no more than the level allows; coordinates are rounded.
     *
     * @param in before the object
     */
    static @Nullable String place(JsonParser in, FieldClass field, Level level) {
        var reduced = new StringWriter();
        int members = 0;
        try (in;
                JsonGenerator out = JSON.createGenerator(reduced)) {
            if (in.nextToken() != JsonToken.START_OBJECT) {
                return null;
            }
            out.writeStartObject();
            while (in.nextToken() == JsonToken.FIELD_NAME) {
                var name = in.currentName();
                var place =
                        field.inside(name).map(inner -> inner.value().place()).orElse(null);
                if (in.nextToken().isStructStart()) {
                    in.skipChildren();
                } else if (place != null && member(in, out, name, place, level)) {
                    members++;
                }
            }
            out.writeEndObject();
        } catch (IOException broken) {
            throw new UncheckedIOException("an object that was read as JSON before", broken);
        }
        return members == 0 ? null : reduced.toString();
    }

    private static boolean member(JsonParser in, JsonGenerator out, String name, PlaceLevel place, Level level)
            throws IOException {
        if (place.isWithin(level)) {
            out.writeFieldName(name);
            if (in.currentToken().isNumeric()) {
                // As it is written: JSON knows numbers that Java does not.
                out.writeNumber(in.getText());
            } else {
                out.copyCurrentEvent(in);
            }
            return true;
        }
        var rounded = place == PlaceLevel.POINT ? coordinates(in.getText(), level) : null;
        if (rounded == null) {
            return false;
        }
        out.writeFieldName(name);
        if (in.currentToken().isNumeric()) {
            out.writeNumber(rounded);
        } else {
            out.writeString(rounded);
        }
        return true;
    }
}
