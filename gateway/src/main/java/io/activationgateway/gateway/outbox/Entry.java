package io.activationgateway.gateway.outbox;

import io.activationgateway.consent.identity.SubjectKey;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One record within a chunk. Confined to whoever has read the chunk. Holds personal data: it does not print. */
final class Entry {

    final int index;
    RecordState state;
    int attempts;
    /** How many of them lie before it was redriven: the pauses begin anew. */
    int attemptsBefore;
    /** Whether bytes of an attempt may have left. */
    boolean touched;
    /** Whether an attempt was begun whose end is not known. */
    boolean inFlight;
    /** Whether a later record took its place while an attempt was under way. */
    boolean overtaken;
    /** Whether it waits for an earlier one of the same person, whose end has it looked at. */
    boolean behind;
    /**
     * When it is tried next, in the database's milliseconds; of a dead letter, when it expires; of one behind another, when
     * it is looked at by itself.
     */
    long due;
    /** The code of the last reason; empty where there is none. */
    String reason;
    /** High and low halves in turn, the one that stands for the record first. */
    long[] keys;
    /** The sender's id of the record; empty where nothing of it may be kept. */
    String id;
    /** The row as a JSON object; null where it is not needed any more. */
    byte @Nullable [] row;
    /** The result as a JSON object; null where there is none yet. */
    byte @Nullable [] result;

    Entry(int index, RecordState state, String reason, long[] keys, String id) {
        this.index = index;
        this.state = state;
        this.reason = reason;
        this.keys = keys;
        this.id = id;
    }

    static long[] halves(List<SubjectKey> keys) {
        var halves = new long[2 * keys.size()];
        for (int i = 0; i < keys.size(); i++) {
            halves[2 * i] = keys.get(i).high();
            halves[2 * i + 1] = keys.get(i).low();
        }
        return halves;
    }

    /** In the order in which they were given. */
    List<SubjectKey> subjectKeys() {
        var all = new SubjectKey[keys.length / 2];
        Arrays.setAll(all, i -> new SubjectKey(keys[2 * i], keys[2 * i + 1]));
        return List.of(all);
    }

    boolean names(Collection<SubjectKey> subjects) {
        return subjectKeys().stream().anyMatch(subjects::contains);
    }

    boolean isWaiting() {
        return state == RecordState.WAITING;
    }

    /** Whether it may be tried now, unless an earlier one of the same person still waits. */
    boolean isDue(long now) {
        return behind || due <= now;
    }

    /** Whether it is a dead letter that can still be redriven. */
    boolean isDead() {
        return state == RecordState.DEAD_LETTERED && row != null;
    }

    /** A dead letter waits again, as if it came now. */
    void redrive(long now) {
        state = RecordState.WAITING;
        attemptsBefore = attempts;
        result = null;
        reason = "";
        due = now;
    }

    /** An attempt begins; should nobody tell its end, it is due at once. */
    void begin(long now) {
        inFlight = true;
        behind = false;
        due = Math.min(due, now);
    }

    /** It is looked at when the one before it has ended; by itself at {@code until}. */
    void waitBehind(long until) {
        behind = true;
        due = until;
    }

    void counted() {
        attempts = Math.min(attempts + 1, Short.MAX_VALUE);
    }

    /** Puts it at an end; its row is not needed any more. */
    void end(RecordState at, String why, byte[] said) {
        state = at;
        reason = why;
        result = said;
        inFlight = false;
        behind = false;
        row = null;
    }

    /** Puts it at an end that no attempt brought; where bytes of an attempt may have left, it is uncertain. */
    void endUntried(RecordState wanted, String why) {
        var at = touched ? RecordState.UNCERTAIN : wanted;
        end(at, why, ResultLines.of(this, at, why));
    }

    /** Makes a dead letter of it, whose row stays until {@code until}. */
    void die(String why, long until) {
        state = RecordState.DEAD_LETTERED;
        reason = why;
        behind = false;
        result = ResultLines.of(this, RecordState.DEAD_LETTERED, why);
        due = until;
    }

    /** Forgets whose it was. Where an attempt is under way, the keys stay until its end is known. */
    void forget() {
        id = "";
        row = null;
        if (!isWaiting()) {
            keys = new long[0];
            result = ResultLines.of(this, state, reason);
        }
    }

    @Override
    public String toString() {
        return "Entry[" + index + ", " + state + "]";
    }
}
