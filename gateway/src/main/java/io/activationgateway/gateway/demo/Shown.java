package io.activationgateway.gateway.demo;

import static java.util.Map.entry;

import io.activationgateway.residency.verdict.Reason;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Which reasons the demonstration shows: all, but for those that a healthy run cannot give. */
final class Shown {

    private static final Map<Reason, String> NOT_SHOWN = new EnumMap<>(Map.ofEntries(
            entry(Reason.STALE_CONSENT, "needs a node that lost its database"),
            entry(Reason.STALE_POLICY, "needs a node that missed a policy version"),
            entry(Reason.ERROR_EVALUATION, "needs a fault inside the gateway"),
            entry(Reason.ERROR_LEDGER, "needs a disk that fails"),
            entry(Reason.ERROR_REGISTER, "needs a database that fails between two renewals of the lease"),
            entry(Reason.VENDOR_UNAVAILABLE, "needs a vendor that cannot be reached at all"),
            entry(Reason.QUEUE_EXPIRED, "needs a day in which nothing was tried"),
            entry(Reason.QUEUE_SUPERSEDED, "needs a vendor that is away until a later record is sent"),
            entry(Reason.CONSENT_VOID, "needs three business days in which nobody enters an approval in İYS"),
            entry(Reason.CONSENT_SIGNAL_MISSING, "no purpose of the sample asks for a signal in every row"),
            entry(
                    Reason.MINIMISATION_REQUIRED_FIELD,
                    "no destination of the sample needs a field that a secret keeps at home"),
            entry(Reason.OBJECTION_SALE, "nobody in the sample lives in California"),
            entry(Reason.RESIDENCY_LOCAL_ONLY, "nobody in the sample lives where the law keeps records at home")));

    private Shown() {}

    /** The codes that are not shown, each with the reason. */
    static Map<Reason, String> exceptions() {
        return NOT_SHOWN;
    }

    /** The codes that should have been among these and were not. */
    static List<String> missing(Collection<Posted> posted) {
        var seen = posted.stream()
                .flatMap(row -> row.result().codes().stream())
                .distinct()
                .toList();
        return Stream.of(Reason.values())
                .filter(reason -> !NOT_SHOWN.containsKey(reason))
                .map(Reason::code)
                .filter(code -> !seen.contains(code))
                .toList();
    }
}
