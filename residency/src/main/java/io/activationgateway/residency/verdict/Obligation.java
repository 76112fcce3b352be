package io.activationgateway.residency.verdict;

import static java.util.Objects.requireNonNull;

import java.util.Locale;

/**
 * A duty that comes with a verdict, such as an opt-out link in the message.
 *
 * @param argument what the duty is about (a field, a date), empty where it needs none
 */
public record Obligation(Kind kind, String argument) {

    public Obligation {
        requireNonNull(kind, "kind");
        requireNonNull(argument, "argument");
    }

    public static Obligation of(Kind kind) {
        return new Obligation(kind, "");
    }

    /** The code used in answers, such as {@code add-opt-out} or {@code notify-authority(2026-11-25)}. */
    public String code() {
        return argument.isEmpty() ? kind.code : kind.code + "(" + argument + ")";
    }

    /** The duties that the law packs know. */
    public enum Kind {
        REDACT,
        PSEUDONYMISE,
        GENERALISE,
        AGGREGATE,
        TRUNCATE_IP,
        ADD_OPT_OUT,
        ADD_SENDER_ID,
        NO_PROMO,
        PROPAGATE_ERASURE,
        PROPAGATE_RESTRICTION,
        REPORT_RET_IYS,
        NOTIFY_AUTHORITY,
        RISK_LATE_NOTIFICATION,
        LEGAL_REVIEW,
        LOG_DISCLOSURE,
        LIMIT_RETENTION,
        FORBID_ONWARD;

        private final String code = name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
