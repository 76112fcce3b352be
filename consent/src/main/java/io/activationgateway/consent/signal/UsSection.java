package io.activationgateway.consent.signal;

import com.iab.gpp.encoder.section.EncodableSection;
import com.iab.gpp.encoder.section.UsCa;
import com.iab.gpp.encoder.section.UsCo;
import com.iab.gpp.encoder.section.UsCt;
import com.iab.gpp.encoder.section.UsDe;
import com.iab.gpp.encoder.section.UsFl;
import com.iab.gpp.encoder.section.UsIa;
import com.iab.gpp.encoder.section.UsMt;
import com.iab.gpp.encoder.section.UsNat;
import com.iab.gpp.encoder.section.UsNe;
import com.iab.gpp.encoder.section.UsNh;
import com.iab.gpp.encoder.section.UsNj;
import com.iab.gpp.encoder.section.UsOr;
import com.iab.gpp.encoder.section.UsTn;
import com.iab.gpp.encoder.section.UsTx;
import com.iab.gpp.encoder.section.UsUt;
import com.iab.gpp.encoder.section.UsVa;
import io.activationgateway.consent.signal.GppSections.Misfit;
import io.activationgateway.consent.signal.SignalAnswer.Flaw;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** The sections of the United States that a GPP string may hold, in version 1 of their layouts: those that its decoder knows. */
enum UsSection {
    NATIONAL(7, 27, true, UsNat::new),
    CALIFORNIA(8, 20, true, UsCa::new),
    VIRGINIA(9, 17, false, UsVa::new),
    COLORADO(10, 16, true, UsCo::new),
    UTAH(11, 18, false, UsUt::new),
    CONNECTICUT(12, 19, true, UsCt::new),
    FLORIDA(13, 20, false, UsFl::new),
    MONTANA(14, 20, true, UsMt::new),
    OREGON(15, 23, true, UsOr::new),
    TEXAS(16, 18, true, UsTx::new),
    DELAWARE(17, 23, true, UsDe::new),
    IOWA(18, 18, true, UsIa::new),
    NEBRASKA(19, 18, true, UsNe::new),
    NEW_HAMPSHIRE(20, 20, true, UsNh::new),
    NEW_JERSEY(21, 24, true, UsNj::new),
    TENNESSEE(22, 18, true, UsTn::new);

    private static final int VERSION = 1;

    /**
     * The national layout of version 2, with more sensitive data and ages of children; opt-outs stand where they stood.
     * The encoders in use write it and call it version 1.
     */
    private static final int WIDER_VERSION = 2;

    private static final int WIDER = 32;

    private static final int OPTED_OUT = 1;
    private static final int NOT_OPTED_OUT = 2;
    private static final int UNDEFINED = 3;
    private static final int GPC_SEGMENT = 1;

    private final int number;
    private final int values;
    private final boolean mayHoldGpc;
    private final Function<String, EncodableSection> decoder;

    /** @param values how many values of two bits follow the version */
    UsSection(int number, int values, boolean mayHoldGpc, Function<String, EncodableSection> decoder) {
        this.number = number;
        this.values = values;
        this.mayHoldGpc = mayHoldGpc;
        this.decoder = decoder;
    }

    static Optional<UsSection> of(int number) {
        return Arrays.stream(values())
                .filter(section -> section.number == number)
                .findFirst();
    }

    /**
     * What the section says on the opt-outs. One that its law does not know says nothing; the browser's Global Privacy
     * Control in it is an opt-out of all.
     */
    SignalAnswer read(String body, Set<OptOut> asked) throws Misfit {
        var segments = body.split("\\.", -1);
        if (segments.length > (mayHoldGpc ? 2 : 1)) {
            throw new Misfit(Flaw.GPP_SECTION_BROKEN);
        }
        try {
            checkCore(segments[0]);
            if (segments.length == 2 && gpc(new Bits(segments[1]))) {
                return SignalAnswer.REFUSES;
            }
            return read(decoder.apply(segments[0]), asked);
        } catch (RuntimeException unreadable) {
            throw new Misfit(Flaw.GPP_SECTION_BROKEN);
        }
    }

    private static SignalAnswer read(EncodableSection section, Set<OptOut> asked) {
        var answer = SignalAnswer.ABSENT;
        for (var optOut : asked) {
            int told = section.hasField(optOut.field()) ? (Integer) section.getFieldValue(optOut.field()) : 0;
            if (told == OPTED_OUT) {
                return SignalAnswer.REFUSES;
            }
            if (told == NOT_OPTED_OUT) {
                answer = SignalAnswer.PERMITS;
            }
        }
        return answer;
    }

    /** The decoder reads what is too short as zeros and does not look at what is left over. */
    private void checkCore(String core) throws Misfit {
        int version = new Bits(core).read(6);
        boolean mayBeWider = this == NATIONAL && (version == VERSION || version == WIDER_VERSION);
        if (version != VERSION && !mayBeWider) {
            throw new Misfit(Flaw.GPP_SECTION_UNKNOWN);
        }
        if (!(version == VERSION && hasValues(core, values)) && !(mayBeWider && hasValues(core, WIDER))) {
            throw new Misfit(Flaw.GPP_SECTION_BROKEN);
        }
    }

    /** Whether so many values follow the version and nothing else, none of them the one that means nothing. */
    private static boolean hasValues(String core, int count) {
        var bits = new Bits(core);
        bits.read(6);
        for (int i = 0; i < count; i++) {
            if (bits.read(2) == UNDEFINED) {
                return false;
            }
        }
        return bits.onlyPaddingLeft();
    }

    private static boolean gpc(Bits segment) throws Misfit {
        int type = segment.read(2);
        boolean on = segment.flag();
        if (type != GPC_SEGMENT || !segment.onlyPaddingLeft()) {
            throw new Misfit(Flaw.GPP_SECTION_BROKEN);
        }
        return on;
    }
}
