package io.activationgateway.residency.oracle;

import io.activationgateway.consent.profile.Cell;
import io.activationgateway.consent.profile.CellState;
import io.activationgateway.consent.profile.Channel;
import io.activationgateway.consent.profile.ConsentProfile;
import io.activationgateway.consent.profile.LegalBasis;
import io.activationgateway.consent.profile.Objection;
import io.activationgateway.consent.profile.PurposeCode;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What the register says of a person to one purpose.
 *
 * @param cell the permissions for brand, purpose and channel
 * @param profiling the permission to profile the person for the brand
 * @param bases on which something in the cell stands granted, and those of the profiling
 * @param objections those that close the cell
 */
record Known(
        CellState cell,
        CellState profiling,
        Set<String> bases,
        Set<String> profilingBases,
        Set<String> objections,
        boolean restricted,
        boolean erased,
        String recipientType) {

    static Known of(@Nullable ConsentProfile person, Sheet purpose) {
        if (person == null) {
            return of(ConsentProfile.UNKNOWN, purpose);
        }
        var cell = new Cell(
                purpose.text("brand"),
                PurposeCode.valueOf(purpose.text("code")),
                Channel.valueOf(purpose.text("channel")));
        CellState asked = state(person, cell);
        // A consent to this very cell, later than what closed it, lifts that here and nowhere else.
        boolean closes = !asked.reopened();
        CellState profiling = profiling(person, new Cell(cell.brand(), PurposeCode.PROFILING, Channel.NONE));
        return new Known(
                asked,
                profiling,
                names(asked.bases()),
                names(profiling.bases()),
                closes ? objections(person, cell) : Set.of(),
                closes && person.restricted(),
                closes && person.erased(),
                person.recipientType().name());
    }

    private static CellState state(ConsentProfile person, Cell cell) {
        return person.cells().getOrDefault(cell, CellState.UNKNOWN);
    }

    private static CellState profiling(ConsentProfile person, Cell cell) {
        CellState state = state(person, cell);
        boolean closed = person.restricted()
                || person.erased()
                || !objections(person, cell).isEmpty();
        return closed && !state.reopened() ? CellState.UNKNOWN : state;
    }

    private static Set<String> objections(ConsentProfile person, Cell cell) {
        var closing = new TreeSet<String>();
        for (Objection objection : person.objections()) {
            if (objection.brand().equals(cell.brand()) && closes(objection, cell)) {
                closing.add(objection.scope().name());
            }
        }
        return closing;
    }

    private static Set<String> names(Collection<LegalBasis> bases) {
        return bases.stream().map(LegalBasis::name).collect(Collectors.toSet());
    }

    /** Marketing stops, and the profiling that feeds it (GDPR Art 21(2)); messages about a service go on. */
    private static boolean closes(Objection objection, Cell cell) {
        boolean marketing = cell.purpose() == PurposeCode.DIRECT_MARKETING;
        boolean profiling = cell.purpose() == PurposeCode.PROFILING || cell.purpose() == PurposeCode.AD_TARGETING;
        return switch (objection.scope()) {
            case ALL_DM -> marketing || profiling;
            case PROFILING -> profiling;
            case CHANNEL -> (marketing || profiling) && objection.channel() == cell.channel();
        };
    }
}
