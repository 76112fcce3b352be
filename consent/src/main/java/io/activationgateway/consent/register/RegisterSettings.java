package io.activationgateway.consent.register;

import io.activationgateway.consent.calendar.BusinessCalendar;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * How a register paces itself.
 *
 * @param lease how long a node may decide without hearing from the database
 * @param renewal how often it renews the lease
 * @param group how many events one transaction takes at most
 * @param recentChanges how many changed keys are remembered, a power of two; beyond that every subject counts as changed
 * @param calendar the business days within which the Turkish registry (İYS) must know an approval, asked for as one is
 *     appended; any thread
 * @param snapshots how the index is kept for the next start; nothing for a register that is always built from its log
 */
public record RegisterSettings(
        Duration lease,
        Duration renewal,
        int group,
        int recentChanges,
        Supplier<BusinessCalendar> calendar,
        Optional<SnapshotSettings> snapshots) {

    /** A lease of 5 seconds, renewed each second; groups of 4,096 events; 65,536 changes. */
    public static final RegisterSettings DEFAULT =
            new RegisterSettings(Duration.ofSeconds(5), Duration.ofSeconds(1), 4_096, 1 << 16);

    private static final BusinessCalendar WEEKDAYS = BusinessCalendar.weekdays(ZoneId.of("Europe/Istanbul"));

    public RegisterSettings {
        if (renewal.isZero() || renewal.isNegative() || renewal.multipliedBy(2).compareTo(lease) > 0) {
            throw new IllegalArgumentException("consent register: renewal " + renewal + " for a lease of " + lease
                    + " (expected: at most half the lease)");
        }
        if (group < 1) {
            throw new IllegalArgumentException("consent register: group of " + group + " (expected: 1 or more)");
        }
    }

    /** With a calendar of weekdays in Türkiye, which is the strictest: no holiday defers a deadline. */
    public RegisterSettings(Duration lease, Duration renewal, int group, int recentChanges) {
        this(lease, renewal, group, recentChanges, () -> WEEKDAYS, Optional.empty());
    }

    /** The same, with the calendar of who knows the holidays. */
    public RegisterSettings withCalendar(Supplier<BusinessCalendar> known) {
        return new RegisterSettings(lease, renewal, group, recentChanges, known, snapshots);
    }

    /** The same, with snapshots. */
    public RegisterSettings withSnapshots(SnapshotSettings settings) {
        return new RegisterSettings(lease, renewal, group, recentChanges, calendar, Optional.of(settings));
    }
}
