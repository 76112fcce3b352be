package io.activationgateway.gateway.api;

import io.activationgateway.gateway.config.PersonConfig;
import io.activationgateway.gateway.config.PolicyRole;
import io.vertx.core.http.HttpServerRequest;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** Knows the people who care for the policy by their keys; looked up by digest like those of sources. */
final class PeopleKeys {

    private final Map<String, PersonConfig> byDigest = new HashMap<>();

    PeopleKeys(Collection<PersonConfig> people) {
        for (var person : people) {
            if (byDigest.put(SourceKeys.digest(person.key().value()), person) != null) {
                throw new IllegalArgumentException(
                        "people." + person.name() + ".key: another person has the same key (expected: one of its own)");
            }
        }
    }

    /** The person of a request, who must have one of these roles; any where none is named. */
    PersonConfig authenticate(HttpServerRequest request, PolicyRole... roles) {
        var key = SourceKeys.bearer(request);
        var person = key == null ? null : byDigest.get(SourceKeys.digest(key));
        if (person == null) {
            throw new ProblemException(Problems.unknownPerson());
        }
        if (roles.length > 0 && !person.isAny(roles)) {
            throw new ProblemException(
                    Problems.role(Arrays.stream(roles).map(PolicyRole::wireName).collect(Collectors.joining(" or "))));
        }
        return person;
    }
}
