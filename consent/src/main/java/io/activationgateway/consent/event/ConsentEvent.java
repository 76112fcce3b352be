package io.activationgateway.consent.event;

import static java.util.Objects.requireNonNull;

import io.activationgateway.consent.identity.Identifier;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a source tells about one person. Personal data: it does not print.
 *
 * @param id the source's own id of the event: 1 to 128 ASCII letters, digits, {@code . _ : -}, so that it is no address
 * @param identifiers one or more identifiers of the person, which the event links
 * @param country the ISO 3166-1 alpha-2 code of the person's country, upper case, null where the source does not tell
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
    private static final Pattern COUNTRY = Pattern.compile("[A-Z]{2}");

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
        if (country != null && !COUNTRY.matcher(country).matches()) {
            throw new IllegalArgumentException("consent event: country (expected: two upper-case letters, ISO 3166-1)");
        }
        if (timing.expires() != null && change.closes()) {
            throw new IllegalArgumentException("consent event: expires beside a refusal (expected: only grants lapse)");
        }
    }

    /** Whether {@code text} may be the id of an event. */
    public static boolean isId(String text) {
        return ID.matcher(text).matches();
    }

    /** This event as the log keeps it, without identifiers and evidence, received at the database's time. */
    public RecordedEvent recorded(Instant received) {
        return new RecordedEvent(id, change, country, timing, received, isProven());
    }

    private boolean isProven() {
        return switch (change) {
            case Change.Choice(var _, var _, var basis)
            when !change.closes() && basis != null -> evidence.suffices(basis);
            case Change.Choice _, Change.Objected _ -> true;
        };
    }

    @Override
    public String toString() {
        return "ConsentEvent[redacted]";
    }
}
