package io.activationgateway.connectors.sandbox;

import static java.util.Objects.requireNonNull;

import io.activationgateway.connectors.Settings;
import java.time.InstantSource;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * An Iterable project.
 *
 * @param project how it knows people
 * @param everybodyKnown whether list calls find people that no upsert created
 * @param forgotten identifiers (user ids, e-mail addresses in lower case) that were told to be forgotten
 */
public record SimulatedIterable(
        String destination, String apiKey, ProjectType project, boolean everybodyKnown, Set<String> forgotten)
        implements SimulatedVendor {

    /** How a project knows people. */
    public enum ProjectType {
        USER_ID,
        HYBRID,
        EMAIL
    }

    public SimulatedIterable {
        requireNonNull(destination, "destination");
        requireNonNull(apiKey, "apiKey");
        requireNonNull(project, "project");
        forgotten = Set.copyOf(forgotten);
    }

    /** The other side of a configured destination. */
    static SimulatedIterable of(String destination, Settings settings) {
        return new SimulatedIterable(destination, settings.text("api_key"), project(settings), false, Set.of());
    }

    /** As the vendor sets projects up, and as its connector takes it: by user id in the EU, by e-mail in the US. */
    private static ProjectType project(Settings settings) {
        var usual = settings.text("region").equals("eu") ? "user-id" : "email";
        return switch (settings.choice("project", usual, Set.of("user-id", "hybrid", "email"))) {
            case "user-id" -> ProjectType.USER_ID;
            case "hybrid" -> ProjectType.HYBRID;
            default -> ProjectType.EMAIL;
        };
    }

    @Override
    public Simulation play(InstantSource clock, LongSupplier ticker) {
        return new IterableSimulation(this, ticker);
    }

    @Override
    public String toString() {
        return "SimulatedIterable[" + destination + "]";
    }
}
