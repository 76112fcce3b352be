package io.activationgateway.gateway.outbox;

import java.util.Locale;

/** Where a record of a stored activation stands: waiting, or at exactly one end (promise P3). */
public enum RecordState {
    /** It is sent as soon as it may be. */
    WAITING('w'),
    /** Its time ran out; it stays until it is redriven, superseded or expires. */
    DEAD_LETTERED('d'),
    /** The vendor has it. */
    FORWARDED('f'),
    /** A rule stands against it, and nothing of it left. */
    WITHHELD('h'),
    /** It belongs to another region; nothing of it is stored but its index. */
    MISDIRECTED('m'),
    /** Certainly not taken. */
    FAILED('n'),
    /** Bytes left and no readable answer came. */
    UNCERTAIN('u'),
    /** A later record of the same person was forwarded that says the same or more. */
    SUPERSEDED('s');

    private final char code;

    RecordState(char code) {
        this.code = code;
    }

    /** The name in answers. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    byte code() {
        return (byte) code;
    }

    static RecordState ofCode(byte code) {
        for (var state : values()) {
            if (state.code == code) {
                return state;
            }
        }
        throw new IllegalStateException("the outbox holds a record in state " + code
                + ", which this version does not know (expected: the version that wrote it, or a newer one)");
    }
}
