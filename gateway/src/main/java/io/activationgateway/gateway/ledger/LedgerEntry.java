package io.activationgateway.gateway.ledger;

import static java.util.Objects.requireNonNull;

import io.activationgateway.connectors.Operation;
import io.activationgateway.consent.register.Position;
import io.activationgateway.residency.verdict.FieldAction;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the ledger is told. Entries hold numbers, keyed pseudonyms, codes and configured names, never clear personal
 * data: a record is named by its index in the activation. The package description gives the bytes of each.
 */
public sealed interface LedgerEntry {

    /** When it was said, in legal time. */
    Instant at();

    /**
     * Records are about to be sent in one request. Durable before the first byte leaves (promise P4); every attempt has
     * its own, and ends with one {@link Outcome} of the same {@code attempt}.
     */
    record Intent(Attempt attempt, Instant at, Way way, Snapshot snapshot, IntendedRecords records)
            implements LedgerEntry {
        public Intent {
            requireNonNull(attempt, "attempt");
            requireNonNull(at, "at");
            requireNonNull(way, "way");
            requireNonNull(snapshot, "snapshot");
            requireNonNull(records, "records");
        }
    }

    /** Records that are not sent: withheld, misdirected, unusable. */
    record Decided(String activation, Instant at, Way way, Snapshot snapshot, EndedRecords records)
            implements LedgerEntry {
        public Decided {
            Names.key("activation", activation);
            requireNonNull(at, "at");
            requireNonNull(way, "way");
            requireNonNull(snapshot, "snapshot");
            requireNonNull(records, "records");
        }
    }

    /**
     * What became of every record of an intent.
     *
     * @param check the last check of the attempt; null where it never came to one
     */
    record Outcome(Attempt attempt, Instant at, @Nullable LastCheck check, EndedRecords records)
            implements LedgerEntry {
        public Outcome {
            requireNonNull(attempt, "attempt");
            requireNonNull(at, "at");
            requireNonNull(records, "records");
        }
    }

    /**
     * The ledger was opened: no intent before this entry is still without outcome, and none of the plans defined before
     * it is used after it. Written by the ledger itself.
     *
     * @param version of the bytes of the leaves
     * @param cut bytes of a torn last entry that were cut off
     */
    record Restart(Instant at, int version, long cut) implements LedgerEntry {
        public Restart {
            requireNonNull(at, "at");
        }
    }

    /**
     * One request to a vendor. All three together are unique in a ledger.
     *
     * @param activation the activation's id
     * @param number the attempt, from 1
     * @param request the key of the request within the activation
     */
    record Attempt(String activation, int number, String request) {
        public Attempt {
            Names.key("activation", activation);
            Names.key("request", request);
        }
    }

    /** From where to where, what for. All of it are configured names. */
    record Way(String source, String destination, String purpose, Operation operation, boolean sandbox) {
        public Way {
            Names.name("source", source);
            Names.name("destination", destination);
            Names.name("purpose", purpose);
            requireNonNull(operation, "operation");
        }
    }

    /** The one policy version and the one consent position that decided (promise P6). */
    record Snapshot(long policyVersion, String policyDigest, Position consent) {
        public Snapshot {
            Names.key("policyDigest", policyDigest);
            requireNonNull(consent, "consent");
        }
    }

    /**
     * The last check of an attempt.
     *
     * @param instant the injected monotonic ticker, in nanoseconds
     * @param consent the position it was made at
     */
    record LastCheck(long instant, Position consent) {
        public LastCheck {
            requireNonNull(consent, "consent");
        }
    }

    /** What happens to the fields of a record, in the order of the catalogue. Compared by value. */
    record Plan(List<Field> fields) {
        public Plan {
            fields = List.copyOf(fields);
        }

        /** @param name a name of the field catalogue, never one that only the sender knows */
        public record Field(String name, FieldAction action) {
            public Field {
                Names.name("field", name);
                requireNonNull(action, "action");
            }
        }
    }

    /** How a record ended, as far as this entry can tell. */
    enum End {
        /** The vendor took it, and works on it later. */
        ACCEPTED("accepted"),
        /** The vendor took it and did it. */
        APPLIED("applied"),
        /** Nothing of it left: a rule stands against it. */
        WITHHELD("withheld"),
        /** Nothing of it left: it belongs to another region. */
        MISDIRECTED("misdirected"),
        /** Certainly not taken by the vendor, or never sent. */
        FAILED("failed"),
        /** Bytes left and no readable answer came: counts as sent. */
        UNCERTAIN("uncertain"),
        /** A later record of the same person was forwarded in its place. */
        SUPERSEDED("superseded"),
        /** Its time ran out; stands until a redrive or a supersession replaces it. */
        DEAD_LETTERED("dead-lettered");

        private final String wireName;

        End(String wireName) {
            this.wireName = wireName;
        }

        public String wireName() {
            return wireName;
        }
    }

    /** What may be written as a name or a key; keeps free text, and with it personal data, out of the ledger. */
    final class Names {

        private static final Pattern KEY = Pattern.compile("[A-Za-z0-9._:/+=-]{1,128}");
        private static final int LONGEST_CODE = 64;
        private static final int LONGEST_NAME = 200;

        private Names() {}

        static String key(String what, String text) {
            return matching(KEY, what, text);
        }

        /** Read by hand: an entry has a code for each of its thousand records. */
        static String code(String text) {
            boolean fits = !text.isEmpty() && text.length() <= LONGEST_CODE && isLetterOrDigit(text.charAt(0));
            for (int i = 1; fits && i < text.length(); i++) {
                char c = text.charAt(i);
                fits = isLetterOrDigit(c) || c == '.' || c == '_' || c == '-';
            }
            if (!fits) {
                throw new IllegalArgumentException("code is not of 1 to " + LONGEST_CODE
                        + " small letters, digits, dots, hyphens and underscores");
            }
            return text;
        }

        private static boolean isLetterOrDigit(char c) {
            return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
        }

        static String name(String what, String text) {
            if (text.isEmpty() || text.length() > LONGEST_NAME) {
                throw new IllegalArgumentException(
                        what + " has " + text.length() + " characters (expected: 1 to " + LONGEST_NAME + ")");
            }
            return text;
        }

        /** The text itself is not repeated: what does not belong here may be personal. */
        private static String matching(Pattern pattern, String what, String text) {
            if (!pattern.matcher(text).matches()) {
                throw new IllegalArgumentException(what + " is not of the form " + pattern);
            }
            return text;
        }
    }
}
