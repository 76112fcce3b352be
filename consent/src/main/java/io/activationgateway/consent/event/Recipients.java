package io.activationgateway.consent.event;

import io.activationgateway.consent.event.Change.RecipientTold;
import io.activationgateway.consent.profile.RecipientType;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * As what the recipient was told last.
 *
 * @param latest the telling events of the greatest time; several where they tie
 */
record Recipients(List<RecordedEvent> latest) {

    /** Of the telling events that count, oldest first. */
    static Recipients of(List<RecordedEvent> telling) {
        var latest = new ArrayList<RecordedEvent>();
        for (var event : telling) {
            if (!latest.isEmpty() && event.isLaterThan(latest.getLast())) {
                latest.clear();
            }
            latest.add(event);
        }
        return new Recipients(List.copyOf(latest));
    }

    /** Where sources contradict each other at one instant, the most protected. */
    RecipientType type() {
        var types = latest.stream().map(Recipients::told).distinct().toList();
        return types.size() == 1 ? types.getFirst() : RecipientType.INDIVIDUAL;
    }

    /** The event that decides in place of {@code event}, null where it does itself. */
    @Nullable
    RecordedEvent insteadOf(RecordedEvent event) {
        boolean agrees = latest.contains(event) && told(event) == type();
        return latest.reversed().stream()
                .filter(other -> agrees ? told(other) == told(event) : !other.equals(event))
                .findFirst()
                .filter(other -> !other.equals(event))
                .orElse(null);
    }

    private static RecipientType told(RecordedEvent event) {
        return event.change() instanceof RecipientTold(var type) ? type : RecipientType.INDIVIDUAL;
    }
}
