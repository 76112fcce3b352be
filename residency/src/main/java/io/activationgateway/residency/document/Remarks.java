package io.activationgateway.residency.document;

import io.activationgateway.residency.document.PolicyDocuments.Loaded;
import io.activationgateway.residency.policy.FieldCatalogue;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * What is told about a policy when it is saved: rules that never speak or contradict each other, destinations without a
 * mechanism, mechanisms that contradict themselves or lapse soon, purposes that no rule gives a basis, homes that a law
 * does not allow, columns seen in traffic that nobody classified. Pure functions; any thread.
 */
public final class Remarks {

    private Remarks() {}

    /**
     * All of them, in order of place.
     *
     * @param at the legal time from which the days to a lapse count
     * @param unclassified the names of columns that traffic brought and the catalogue does not know
     */
    public static List<Remark> of(Loaded loaded, Instant at, Collection<String> unclassified) {
        return Stream.of(
                        structural(loaded),
                        LapseRemarks.of(loaded, at),
                        RouteRemarks.withoutMechanism(loaded),
                        PurposeRemarks.of(loaded),
                        gaps(loaded, unclassified))
                .flatMap(remarks -> remarks)
                .distinct()
                .sorted()
                .toList();
    }

    /** The warnings alone, in order of place; the parameters as in {@link #of}. */
    public static List<DocumentError> warnings(Loaded loaded, Instant at, Collection<String> unclassified) {
        return of(loaded, at, unclassified).stream()
                .filter(remark -> remark.level() == Remark.Level.WARNING)
                .map(Remark::what)
                .toList();
    }

    /** The errors alone, which depend on no time and no traffic. */
    public static List<DocumentError> errors(Loaded loaded) {
        return Stream.concat(structural(loaded), PurposeRemarks.of(loaded))
                .filter(remark -> remark.level() == Remark.Level.ERROR)
                .map(Remark::what)
                .distinct()
                .sorted()
                .toList();
    }

    private static Stream<Remark> structural(Loaded loaded) {
        return Stream.of(
                        RuleRemarks.of(loaded),
                        MechanismRemarks.of(loaded),
                        RouteRemarks.misfits(loaded),
                        RouteRemarks.homes(loaded))
                .flatMap(remarks -> remarks);
    }

    private static Stream<Remark> gaps(Loaded loaded, Collection<String> unclassified) {
        return loaded.sources()
                .of(FieldCatalogue.class)
                .flatMap(catalogue -> new TreeSet<>(unclassified)
                        .stream()
                                .filter(name -> catalogue.value().number(name) == FieldCatalogue.UNCLASSIFIED)
                                .map(name -> Remark.warning(
                                        catalogue.view().mapping().placeOf("fields"),
                                        "rows bring a column \"" + name + "\" that the catalogue does not know",
                                        "Classify it, or have the sender leave it out; it is dropped until then.")));
    }
}
