package io.activationgateway.gateway.config;

import io.activationgateway.gateway.config.GatewayConfig.Trust;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads the parts of a configuration that say who may change the policy and where it comes from. */
record GovernanceReader(ConfigFile file, Secrets secrets) {

    private static final int MAX_AGE_MINUTES = 1_440;

    /** Resolves a reference to a secret. */
    @FunctionalInterface
    interface Secrets {
        Secret of(String path, Map<?, ?> reference);
    }

    Governance read(Values values) {
        var policy = values.inner("policy");
        var regions = policy.texts("regions");
        return new Governance(
                people(values.inner("people")),
                regions.isEmpty() ? List.of(values.text("region")) : regions,
                policy.number("features", Governance.FEATURES),
                serve(policy),
                follow(policy));
    }

    List<Trust> trust(Values keys) {
        if (!(keys.values().get("policy_trust") instanceof List<?> list)) {
            return List.of();
        }
        var trusted = new ArrayList<Trust>();
        for (int i = 0; i < list.size(); i++) {
            var place = keys.path("policy_trust") + "[" + i + "]";
            trusted.add(
                    list.get(i) instanceof Map<?, ?> map
                            ? new Trust(
                                    file.path(String.valueOf(map.get("file"))),
                                    instant(place + ".from", map.get("from")),
                                    instant(place + ".until", map.get("until")))
                            : Trust.always(file.path(String.valueOf(list.get(i)))));
        }
        return trusted;
    }

    /** What does not go together. */
    static List<String> contradictions(GatewayConfig config) {
        var errors = new ArrayList<String>();
        var governance = config.governance();
        if (governance.follow() != null && (config.keys().policySigner() != null || governance.serve() != null)) {
            errors.add(
                    "policy.follow: this region also has keys.policy_signer or policy.serve (expected: a region either"
                            + " publishes or follows)");
        }
        if (governance.serve() != null && config.keys().policySigner() == null) {
            errors.add(
                    "policy.serve: keys.policy_signer is missing (expected: the key that signs versions and statements)");
        }
        if (!governance.regions().contains(config.region())) {
            errors.add("policy.regions: " + config.region() + " is missing (expected: the own region among them)");
        }
        governance.people().keySet().stream()
                .filter(config.sources()::containsKey)
                .forEach(name -> errors.add("people." + name
                        + ": a source has the same name (expected: another, the records tell them apart by it)"));
        return errors;
    }

    private Map<String, PersonConfig> people(Values people) {
        var all = new LinkedHashMap<String, PersonConfig>();
        for (var name : people.names()) {
            var person = people.inner(name);
            var roles = person.texts("roles");
            all.put(
                    name,
                    new PersonConfig(
                            name,
                            secrets.of(person.path("key"), person.inner("key").values()),
                            Arrays.stream(PolicyRole.values())
                                    .filter(role -> roles.contains(role.wireName()))
                                    .collect(Collectors.toUnmodifiableSet())));
        }
        return all;
    }

    private Governance.@Nullable Serve serve(Values policy) {
        if (!policy.has("serve")) {
            return null;
        }
        var serve = policy.inner("serve");
        return new Governance.Serve(
                serve.text("host", "127.0.0.1"), serve.number("port", 8443), link(serve, "followers"));
    }

    private Governance.@Nullable Follow follow(Values policy) {
        if (!policy.has("follow")) {
            return null;
        }
        var follow = policy.inner("follow");
        return new Governance.Follow(
                follow.texts("urls"),
                link(follow, "authority"),
                Duration.ofMinutes(follow.number("max_age_minutes", MAX_AGE_MINUTES)));
    }

    private Governance.Link link(Values end, String peers) {
        return new Governance.Link(
                file.path(end.text("key")),
                file.path(end.text("certificate")),
                end.texts(peers).stream().map(file::path).toList());
    }

    private static @Nullable Instant instant(String place, @Nullable Object text) {
        if (text == null) {
            return null;
        }
        try {
            return Instant.parse(String.valueOf(text));
        } catch (DateTimeException wrong) {
            throw new ConfigException(place + ": is no instant (expected: such as 2026-12-01T00:00:00Z)");
        }
    }
}
