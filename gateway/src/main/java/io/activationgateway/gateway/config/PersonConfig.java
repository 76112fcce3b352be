package io.activationgateway.gateway.config;

import static java.util.Objects.requireNonNull;

import java.util.Set;

/**
 * Somebody who cares for the region's policy.
 *
 * @param name under which drafts, approvals and the audit trail keep what the person did; a name of work, not more
 * @param key what the person proves itself with
 */
public record PersonConfig(String name, Secret key, Set<PolicyRole> roles) {

    public PersonConfig {
        requireNonNull(name, "name");
        requireNonNull(key, "key");
        roles = Set.copyOf(roles);
    }

    /** Whether the person has one of these roles. */
    public boolean isAny(PolicyRole... asked) {
        for (var role : asked) {
            if (roles.contains(role)) {
                return true;
            }
        }
        return false;
    }
}
