package io.activationgateway.residency.explanation;

import java.util.Arrays;
import java.util.Optional;

/** The languages that explanations are written in. */
public enum Language {
    ENGLISH("en"),
    TURKISH("tr");

    private final String tag;

    Language(String tag) {
        this.tag = tag;
    }

    /** The language of a tag such as {@code en} (RFC 5646), where there is one. */
    public static Optional<Language> ofTag(String tag) {
        return Arrays.stream(values())
                .filter(language -> language.tag.equals(tag))
                .findFirst();
    }

    /** Two letters. */
    public String tag() {
        return tag;
    }
}
