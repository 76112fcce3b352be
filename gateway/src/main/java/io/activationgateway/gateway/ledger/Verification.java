package io.activationgateway.gateway.ledger;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a check of a ledger's files found.
 *
 * @param faults what cannot come from a crash; empty for an intact ledger
 * @param signed up to where the ledger's own checkpoint, signed by its key, covers the entries. Nobody without the key
 *     changed anything before it; whether something was cut off behind it, only a checkpoint held elsewhere can tell
 * @param held up to where a checkpoint held elsewhere covers them; null where none was given
 * @param unsigned whole entries behind the signed ones: the process ended before it signed them
 * @param tornBytes bytes behind them that are no whole entry: the process ended while it wrote. Not tampering
 */
public record Verification(
        List<Fault> faults, Anchor signed, @Nullable Anchor held, long unsigned, long tornBytes) {

    public Verification {
        faults = List.copyOf(faults);
    }

    /** Whether the files are what was signed. */
    public boolean intact() {
        return faults.isEmpty();
    }

    /**
     * How far a checkpoint that fits reaches.
     *
     * @param size the number of entries; 0 where it does not fit
     * @param until the time in the last of them; null where there is none
     */
    public record Anchor(long size, @Nullable Instant until) {
        static final Anchor NONE = new Anchor(0, null);
    }

    /**
     * Something that was changed.
     *
     * @param kind what kind of thing
     * @param place the file or the entry
     * @param text what is wrong with it
     */
    public record Fault(Kind kind, String place, String text) {

        @Override
        public String toString() {
            return kind + " " + place + ": " + text;
        }
    }

    /** What a fault is about. */
    public enum Kind {
        /** The ledger's checkpoint is missing, unreadable or not signed by the key. */
        CHECKPOINT,
        /** Entries are missing, changed or in another order. */
        ENTRIES,
        /** A hash tile does not say what the entries give. */
        TILE,
        /** The checkpoint held elsewhere does not fit: an end was cut off, or the past was rewritten. */
        HELD_CHECKPOINT,
        /** A file that no ledger writes. */
        FOREIGN_FILE
    }
}
