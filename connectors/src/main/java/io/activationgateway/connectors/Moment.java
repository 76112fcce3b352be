package io.activationgateway.connectors;

import java.time.Instant;

/**
 * A point in time that is read from records and written again without leaving garbage, where it is written as nearly all
 * are; any other way goes through {@link EventTime}, which understands the same. Not thread-safe; one per draft.
 */
public final class Moment {

    private static final int SECONDS_OF_A_DAY = 86_400;
    private static final int MILLION = 1_000_000;
    private static final int DAYS_OF_AN_ERA = 146_097;
    private static final int DAYS_BEFORE_1970 = 719_468;
    private static final int LONGEST_FRACTION = 9;
    private static final int LONGEST_OFFSET_HOURS = 18;

    /** The years 1 to 9998 at any offset: those written with four digits. */
    private static final long EARLIEST = Instant.parse("0001-01-01T00:00:00Z").getEpochSecond();

    private static final long LATEST = Instant.parse("9999-12-31T23:59:59Z").getEpochSecond();

    private long second;
    private int nano;
    private boolean rfc3339;

    /** Where the parser stands, and the end of the text. */
    private int at;

    private int end;

    /** What a field told. */
    public enum Told {
        /** A time: this one is it now. */
        TIME,
        /** Nothing: null, empty text, an object or an array. */
        NOTHING,
        /** No time, or one that leaves open which. */
        NONSENSE
    }

    /** At this instant. */
    public static Moment of(Instant instant) {
        var moment = new Moment();
        moment.set(instant);
        return moment;
    }

    /** Becomes this instant. */
    public void set(Instant instant) {
        second = instant.getEpochSecond();
        nano = instant.getNano();
        rfc3339 = true;
    }

    /**
     * Becomes the time that a field tells as text.
     *
     * @param field -1 tells nothing
     * @param room used while reading, and left as it was
     */
    public Told read(OutgoingRecord record, int field, JsonBytes room) {
        if (field < 0) {
            return Told.NOTHING;
        }
        int from = room.length();
        record.writeValue(field, room);
        boolean read = room.at(from) == '"' && parse(room, from + 1, room.length() - 1);
        room.truncate(from);
        return read ? Told.TIME : otherwise(record, field);
    }

    /**
     * Becomes the time that a JSON string which was written tells, from its opening quote to the end.
     *
     * @return false where it tells none with date, {@code T}, time and zone; then this is as it was
     */
    public boolean read(JsonBytes written, int from) {
        int length = written.length() - from;
        if (length < EventTime.SHORTEST + 2
                || length > EventTime.LONGEST + 2
                || written.at(from) != '"'
                || written.at(from + 5) != '-'
                || written.at(from + 11) != 'T') {
            return false;
        }
        if (parse(written, from + 1, written.length() - 1)) {
            return true;
        }
        var instant = EventTime.parse(written.ascii(from + 1, written.length() - 1));
        if (instant != null) {
            set(instant);
        }
        return instant != null;
    }

    public long epochSecond() {
        return second;
    }

    public long epochMilli() {
        return second * 1_000 + nano / MILLION;
    }

    public boolean isBefore(Instant instant) {
        return second < instant.getEpochSecond() || (second == instant.getEpochSecond() && nano < instant.getNano());
    }

    public boolean isAfter(Instant instant) {
        return second > instant.getEpochSecond() || (second == instant.getEpochSecond() && nano > instant.getNano());
    }

    /** Whether the text that was read is one of RFC 3339 too, as {@link EventTime#isRfc3339} says. */
    public boolean isRfc3339() {
        return rfc3339;
    }

    /** Writes it as {@link Instant} prints itself, between quotes. */
    public void write(JsonBytes out) {
        if (second < EARLIEST || second > LATEST) {
            out.ascii("\"")
                    .ascii(Instant.ofEpochSecond(second, nano).toString())
                    .ascii("\"");
            return;
        }
        out.ascii("\"");
        writeDate(out);
        out.ascii("T");
        writeTime(out);
        if (nano > 0) {
            out.ascii(".");
            if (nano % MILLION == 0) {
                out.digits(nano / MILLION, 3);
            } else if (nano % 1_000 == 0) {
                out.digits(nano / 1_000, 6);
            } else {
                out.digits(nano, 9);
            }
        }
        out.ascii("Z\"");
    }

    /** Writes {@code yyyy-MM-dd} in UTC. */
    public void writeDate(JsonBytes out) {
        long days = Math.floorDiv(second, SECONDS_OF_A_DAY) + DAYS_BEFORE_1970;
        // Counted from the first of March, so that a leap day ends its year.
        int era = (int) Math.floorDiv(days, DAYS_OF_AN_ERA);
        int day = Math.floorMod(days, DAYS_OF_AN_ERA);
        int year = (day - day / 1_460 + day / 36_524 - day / 146_096) / 365;
        int ofYear = day - (365 * year + year / 4 - year / 100);
        int month = (5 * ofYear + 2) / 153;
        int ofMonth = ofYear - (153 * month + 2) / 5 + 1;
        boolean nextYear = month >= 10;
        out.digits(era * 400 + year + (nextYear ? 1 : 0), 4).ascii("-");
        out.digits(nextYear ? month - 9 : month + 3, 2).ascii("-").digits(ofMonth, 2);
    }

    /** Writes {@code HH:mm:ss} in UTC. */
    public void writeTime(JsonBytes out) {
        int ofDay = Math.floorMod(second, SECONDS_OF_A_DAY);
        out.digits(ofDay / 3_600, 2).ascii(":");
        out.digits(ofDay / 60 % 60, 2).ascii(":").digits(ofDay % 60, 2);
    }

    private Told otherwise(OutgoingRecord record, int field) {
        var text = record.text(field);
        if (text == null || text.isEmpty()) {
            return Told.NOTHING;
        }
        var instant = EventTime.parse(text);
        if (instant == null) {
            return Told.NONSENSE;
        }
        set(instant);
        rfc3339 = EventTime.isRfc3339(text);
        return Told.TIME;
    }

    /** Reads {@code yyyy-MM-dd}, a {@code T} or a space, {@code HH:mm:ss}, a fraction, a {@code Z} or an offset. */
    private boolean parse(JsonBytes text, int from, int to) {
        if (to - from < "0000-00-00T00:00:00Z".length() || to - from > EventTime.LONGEST) {
            return false;
        }
        at = from;
        end = to;
        int year = number(text, 4, 1, 9_998);
        int month = after(text, '-', 1, 12);
        int day = month < 0 ? -1 : after(text, '-', 1, lengthOf(month, year));
        boolean spaced = text.at(at) == ' ';
        int hour = after(text, spaced ? ' ' : 'T', 0, 23);
        int minute = after(text, ':', 0, 59);
        int seconds = after(text, ':', 0, 59);
        int fraction = fraction(text);
        int offset = offset(text);
        if ((year | month | day | hour | minute | seconds | fraction) < 0 || offset == Integer.MIN_VALUE || at != end) {
            return false;
        }
        second = days(year, month, day) * SECONDS_OF_A_DAY + hour * 3_600L + minute * 60L + seconds - offset;
        nano = fraction;
        rfc3339 = !spaced;
        return true;
    }

    /** A separator and two digits, or -1. */
    private int after(JsonBytes text, char separator, int least, int most) {
        if (at >= end || text.at(at) != separator) {
            at = end;
            return -1;
        }
        at++;
        return number(text, 2, least, most);
    }

    private int number(JsonBytes text, int digits, int least, int most) {
        if (at + digits > end) {
            at = end;
            return -1;
        }
        int number = 0;
        for (int i = 0; i < digits; i++) {
            int digit = text.at(at++) - '0';
            if (digit < 0 || digit > 9) {
                at = end;
                return -1;
            }
            number = number * 10 + digit;
        }
        return number < least || number > most ? -1 : number;
    }

    /** Nanoseconds; -1 where a point stands without one to nine digits. */
    private int fraction(JsonBytes text) {
        if (at >= end || text.at(at) != '.') {
            return 0;
        }
        at++;
        int digits = 0;
        int nanos = 0;
        for (; at < end && digits < LONGEST_FRACTION && isDigit(text.at(at)); digits++) {
            nanos = nanos * 10 + text.at(at++) - '0';
        }
        if (digits == 0) {
            return -1;
        }
        for (; digits < LONGEST_FRACTION; digits++) {
            nanos *= 10;
        }
        return nanos;
    }

    /** Seconds east of UTC, or {@link Integer#MIN_VALUE}. */
    private int offset(JsonBytes text) {
        if (at >= end) {
            return Integer.MIN_VALUE;
        }
        byte sign = text.at(at++);
        if (sign == 'Z') {
            return 0;
        }
        int hours = sign == '+' || sign == '-' ? number(text, 2, 0, LONGEST_OFFSET_HOURS - 1) : -1;
        int minutes = after(text, ':', 0, 59);
        if ((hours | minutes) < 0) {
            return Integer.MIN_VALUE;
        }
        int offset = hours * 3_600 + minutes * 60;
        return sign == '-' ? -offset : offset;
    }

    private static boolean isDigit(byte b) {
        return b >= '0' && b <= '9';
    }

    private static int lengthOf(int month, int year) {
        return switch (month) {
            case 2 -> year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28;
            case 4, 6, 9, 11 -> 30;
            default -> 31;
        };
    }

    /** Days since 1970. */
    private static long days(int year, int month, int day) {
        int since = month <= 2 ? year - 1 : year;
        int ofYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
        return since * 365L + since / 4 - since / 100 + since / 400 + ofYear - DAYS_BEFORE_1970;
    }

    @Override
    public String toString() {
        return "Moment[" + Instant.ofEpochSecond(second, nano) + "]";
    }
}
