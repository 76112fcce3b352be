package io.activationgateway.residency.table;

import io.activationgateway.consent.calendar.BusinessCalendar;
import io.activationgateway.residency.evaluation.Evaluator;
import io.activationgateway.residency.evaluation.Way;
import io.activationgateway.residency.policy.Controller;
import io.activationgateway.residency.policy.Destination;
import io.activationgateway.residency.policy.FieldCatalogue;
import io.activationgateway.residency.policy.Jurisdiction;
import io.activationgateway.residency.policy.LawFamily;
import io.activationgateway.residency.policy.PolicyDocument;
import io.activationgateway.residency.policy.PolicySet;
import io.activationgateway.residency.policy.Purpose;
import io.activationgateway.residency.policy.Region;
import io.activationgateway.residency.verdict.Finding;
import io.activationgateway.residency.verdict.Reason;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One policy version compiled for decisions as of one instant. What it answers never changes; it remembers verdicts so
 * that a decision is a look-up afterwards. It reads no clock: its user compiles it anew at {@link #validUntil()}. Safe
 * on any thread.
 */
public final class PolicyTable {

    /** How many verdicts a table remembers unless told otherwise, over all its routes. */
    public static final int REMEMBERED = 100_000;

    private final PolicySet policies;
    private final Evaluator evaluator;
    private final Instant validUntil;
    private final Homes homes;
    private final Map<String, Destination> destinations;
    private final Map<String, Purpose> purposes;
    private final Map<String, Controller> controllers;
    private final Map<String, String> recordedIn = new HashMap<>();
    private final Map<String, Facets> facets;
    private final Map<RouteKey, Route> routes = new ConcurrentHashMap<>();
    private final AtomicInteger room;

    private PolicyTable(PolicySet policies, Evaluator evaluator, int remembered) {
        this.policies = policies;
        this.evaluator = evaluator;
        this.validUntil = evaluator.validUntil();
        this.homes = new Homes(policies, evaluator);
        this.destinations = byName(policies.destinations());
        this.purposes = byName(policies.purposes());
        this.controllers = policies.regions().stream()
                .map(Region::controllers)
                .flatMap(List::stream)
                .collect(Collectors.toUnmodifiableMap(Controller::name, Function.identity()));
        policies.regions()
                .forEach(region -> region.controllers()
                        .forEach(controller -> recordedIn.put(controller.name(), region.country())));
        this.facets = policies.purposes().stream()
                .collect(Collectors.toUnmodifiableMap(
                        Purpose::name, purpose -> new Facets(purpose.cell(), evaluator.laws())));
        this.room = new AtomicInteger(remembered);
    }

    /**
     * The table of a policy as of an instant.
     *
     * @throws IllegalArgumentException when a rule names a jurisdiction that the policy does not hold
     */
    public static PolicyTable compile(PolicySet policies, Instant asOf) {
        return compile(policies, asOf, REMEMBERED);
    }

    /**
     * The table of a policy as of an instant.
     *
     * @param remembered how many verdicts to remember at most; what is beyond is evaluated each time
     * @throws IllegalArgumentException when a rule names a jurisdiction that the policy does not hold
     */
    public static PolicyTable compile(PolicySet policies, Instant asOf, int remembered) {
        return new PolicyTable(policies, new Evaluator(policies, asOf), remembered);
    }

    /** The same policy version compiled for another instant; it shares no memory with this. Too slow for an event loop. */
    public PolicyTable asOf(Instant at) {
        return compile(policies, at);
    }

    public long version() {
        return policies.version();
    }

    /** {@code sha256:} and the hex digest over the canonical bytes of the bundle. */
    public String digest() {
        return policies.digest();
    }

    /** The next instant at which a dated fact changes, {@link Instant#MAX} if none; the table is not used from then on. */
    public Instant validUntil() {
        return validUntil;
    }

    public FieldCatalogue catalogue() {
        return policies.catalogue();
    }

    /** Where the record of a person of this country belongs, seen from the controller's region. */
    public Home home(@Nullable String country, String controller) {
        return homes.home(country, controller);
    }

    /** The business days that a family of law counts, where the policy holds a pack of it that counts any. */
    public Optional<BusinessCalendar> calendar(LawFamily family) {
        return policies.jurisdictions().stream()
                .filter(law -> law.family() == family)
                .map(Jurisdiction::calendar)
                .flatMap(Stream::ofNullable)
                .findFirst();
    }

    public Optional<Destination> destination(String name) {
        return Optional.ofNullable(destinations.get(name));
    }

    public Optional<Purpose> purpose(String name) {
        return Optional.ofNullable(purposes.get(name));
    }

    /**
     * The decisions for one way of the data; fetched once per batch. A name that the policy does not know gives a route
     * that withholds everything and says which name it is.
     */
    public Route route(String destination, String purpose, Direction direction, String controller) {
        var key = new RouteKey(destination, purpose, direction, controller);
        Route known = routes.get(key);
        if (known != null) {
            return known;
        }
        List<Finding> gaps = gaps(key);
        // Names nobody configured must not fill the memory.
        return gaps.isEmpty() ? routes.computeIfAbsent(key, this::open) : new ClosedRoute(purpose(purpose), gaps);
    }

    private Route open(RouteKey key) {
        var way = new Way(
                known(recordedIn, key.controller()),
                known(controllers, key.controller()),
                known(destinations, key.destination()),
                known(purposes, key.purpose()),
                key.direction() != Direction.DISCLOSE,
                key.direction() == Direction.RECALL);
        var recall = key.direction() == Direction.REMOVE ? open(key.recall()) : null;
        return new OpenRoute(way, evaluator, known(facets, key.purpose()), new Memory(room), recall);
    }

    private List<Finding> gaps(RouteKey key) {
        var gaps = new ArrayList<Finding>();
        if (!destinations.containsKey(key.destination())) {
            gaps.add(Reason.GAP_DESTINATION.finding(false));
        }
        if (!purposes.containsKey(key.purpose())) {
            gaps.add(Reason.GAP_PURPOSE.finding(false));
        }
        if (!controllers.containsKey(key.controller())) {
            gaps.add(Reason.GAP_CONTROLLER.finding(false));
        }
        return gaps;
    }

    private static <V> V known(Map<String, V> byName, String name) {
        V found = byName.get(name);
        if (found == null) {
            throw new IllegalStateException("no document \"" + name + "\"");
        }
        return found;
    }

    private static <D extends PolicyDocument> Map<String, D> byName(Collection<D> documents) {
        return documents.stream().collect(Collectors.toUnmodifiableMap(PolicyDocument::name, Function.identity()));
    }

    private record RouteKey(String destination, String purpose, Direction direction, String controller) {

        RouteKey recall() {
            return new RouteKey(destination, purpose, Direction.RECALL, controller);
        }
    }
}
