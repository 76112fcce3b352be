package io.activationgateway.residency.policy;

import java.util.List;

/**
 * What makes a field more than ordinary data.
 *
 * @param tags what makes it special; a field of category {@code SPECIAL} without a tag counts as special in every way
 * @param secrets secrecy beside privacy law
 * @param inferred whether it was concluded rather than told (CJEU C-184/20: it counts all the same); to use it is
 *     profiling (GDPR Art 4(4))
 */
public record Sensitivity(List<SpecialTag> tags, List<Secret> secrets, boolean inferred) {

    /** Ordinary data. */
    public static final Sensitivity NONE = new Sensitivity(List.of(), List.of(), false);

    public Sensitivity {
        tags = List.copyOf(tags);
        secrets = List.copyOf(secrets);
    }
}
