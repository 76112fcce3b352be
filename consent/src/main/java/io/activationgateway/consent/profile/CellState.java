package io.activationgateway.consent.profile;

import static java.util.Objects.requireNonNull;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The permissions of one cell.
 *
 * @param data whether the data may be used for the cell's purpose
 * @param message the message approval (Law 6563 Art 6(1)), {@code UNKNOWN} where nobody asked
 * @param transfer the consent to a transfer after the risks were told (GDPR Art 49(1)(a), KVKK Art 9(6)(a))
 * @param bases every legal basis on which something in this cell stands granted; a permission is {@code GRANTED} exactly
 *     where one of its bases is here
 * @param awaitsRegistration whether a message approval was taken that the Turkish registry (İYS) does not know yet and
 *     still may in time; it permits nothing, so that {@code message} is not {@code GRANTED} then
 * @param reopened whether an objection, a restriction or an erasure closed this cell and a consent to this very cell,
 *     later than each of them, lifts them here; {@code bases} for the data then holds only what was granted after them.
 *     Implies that {@code data} is {@code GRANTED}
 */
public record CellState(
        ConsentState data,
        ConsentState message,
        ConsentState transfer,
        SortedSet<LegalBasis> bases,
        boolean awaitsRegistration,
        boolean reopened) {

    /** The state of a cell nobody spoke of. */
    public static final CellState UNKNOWN =
            new CellState(ConsentState.UNKNOWN, null, ConsentState.UNKNOWN, ConsentState.UNKNOWN);

    public CellState {
        bases = Collections.unmodifiableSortedSet(new TreeSet<>(bases));
        check(Permission.DATA, requireNonNull(data, "data"), bases);
        check(Permission.MESSAGE, requireNonNull(message, "message"), bases);
        check(Permission.TRANSFER, requireNonNull(transfer, "transfer"), bases);
        if (awaitsRegistration && message == ConsentState.GRANTED) {
            throw new IllegalArgumentException("cell state: message is GRANTED and awaits its registration (expected:"
                    + " a message that is granted otherwise awaits nothing)");
        }
        if (reopened && bases.stream().noneMatch(LegalBasis::reopens)) {
            throw new IllegalArgumentException(
                    "cell state: reopened on " + bases + " (expected: CONSENT or EXPLICIT_CONSENT among the bases)");
        }
    }

    /** A cell that nothing closes, with one basis for the data and the usual ones for the other permissions. */
    public CellState(ConsentState data, @Nullable LegalBasis basis, ConsentState message, ConsentState transfer) {
        this(data, message, transfer, usual(basis, message, transfer), false, false);
    }

    /**
     * The strongest basis of a granted {@code data}, null otherwise: an explicit consent before a consent, what the
     * person gave before what the sender claims.
     */
    public @Nullable LegalBasis basis() {
        if (bases.contains(LegalBasis.EXPLICIT_CONSENT)) {
            return LegalBasis.EXPLICIT_CONSENT;
        }
        return bases.stream()
                .filter(basis -> basis.permission() == Permission.DATA)
                .findFirst()
                .orElse(null);
    }

    /** Whether something in this cell stands granted on {@code basis}. */
    public boolean has(LegalBasis basis) {
        return bases.contains(basis);
    }

    /** The state of one permission. */
    public ConsentState state(Permission permission) {
        return switch (permission) {
            case DATA -> data;
            case MESSAGE -> message;
            case TRANSFER -> transfer;
        };
    }

    private static void check(Permission permission, ConsentState state, Set<LegalBasis> bases) {
        boolean based = bases.stream().anyMatch(basis -> basis.permission() == permission);
        if (based != (state == ConsentState.GRANTED)) {
            throw new IllegalArgumentException("cell state: " + permission + " is " + state + " beside the bases "
                    + bases + " (expected: a basis of a permission exactly where it is GRANTED)");
        }
    }

    private static SortedSet<LegalBasis> usual(
            @Nullable LegalBasis basis, ConsentState message, ConsentState transfer) {
        var bases = EnumSet.noneOf(LegalBasis.class);
        if (basis != null) {
            bases.add(basis);
        }
        if (message == ConsentState.GRANTED) {
            bases.add(LegalBasis.MSG_APPROVAL_IYS);
        }
        if (transfer == ConsentState.GRANTED) {
            bases.add(LegalBasis.TRANSFER_CONSENT);
        }
        return new TreeSet<>(bases);
    }
}
