package io.activationgateway.consent.event;

import static java.util.Objects.requireNonNull;

import io.activationgateway.consent.calendar.BusinessCalendar;
import io.activationgateway.consent.event.Change.Born;
import io.activationgateway.consent.event.Change.Choice;
import io.activationgateway.consent.identity.Identifier;
import io.activationgateway.consent.profile.AgeBand;
import io.activationgateway.consent.profile.LegalBasis;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a source tells about one person. Personal data: it does not print.
 *
 * @param id the source's own id of the event: 1 to 128 ASCII letters, digits, {@code . _ : -}, so that it is no address
 * @param identifiers one or more identifiers of the person, which the event links
 * @param country where the person lives: an ISO 3166-1 alpha-2 code, or the ISO 3166-2 code of a subdivision such as
 *     {@code US-CA}, upper case; null where the source does not tell
 * @param timing what the source says about time; only a grant may lapse
 * @param evidence what proves it
 */
public record ConsentEvent(
        String id,
        List<Identifier> identifiers,
        @Nullable String country,
        Change change,
        Timing timing,
        Evidence evidence) {

    private static final Pattern ID = Pattern.compile("[A-Za-z0-9._:-]{1,128}");
    private static final Pattern COUNTRY = Pattern.compile("[A-Z]{2}(-[A-Z0-9]{1,3})?");

    public ConsentEvent {
        identifiers = List.copyOf(identifiers);
        requireNonNull(change, "change");
        requireNonNull(timing, "timing");
        requireNonNull(evidence, "evidence");
        if (!isId(id)) {
            throw new IllegalArgumentException("consent event: id (expected: 1 to 128 letters, digits, . _ : -)");
        }
        if (identifiers.isEmpty()) {
            throw new IllegalArgumentException("consent event: no identifier (expected: one or more)");
        }
        if (country != null && !isCountry(country)) {
            throw new IllegalArgumentException(
                    "consent event: country (expected: an ISO 3166 code such as DE or US-CA, upper case)");
        }
        if (timing.expires() != null && !(change instanceof Choice choice && !choice.closes())) {
            throw new IllegalArgumentException("consent event: expires beside a refusal (expected: only grants lapse)");
        }
        if (timing.registered() != null && !RecordedEvent.isApproval(change)) {
            throw new IllegalArgumentException("consent event: registered (expected: only beside a grant on "
                    + LegalBasis.MSG_APPROVAL_IYS + ", which the registry keeps)");
        }
    }

    /** Whether {@code text} has the form of a country's code, or of a subdivision's such as {@code US-CA}. */
    public static boolean isCountry(String text) {
        return COUNTRY.matcher(text).matches();
    }

    /** Whether {@code text} may be the id of an event. */
    public static boolean isId(String text) {
        return ID.matcher(text).matches();
    }

    /**
     * This event as the log keeps it, without identifiers and evidence, and without an adult's date of birth.
     *
     * @param received the database's time
     * @param calendar the business days within which the Turkish registry must know an approval
     */
    public RecordedEvent recorded(Instant received, BusinessCalendar calendar) {
        var kept = change instanceof Born born ? born.kept(AgeBand.today(received)) : change;
        boolean proven = evidence.missing(change).isEmpty();
        if (!RecordedEvent.isApproval(change)) {
            return new RecordedEvent(id, kept, country, timing, received, proven);
        }
        var taken = RecordedEvent.grantCountsFrom(timing, received);
        return new RecordedEvent(
                id, kept, country, timing, received, proven, Registration.of(taken, registered(taken), calendar));
    }

    /** What the registry itself holds it took in time: it refuses approvals older than three business days. */
    private @Nullable Instant registered(Instant taken) {
        var told = timing.registered();
        if (told != null) {
            return told;
        }
        return evidence.method() == EvidenceMethod.IYS_REGISTERED ? taken : null;
    }

    @Override
    public String toString() {
        return "ConsentEvent[redacted]";
    }
}
