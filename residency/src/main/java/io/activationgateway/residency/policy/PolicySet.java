package io.activationgateway.residency.policy;

import static java.util.Objects.requireNonNull;

import java.util.HashSet;
import java.util.List;

/**
 * All documents of one policy version.
 *
 * @param version only grows
 * @param digest {@code sha256:} and the hex digest over the canonical bytes of the bundle
 * @param catalogue the one list of columns
 */
public record PolicySet(
        long version,
        String digest,
        List<Jurisdiction> jurisdictions,
        List<Region> regions,
        List<Purpose> purposes,
        FieldCatalogue catalogue,
        List<Destination> destinations,
        List<TransferRule> rules,
        List<Example> examples) {

    /** @throws IllegalArgumentException when two documents of a kind, or two controllers, share a name */
    public PolicySet {
        requireNonNull(digest, "digest");
        requireNonNull(catalogue, "catalogue");
        jurisdictions = unique("jurisdiction", jurisdictions);
        regions = unique("region", regions);
        purposes = unique("purpose", purposes);
        destinations = unique("destination", destinations);
        rules = unique("rule", rules);
        examples = unique("example", examples);
        var controllers = new HashSet<String>();
        for (Region region : regions) {
            for (Controller controller : region.controllers()) {
                if (!controllers.add(controller.name())) {
                    throw new IllegalArgumentException("controller " + controller.name() + " in region " + region.name()
                            + " stands elsewhere too (expected: in one region)");
                }
            }
        }
    }

    private static <D extends PolicyDocument> List<D> unique(String kind, List<D> documents) {
        var names = new HashSet<String>();
        for (D document : documents) {
            if (!names.add(document.name())) {
                throw new IllegalArgumentException(kind + " " + document.name() + " twice (expected: once)");
            }
        }
        return List.copyOf(documents);
    }
}
