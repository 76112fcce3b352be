package io.activationgateway.residency.evaluation;

import static java.util.Objects.requireNonNull;

import io.activationgateway.consent.profile.Cell;
import io.activationgateway.consent.profile.CellState;
import io.activationgateway.consent.profile.Channel;
import io.activationgateway.consent.profile.ConsentProfile;
import io.activationgateway.consent.profile.Objection;
import io.activationgateway.consent.profile.ObjectionScope;
import io.activationgateway.consent.profile.PurposeCode;
import io.activationgateway.consent.profile.RecipientType;
import java.util.EnumSet;
import java.util.Set;

/**
 * The part of a consent profile that one purpose looks at.
 *
 * @param objections the scopes of the objections that close the cell; one that a later consent to this very cell has
 *     lifted is not among them
 * @param restricted whether a restriction closes the cell
 * @param erased whether an erasure closes the cell
 * @param profiling the permission to profile the person for the cell's brand; {@link CellState#UNKNOWN} where an
 *     objection, a restriction or an erasure closes it
 */
public record Facet(
        CellState cell,
        Set<ObjectionScope> objections,
        boolean restricted,
        boolean erased,
        RecipientType recipientType,
        CellState profiling) {

    public Facet {
        requireNonNull(cell, "cell");
        objections = Set.copyOf(objections);
        requireNonNull(recipientType, "recipientType");
        requireNonNull(profiling, "profiling");
    }

    /** What a purpose with this cell sees of the profile. */
    public static Facet of(ConsentProfile profile, Cell cell) {
        var closing = EnumSet.noneOf(ObjectionScope.class);
        if (profile.isObjected(cell)) {
            profile.objections().stream()
                    .filter(objection -> objection.covers(cell))
                    .map(Objection::scope)
                    .forEach(closing::add);
        }
        return new Facet(
                profile.cell(cell),
                closing,
                profile.isRestricted(cell),
                profile.isErased(cell),
                profile.recipientType(),
                profiling(profile, new Cell(cell.brand(), PurposeCode.PROFILING, Channel.NONE)));
    }

    private static CellState profiling(ConsentProfile profile, Cell cell) {
        boolean closed = profile.isObjected(cell) || profile.isRestricted(cell) || profile.isErased(cell);
        return closed ? CellState.UNKNOWN : profile.cell(cell);
    }
}
