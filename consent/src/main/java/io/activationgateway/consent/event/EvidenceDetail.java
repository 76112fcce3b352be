package io.activationgateway.consent.event;

import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.IllformedLocaleException;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What evidence may hold beyond notice, method, source and place (ISO/IEC TS 27560; GDPR Art 7(1), 8(1)). Each is a text
 * with a normal form of its own.
 */
public enum EvidenceDetail {
    /** The SHA-256 of the notice as it was shown. */
    NOTICE_HASH("notice_hash", "the SHA-256 of the notice as it was shown, 64 hexadecimal digits"),
    /** In which language. */
    LANGUAGE("language", "a language tag such as de or tr-TR, BCP 47"),
    /** Where the words beside the box, or those that were read out, are kept. */
    WORDING("wording", "a reference to the words that were shown, up to 256 characters"),
    /** When the message with the link went out, of a double opt-in. */
    OPT_IN_REQUESTED("opt_in_requested", "a time with its offset, such as 2026-05-01T10:00:00Z"),
    /** When the person followed the link, of a double opt-in. */
    OPT_IN_CONFIRMED("opt_in_confirmed", "a time with its offset, such as 2026-05-01T10:00:00Z"),
    /** By what means it was collected. */
    MEDIUM("medium", "one of WEB, APP, DEVICE, MESSAGE, CALL, PAPER, IN_PERSON"),
    /** The id of a receipt, recording or scan that the sender keeps. */
    PROOF("proof", "the id of a receipt, recording or scan, up to 256 characters"),
    /** Who gave it. */
    GIVEN_BY("given_by", "one of SUBJECT, PARENT, REPRESENTATIVE");

    private static final int LONGEST = 256;
    private static final int DIGITS = 64;
    private static final int FIRST_YEAR = 1900;
    private static final int LAST_YEAR = 9999;

    private final String wireName;
    private final String expected;

    EvidenceDetail(String wireName, String expected) {
        this.wireName = wireName;
        this.expected = expected;
    }

    /** By what means a choice was collected. */
    private enum Medium {
        WEB,
        APP,
        DEVICE,
        MESSAGE,
        CALL,
        PAPER,
        IN_PERSON
    }

    /** The name in requests, exports, configurations and in the database. */
    public String wireName() {
        return wireName;
    }

    /** What to send, for an error. */
    public String expected() {
        return expected;
    }

    /** The detail of that name. */
    public static Optional<EvidenceDetail> named(String wireName) {
        return Arrays.stream(values())
                .filter(detail -> detail.wireName.equals(wireName))
                .findFirst();
    }

    /** The form in which the value is kept; empty where it is none. */
    public Optional<String> normal(String raw) {
        var text = raw.strip();
        return switch (this) {
            case NOTICE_HASH -> hash(text.toLowerCase(Locale.ROOT));
            case LANGUAGE -> language(text);
            case WORDING, PROOF -> Optional.of(text).filter(each -> !each.isEmpty() && each.length() <= LONGEST);
            case OPT_IN_REQUESTED, OPT_IN_CONFIRMED -> time(text);
            case MEDIUM -> constant(text, Medium.values());
            case GIVEN_BY -> constant(text, GivenBy.values());
        };
    }

    private static Optional<String> hash(String digits) {
        return Optional.of(digits)
                .filter(each -> each.length() == DIGITS && each.chars().allMatch(HexFormat::isHexDigit));
    }

    private static Optional<String> language(String tag) {
        try {
            var locale = new Locale.Builder().setLanguageTag(tag).build();
            return Optional.of(locale.toLanguageTag())
                    .filter(_ -> !locale.getLanguage().isEmpty());
        } catch (IllformedLocaleException none) {
            return Optional.empty();
        }
    }

    private static Optional<String> time(String text) {
        try {
            var time = OffsetDateTime.parse(text);
            return time.getYear() < FIRST_YEAR || time.getYear() > LAST_YEAR
                    ? Optional.empty()
                    : Optional.of(time.toInstant().toString());
        } catch (DateTimeException none) {
            return Optional.empty();
        }
    }

    private static Optional<String> constant(String text, Enum<?>[] allowed) {
        return Arrays.stream(allowed)
                        .map(Enum::name)
                        .collect(Collectors.toSet())
                        .contains(text)
                ? Optional.of(text)
                : Optional.empty();
    }
}
