package io.activationgateway.residency.oracle;

import io.activationgateway.consent.profile.ConsentProfile;
import io.activationgateway.consent.register.ConsentView;
import io.activationgateway.consent.register.Position;
import io.activationgateway.consent.register.Standing;
import io.activationgateway.residency.document.PolicyDocuments;
import io.activationgateway.residency.document.PolicyDocuments.Loaded;
import io.activationgateway.residency.document.PolicyDocuments.Rejected;
import io.activationgateway.residency.document.PolicyFiles;
import io.activationgateway.residency.policy.FieldCatalogue;
import io.activationgateway.residency.policy.PolicySet;
import io.activationgateway.residency.table.Direction;
import io.activationgateway.residency.table.Home;
import io.activationgateway.residency.table.PolicyTable;
import io.activationgateway.residency.table.Route;
import io.activationgateway.residency.table.Shape;
import io.activationgateway.residency.verdict.Verdict;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A policy read and compiled by the gateway, and asked as screening asks it. */
final class Compiled {

    private final PolicyTable table;
    private final People people = new People();

    private Compiled(PolicyTable table) {
        this.table = table;
    }

    /** @throws AssertionError when the gateway does not take the documents */
    static PolicySet read(RandomPolicy policy) {
        return switch (PolicyDocuments.read(1, PolicyFiles.of(policy.files()))) {
            case Loaded loaded -> loaded.policies();
            case Rejected rejected ->
                throw new AssertionError("policy of seed " + policy.seed() + ": " + rejected.errors());
        };
    }

    static Compiled of(PolicySet policies, Instant asOf) {
        return new Compiled(PolicyTable.compile(policies, asOf));
    }

    /** One that remembers nothing. */
    static Compiled forgetful(PolicySet policies, Instant asOf) {
        return new Compiled(PolicyTable.compile(policies, asOf, 0));
    }

    /** The same policy without one of its laws. */
    static PolicySet without(PolicySet policies, String law) {
        return new PolicySet(
                policies.version(),
                policies.digest(),
                policies.jurisdictions().stream()
                        .filter(one -> !one.name().equals(law))
                        .toList(),
                policies.regions(),
                policies.purposes(),
                policies.catalogue(),
                policies.destinations(),
                policies.rules().stream()
                        .filter(rule -> !rule.jurisdiction().equals(law))
                        .toList(),
                policies.examples());
    }

    /** Until when its answers hold. */
    Instant validUntil() {
        return table.validUntil();
    }

    Verdict decide(Question question) {
        return switch (table.home(question.country(), question.controller())) {
            case Home.Elsewhere(String region, var reason) -> new Verdict.Misdirected(region, reason);
            case Home.Unknown(var reason) -> new Verdict.Withhold(reason, List.of(), List.of());
            case Home.Here() -> judge(question);
        };
    }

    /** The answer on a record for two persons whom its identifiers mean. */
    Verdict decideBoth(Question one, Question other) {
        Verdict first = decide(one);
        // Screening asks no route about a person who is at home elsewhere.
        boolean here = table.home(one.country(), one.controller()) instanceof Home.Here;
        return here ? route(one).combine(first, decide(other)) : first;
    }

    private Verdict judge(Question question) {
        Route route = route(question);
        return route.decide(
                people,
                people.number(question.person()),
                route.laws(question.country()),
                question.age(),
                question.signals(),
                shape(question));
    }

    private Route route(Question question) {
        Route route = table.route(
                question.destination(),
                question.purpose(),
                question.removal() ? Direction.REMOVE : Direction.DISCLOSE,
                question.controller());
        // As screening does: it learns what the record says after it has the route.
        return question.disclosed() ? route.recall() : route;
    }

    private Shape shape(Question question) {
        var shape = new Shape(table.catalogue().size());
        question.columns().stream()
                .mapToInt(table.catalogue()::number)
                .filter(number -> number != FieldCatalogue.UNCLASSIFIED)
                .forEach(shape::add);
        return shape;
    }

    /** A register that knows whoever is asked for. */
    private static final class People implements ConsentView {

        private final Map<ConsentProfile, Integer> numbers = new HashMap<>();
        private final Map<Integer, ConsentProfile> profiles = new HashMap<>();

        int number(@Nullable ConsentProfile person) {
            if (person == null) {
                return UNKNOWN;
            }
            return numbers.computeIfAbsent(person, added -> {
                profiles.put(profiles.size(), added);
                return profiles.size() - 1;
            });
        }

        @Override
        public int generation() {
            return 0;
        }

        @Override
        public int find(int generation, long keyHigh, long keyLow) {
            throw new UnsupportedOperationException();
        }

        @Override
        public ConsentProfile profile(int number) {
            return profiles.getOrDefault(number, ConsentProfile.UNKNOWN);
        }

        @Override
        public int profileCount() {
            return profiles.size();
        }

        @Override
        public Position position() {
            throw new UnsupportedOperationException();
        }

        @Override
        public Standing standing() {
            throw new UnsupportedOperationException();
        }

        @Override
        public Changes changesSince(long mark) {
            throw new UnsupportedOperationException();
        }
    }
}
