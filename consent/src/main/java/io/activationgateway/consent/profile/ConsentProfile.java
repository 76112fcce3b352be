package io.activationgateway.consent.profile;

import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * All that decides for a subject, as one immutable value. It holds no times and no identifiers, so that millions of
 * subjects share few profiles. Safe on any thread.
 *
 * @param cells the permissions per brand, purpose and channel, ascending; a cell that is missing is
 *     {@link CellState#UNKNOWN}
 * @param objections standing objections (GDPR Art 21), ascending; ask {@link #isObjected} whether one closes a cell
 * @param restricted whether processing is restricted (GDPR Art 18); ask {@link #isRestricted} whether that closes a cell
 * @param erased whether the subject was erased (GDPR Art 17, KVKK Art 7); ask {@link #isErased} whether that closes a cell
 * @param recipientType as message law sees the recipient
 * @param age the band of the subject's age as the register knows it
 * @param country the ISO 3166 code of the subject's home jurisdiction, such as DE or US-CA; null where nobody told
 */
public record ConsentProfile(
        Map<Cell, CellState> cells,
        Set<Objection> objections,
        boolean restricted,
        boolean erased,
        RecipientType recipientType,
        AgeBand age,
        @Nullable String country) {

    /** The profile of somebody the register never heard of. */
    public static final ConsentProfile UNKNOWN =
            new ConsentProfile(Map.of(), Set.of(), false, false, RecipientType.INDIVIDUAL, AgeBand.UNKNOWN, null);

    public ConsentProfile {
        cells = CellMap.copyOf(cells);
        objections = ObjectionSet.copyOf(objections);
    }

    /** An equal profile that shares with others what they have in common, for who keeps many. */
    public ConsentProfile sharing(SharedParts parts) {
        return new ConsentProfile(
                CellMap.copyOf(cells).sharing(parts),
                parts.shared(objections),
                restricted,
                erased,
                recipientType,
                age,
                country == null ? null : parts.shared(country));
    }

    /** The state of a cell, {@link CellState#UNKNOWN} where nobody spoke of it. */
    public CellState cell(Cell cell) {
        return cells.getOrDefault(cell, CellState.UNKNOWN);
    }

    /**
     * Whether an objection closes the cell. One that an explicit, later consent to this very cell has reopened stays in
     * {@link #objections()}, where it goes on closing the others, and does not count here.
     */
    public boolean isObjected(Cell cell) {
        return !isReopened(cell) && objections.stream().anyMatch(objection -> objection.covers(cell));
    }

    /** Whether a restriction closes the cell (GDPR Art 18(2)): all of them, but for what was consented to since. */
    public boolean isRestricted(Cell cell) {
        return restricted && !isReopened(cell);
    }

    /** Whether an erasure closes the cell: all of them, but for what the person who came back consented to since. */
    public boolean isErased(Cell cell) {
        return erased && !isReopened(cell);
    }

    private boolean isReopened(Cell cell) {
        return cell(cell).reopened();
    }
}
