package io.activationgateway.consent.event;

import io.activationgateway.consent.event.Change.BirthErased;
import io.activationgateway.consent.event.Change.Born;
import io.activationgateway.consent.profile.AgeBand;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * When the person was born, as far as anybody told. The youngest age told counts, whenever it was told; a date that was
 * still ahead then does not. One that was erased counts as the day on which it was told.
 *
 * @param youngest the event that tells it, null where nobody did
 */
record Births(@Nullable RecordedEvent youngest) {

    /** Of the telling events that count, oldest first. */
    static Births of(List<RecordedEvent> telling) {
        @Nullable RecordedEvent youngest = null;
        for (var event : telling) {
            if (!isAhead(event) && (youngest == null || !isYounger(youngest, event))) {
                youngest = event;
            }
        }
        return new Births(youngest);
    }

    AgeBand age(Instant at) {
        if (youngest == null) {
            return AgeBand.UNKNOWN;
        }
        var on = on(youngest);
        return on == null ? AgeBand.ADULT : AgeBand.of(on, AgeBand.today(at));
    }

    /** The next instant after {@code at} at which law may see another age, null where it will not. */
    @Nullable
    Instant birthdayAfter(Instant at) {
        var on = youngest == null ? null : on(youngest);
        return on == null ? null : AgeBand.nextAfter(on, at);
    }

    /** The event that decides in place of {@code event}, null where it does itself. */
    @Nullable
    RecordedEvent insteadOf(RecordedEvent event) {
        return event.equals(youngest) ? null : youngest;
    }

    /** A date after the one on which it was told is an error: it names nobody's age. */
    static boolean isAhead(RecordedEvent event) {
        var on = on(event);
        return on != null && on.isAfter(AgeBand.today(event.received()));
    }

    private static boolean isYounger(RecordedEvent one, RecordedEvent other) {
        var born = on(one);
        var otherBorn = on(other);
        return born != null && (otherBorn == null || born.isAfter(otherBorn));
    }

    private static @Nullable LocalDate on(RecordedEvent event) {
        return switch (event.change()) {
            case Born(var on) -> on;
            case BirthErased() -> AgeBand.today(event.received());
            default -> null;
        };
    }
}
