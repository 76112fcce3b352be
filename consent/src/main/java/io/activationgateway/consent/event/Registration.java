package io.activationgateway.consent.event;

import static java.util.Objects.requireNonNull;

import io.activationgateway.consent.calendar.BusinessCalendar;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How a message approval stands with the Turkish registry (İYS). An approval that is not entered within three business
 * days is void (regulation on commercial electronic messages, Art 7(11) and (12)).
 *
 * @param at when it was entered, null where nobody told that it was
 * @param deadline the first instant at which it is too late
 */
public record Registration(@Nullable Instant at, Instant deadline) {

    private static final int BUSINESS_DAYS = 3;

    public Registration {
        requireNonNull(deadline, "deadline");
    }

    /** The registration of an approval taken at {@code taken}, whose day is not counted. */
    static Registration of(Instant taken, @Nullable Instant at, BusinessCalendar calendar) {
        return new Registration(at, calendar.endOfBusinessDay(taken, BUSINESS_DAYS));
    }

    /** Whether it was entered in time. */
    public boolean inTime() {
        return at != null && at.isBefore(deadline);
    }

    /** Whether the approval is void at {@code now}: entered too late, or not at all in time. */
    public boolean isVoid(Instant now) {
        return at == null ? !now.isBefore(deadline) : !at.isBefore(deadline);
    }
}
