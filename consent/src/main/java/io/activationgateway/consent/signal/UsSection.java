package io.activationgateway.consent.signal;

import com.iab.gpp.encoder.section.EncodableSection;
import com.iab.gpp.encoder.section.UsCaV1;
import com.iab.gpp.encoder.section.UsCoV1;
import com.iab.gpp.encoder.section.UsCtV1;
import com.iab.gpp.encoder.section.UsNatV1;
import com.iab.gpp.encoder.section.UsUtV1;
import com.iab.gpp.encoder.section.UsVaV1;
import io.activationgateway.consent.signal.GppSections.Misfit;
import io.activationgateway.consent.signal.SignalAnswer.Flaw;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** The sections of the United States that a GPP string may hold, in version 1 of their layouts. */
enum UsSection {
    NATIONAL(7, 27, true, UsNatV1::new),
    CALIFORNIA(8, 20, true, UsCaV1::new),
    VIRGINIA(9, 17, false, UsVaV1::new),
    COLORADO(10, 16, true, UsCoV1::new),
    UTAH(11, 18, false, UsUtV1::new),
    CONNECTICUT(12, 19, true, UsCtV1::new);

    private static final int VERSION = 1;
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
            checkCore(new Bits(segments[0]));
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
    private void checkCore(Bits core) throws Misfit {
        if (core.read(6) != VERSION) {
            throw new Misfit(Flaw.GPP_SECTION_UNKNOWN);
        }
        for (int i = 0; i < values; i++) {
            if (core.read(2) == UNDEFINED) {
                throw new Misfit(Flaw.GPP_SECTION_BROKEN);
            }
        }
        if (!core.onlyPaddingLeft()) {
            throw new Misfit(Flaw.GPP_SECTION_BROKEN);
        }
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
