package io.activationgateway.consent.signal;

import io.activationgateway.consent.signal.GppSections.Misfit;
import io.activationgateway.consent.signal.SignalAnswer.Flaw;
import java.time.Instant;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads IAB GPP strings: the European section as a TCF string, the sections of the United States by their opt-outs. A
 * section that applies and that cannot be judged makes the string unusable. Pure; any thread.
 */
public final class GppSignal {

    private static final int LONGEST = 12_000;
    private static final int TCF_EU = 2;
    private static final int US_PRIVACY = 6;

    /** Notice, opt-out of sale, covered transaction (IAB, U.S. Privacy String). */
    private static final Pattern US_PRIVACY_STRING = Pattern.compile("1[YN-]{3}");

    private GppSignal() {}

    /**
     * What the string says as of an instant.
     *
     * @param sid which sections apply, as {@code gpp_sid} tells; null where nothing tells, so that all do
     * @param optOuts opt-outs that refuse
     * @param tcf what the European section must say; null where it cannot be judged
     */
    public static SignalAnswer read(
            String text, @Nullable String sid, Set<OptOut> optOuts, @Nullable TcfDemand tcf, Instant now) {
        return tell(text, sid, optOuts, tcf, now).answer();
    }

    /** The same with what the European section tells of time; that nobody opted out elsewhere is no consent. */
    static Told tell(String text, @Nullable String sid, Set<OptOut> optOuts, @Nullable TcfDemand tcf, Instant now) {
        if (text.length() > LONGEST) {
            return unusable(Flaw.TOO_LONG);
        }
        try {
            var sections = GppSections.of(text);
            var told = Told.ABSENT;
            for (var section :
                    (sid == null ? sections : sections.applying(sid)).bodies().entrySet()) {
                told = stricter(told, tell(section.getKey(), section.getValue(), optOuts, tcf, now));
            }
            return told;
        } catch (Misfit misfit) {
            return unusable(misfit.flaw());
        }
    }

    private static Told tell(int number, String body, Set<OptOut> optOuts, @Nullable TcfDemand tcf, Instant now) {
        try {
            if (number == TCF_EU && tcf != null) {
                return TcfSignal.tell(body, tcf, now);
            }
            if (number == US_PRIVACY) {
                return Told.noConsent(usPrivacy(body, optOuts));
            }
            return Told.noConsent(UsSection.of(number)
                    .orElseThrow(() -> new Misfit(Flaw.GPP_SECTION_UNKNOWN))
                    .read(body, optOuts));
        } catch (Misfit misfit) {
            return unusable(misfit.flaw());
        }
    }

    private static Told unusable(Flaw flaw) {
        return Told.noConsent(new SignalAnswer.Unusable(flaw));
    }

    private static SignalAnswer usPrivacy(String body, Set<OptOut> optOuts) throws Misfit {
        if (!US_PRIVACY_STRING.matcher(body).matches()) {
            throw new Misfit(Flaw.GPP_SECTION_BROKEN);
        }
        if (!optOuts.contains(OptOut.SALE)) {
            return SignalAnswer.ABSENT;
        }
        return switch (body.charAt(2)) {
            case 'Y' -> SignalAnswer.REFUSES;
            case 'N' -> SignalAnswer.PERMITS;
            default -> SignalAnswer.ABSENT;
        };
    }

    /** A refusal stands whatever else the string says; what cannot be judged stands against a permission. */
    private static Told stricter(Told one, Told other) {
        if (one.answer() instanceof SignalAnswer.Refuses && other.answer() instanceof SignalAnswer.Refuses) {
            // Sections of the United States tell no time, so that the refusal may be younger than either says.
            return Told.noConsent(SignalAnswer.REFUSES);
        }
        int strictness = Integer.compare(strictness(one), strictness(other));
        return strictness > 0 || (strictness == 0 && one.consent()) ? one : other;
    }

    private static int strictness(Told told) {
        return switch (told.answer()) {
            case SignalAnswer.Absent _ -> 0;
            case SignalAnswer.Permits _ -> 1;
            case SignalAnswer.Unusable _ -> 2;
            case SignalAnswer.Refuses _ -> 3;
        };
    }
}
