package io.activationgateway.gateway.optout;

import io.activationgateway.connectors.Operation;
import io.activationgateway.consent.event.Change;
import io.activationgateway.consent.event.Effect;
import io.activationgateway.consent.event.RecordedEvent;
import io.activationgateway.consent.profile.Cell;
import io.activationgateway.consent.profile.Channel;
import io.activationgateway.consent.profile.ConsentProfile;
import io.activationgateway.consent.profile.ConsentState;
import io.activationgateway.consent.profile.ObjectionScope;
import io.activationgateway.consent.profile.Permission;
import io.activationgateway.consent.profile.PurposeCode;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * What a destination is to be told of an event. A withdrawal is an unsubscription from each channel that it closes there;
 * an objection to all direct marketing, and a restriction, is a suppression where the vendor has one; an erasure is an
 * erasure. None stands in for another. Pure.
 */
final class Acts {

    private Acts() {}

    /**
     * The acts that an event asks for at a destination to which the person was sent; none where it does not touch it.
     *
     * @param suppresses whether the destination can suppress
     * @param cells what the purposes for which people are sent there look at
     */
    static Set<Act> of(RecordedEvent event, Effect effect, boolean suppresses, Set<Cell> cells) {
        if (event.change() instanceof Change.Erased) {
            return Set.of(Act.ERASE);
        }
        if (!(effect instanceof Effect.Applied)) {
            return Set.of();
        }
        return switch (event.change()) {
            case Change.Erased _ -> Set.of(Act.ERASE);
            case Change.Restricted _ -> everything(suppresses, cells, _ -> true);
            case Change.Objected(var objection) ->
                objection.scope() == ObjectionScope.ALL_DM
                        ? everything(suppresses, cells, objection::covers)
                        : unsubscriptions(cells, objection::covers);
            case Change.Withdrawn withdrawn -> unsubscriptions(cells, withdrawn::covers);
            case Change.Choice choice
            when choice.closes() && isOfUse(choice) -> unsubscriptions(cells, choice.cell()::equals);
            case Change.Choice _,
                    Change.RestrictionLifted _,
                    Change.RecipientTold _,
                    Change.Born _,
                    Change.BirthErased _ -> Set.of();
        };
    }

    /** Whether an act that waits is no longer wanted: all that it would close is open again by later consents. */
    static boolean isReversed(Act act, ConsentProfile profile, Set<Cell> cells) {
        if (act.operation() == Operation.ERASE) {
            return false;
        }
        var closed = cells.stream()
                .filter(cell -> act.operation() == Operation.SUPPRESS
                        ? speaksTo(cell)
                        : speaksTo(cell) && cell.channel() == act.channel())
                .toList();
        return !closed.isEmpty() && closed.stream().allMatch(cell -> isOpen(cell, profile));
    }

    private static boolean isOpen(Cell cell, ConsentProfile profile) {
        return profile.cell(cell).data() == ConsentState.GRANTED
                && !profile.isObjected(cell)
                && !profile.isRestricted(cell)
                && !profile.isErased(cell);
    }

    /** A consent to a transfer that is taken back ends transfers, and says nothing about messages. */
    private static boolean isOfUse(Change.Choice choice) {
        return choice.speaksOf(Permission.DATA) || choice.speaksOf(Permission.MESSAGE);
    }

    private static Set<Act> everything(boolean suppresses, Set<Cell> cells, Predicate<Cell> covered) {
        if (cells.stream().noneMatch(covered)) {
            return Set.of();
        }
        return suppresses ? Set.of(Act.SUPPRESS) : unsubscriptions(cells, covered);
    }

    /** Profiling and measuring end without a word to the person: no vendor has an act for that, which must be seen. */
    private static Set<Act> unsubscriptions(Set<Cell> cells, Predicate<Cell> covered) {
        return cells.stream()
                .filter(covered)
                .map(cell -> speaksTo(cell) ? cell.channel() : Channel.NONE)
                .map(Act::unsubscribe)
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private static boolean speaksTo(Cell cell) {
        return cell.purpose() == PurposeCode.DIRECT_MARKETING || cell.purpose() == PurposeCode.AD_TARGETING;
    }
}
