package io.activationgateway.consent.signal;

import io.activationgateway.consent.signal.SignalAnswer.Flaw;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Holds the bits of a TCF string against the layout of version 2 (IAB Tech Lab, Consent string and vendor list formats
 * v2). The decoder reads what it needs and is content with whatever follows; here every bit must have a meaning. Ranges
 * must ascend, which also bounds the decoder's work.
 */
final class TcfShape {

    private static final int VERSION = 2;

    /** All bits of the core segment from the version to the publisher's country. */
    private static final int FIXED = 213;

    private static final int PURPOSES = 24;
    private static final int DISCLOSED_VENDORS = 1;
    private static final int PUBLISHER_TC = 3;
    private static final int LARGEST_VENDOR = 65_535;
    private static final int LAST_RESTRICTION_TYPE = 2;

    private boolean disclosed;

    private TcfShape() {}

    /** The first flaw, none where the decoder may be asked. */
    static Optional<Flaw> flaw(String text) {
        return new TcfShape().walk(text.split("\\.", -1));
    }

    private Optional<Flaw> walk(String[] segments) {
        var core = new Bits(segments[0]);
        if (core.read(6) != VERSION) {
            return Optional.of(Flaw.TCF_VERSION);
        }
        if (!core(core)) {
            return Optional.of(Flaw.TCF_SHAPE);
        }
        var types = new HashSet<Integer>();
        for (int i = 1; i < segments.length; i++) {
            if (!segment(new Bits(segments[i]), types)) {
                return Optional.of(Flaw.TCF_SHAPE);
            }
        }
        return disclosed ? Optional.empty() : Optional.of(Flaw.TCF_NO_DISCLOSED_VENDORS);
    }

    private static boolean core(Bits bits) {
        bits.skip(FIXED - 6);
        boolean consents = vendors(bits);
        boolean interests = consents && vendors(bits);
        return interests && restrictions(bits) && bits.onlyPaddingLeft();
    }

    private boolean segment(Bits bits, Set<Integer> types) {
        int type = bits.read(3);
        if (!types.add(type)) {
            return false;
        }
        boolean known = switch (type) {
            case DISCLOSED_VENDORS -> {
                disclosed = true;
                yield vendors(bits);
            }
            case PUBLISHER_TC -> {
                bits.skip(2 * PURPOSES);
                bits.skip(2 * bits.read(6));
                yield true;
            }
            default -> false;
        };
        return known && bits.onlyPaddingLeft();
    }

    private static boolean vendors(Bits bits) {
        int largest = bits.read(16);
        if (bits.flag()) {
            return ranges(bits, largest);
        }
        bits.skip(largest);
        return true;
    }

    private static boolean restrictions(Bits bits) {
        int count = bits.read(12);
        var seen = new HashSet<Integer>();
        for (int i = 0; i < count; i++) {
            int purpose = bits.read(6);
            int type = bits.read(2);
            boolean meaningful = purpose >= 1
                    && purpose <= PURPOSES
                    && type <= LAST_RESTRICTION_TYPE
                    && seen.add(purpose << 2 | type);
            if (!meaningful || !ranges(bits, LARGEST_VENDOR)) {
                return false;
            }
        }
        return true;
    }

    private static boolean ranges(Bits bits, int largest) {
        int count = bits.read(12);
        int last = 0;
        for (int i = 0; i < count; i++) {
            boolean range = bits.flag();
            int start = bits.read(16);
            int end = range ? bits.read(16) : start;
            if (start <= last || end < start || end > largest) {
                return false;
            }
            last = end;
        }
        return true;
    }
}
