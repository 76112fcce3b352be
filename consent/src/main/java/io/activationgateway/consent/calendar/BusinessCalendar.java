package io.activationgateway.consent.calendar;

import static java.util.Objects.requireNonNull;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.MonthDay;
import java.time.ZoneId;
import java.util.Set;

/**
 * The days that deadlines count: weekdays that are not holidays. A half-day holiday is left out of the lists and so
 * counts as a business day, which makes a deadline earlier rather than later; so does a year whose movable holidays
 * nobody entered yet.
 *
 * @param zone whose midnight ends a day
 * @param everyYear holidays on a fixed date
 * @param movable holidays of one year
 */
public record BusinessCalendar(ZoneId zone, Set<MonthDay> everyYear, Set<LocalDate> movable) {

    public BusinessCalendar {
        requireNonNull(zone, "zone");
        everyYear = Set.copyOf(everyYear);
        movable = Set.copyOf(movable);
    }

    /** Every weekday in the zone: what to count with where nobody entered holidays, as it makes no deadline later. */
    public static BusinessCalendar weekdays(ZoneId zone) {
        return new BusinessCalendar(zone, Set.of(), Set.of());
    }

    /** The first instant after the {@code days}-th business day that follows the day of {@code instant}. */
    public Instant endOfBusinessDay(Instant instant, int days) {
        var day = LocalDate.ofInstant(instant, zone);
        return plusBusinessDays(day, days).plusDays(1).atStartOfDay(zone).toInstant();
    }

    /** The {@code days}-th business day after {@code day}. */
    public LocalDate plusBusinessDays(LocalDate day, int days) {
        LocalDate found = day;
        for (int left = days; left > 0; ) {
            found = found.plusDays(1);
            if (isBusinessDay(found)) {
                left--;
            }
        }
        return found;
    }

    private boolean isBusinessDay(LocalDate day) {
        return day.getDayOfWeek() != DayOfWeek.SATURDAY
                && day.getDayOfWeek() != DayOfWeek.SUNDAY
                && !everyYear.contains(MonthDay.from(day))
                && !movable.contains(day);
    }
}
