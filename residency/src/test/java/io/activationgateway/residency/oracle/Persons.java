package io.activationgateway.residency.oracle;

import io.activationgateway.consent.profile.Cell;
import io.activationgateway.consent.profile.CellState;
import io.activationgateway.consent.profile.Channel;
import io.activationgateway.consent.profile.ConsentProfile;
import io.activationgateway.consent.profile.ConsentState;
import io.activationgateway.consent.profile.Objection;
import io.activationgateway.consent.profile.ObjectionScope;
import io.activationgateway.consent.profile.Permission;
import io.activationgateway.consent.profile.PurposeCode;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** What the register says of a person once the person has said more. */
final class Persons {

    private Persons() {}

    /** As after an objection that is later than every consent; the same person where the purpose is unknown. */
    static ConsentProfile objecting(
            @Nullable ConsentProfile person, RandomPolicy policy, String purpose, ObjectionScope scope) {
        ConsentProfile before = known(person);
        Cell cell = cell(policy, purpose);
        if (cell == null || (scope == ObjectionScope.CHANNEL && cell.channel() == Channel.NONE)) {
            return before;
        }
        var objections = new TreeSet<>(before.objections());
        objections.add(
                new Objection(cell.brand(), scope, scope == ObjectionScope.CHANNEL ? cell.channel() : Channel.NONE));
        return with(before, closing(before.cells()), objections, before.restricted(), before.erased());
    }

    /** As after a withdrawal of one permission for the purpose. */
    static ConsentProfile withdrawing(
            @Nullable ConsentProfile person, RandomPolicy policy, String purpose, Permission permission) {
        ConsentProfile before = known(person);
        Cell cell = cell(policy, purpose);
        if (cell == null) {
            return before;
        }
        var cells = new TreeMap<>(before.cells());
        cells.put(cell, withdrawn(cells.getOrDefault(cell, CellState.UNKNOWN), permission));
        return with(before, cells, before.objections(), before.restricted(), before.erased());
    }

    /** As after an erasure, or a restriction, that is later than every consent. */
    static ConsentProfile closed(@Nullable ConsentProfile person, boolean erased) {
        ConsentProfile before = known(person);
        return with(
                before,
                closing(before.cells()),
                before.objections(),
                before.restricted() || !erased,
                before.erased() || erased);
    }

    static ConsentProfile livingIn(@Nullable ConsentProfile person, @Nullable String country) {
        ConsentProfile before = known(person);
        return new ConsentProfile(
                before.cells(),
                before.objections(),
                before.restricted(),
                before.erased(),
                before.recipientType(),
                before.age(),
                country);
    }

    private static ConsentProfile known(@Nullable ConsentProfile person) {
        return person == null ? ConsentProfile.UNKNOWN : person;
    }

    private static @Nullable Cell cell(RandomPolicy policy, String purpose) {
        return policy.text()
                .find("Purpose", purpose)
                .map(document -> new Cell(
                        document.text("brand"),
                        PurposeCode.valueOf(document.text("code")),
                        Channel.valueOf(document.text("channel"))))
                .orElse(null);
    }

    private static CellState withdrawn(CellState before, Permission permission) {
        var bases = new TreeSet<>(before.bases());
        bases.removeIf(basis -> basis.permission() == permission);
        boolean data = permission == Permission.DATA;
        boolean message = permission == Permission.MESSAGE;
        return new CellState(
                data ? ConsentState.WITHDRAWN : before.data(),
                message ? ConsentState.WITHDRAWN : before.message(),
                permission == Permission.TRANSFER ? ConsentState.WITHDRAWN : before.transfer(),
                bases,
                !message && before.awaitsRegistration(),
                !data && before.reopened());
    }

    /** What is closed anew is reopened nowhere. */
    private static Map<Cell, CellState> closing(Map<Cell, CellState> cells) {
        var closed = new TreeMap<>(cells);
        UnaryOperator<CellState> close = state -> new CellState(
                state.data(), state.message(), state.transfer(), state.bases(), state.awaitsRegistration(), false);
        closed.replaceAll((_, state) -> close.apply(state));
        return closed;
    }

    private static ConsentProfile with(
            ConsentProfile person,
            Map<Cell, CellState> cells,
            Set<Objection> objections,
            boolean restricted,
            boolean erased) {
        return new ConsentProfile(
                cells, objections, restricted, erased, person.recipientType(), person.age(), person.country());
    }
}
