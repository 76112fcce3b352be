package io.activationgateway.consent.profile;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/**
 * The permissions of one cell.
 *
 * @param data whether the data may be used for the cell's purpose
 * @param basis the legal basis of a granted {@code data}, null otherwise
 * @param message the message approval (Law 6563 Art 6(1)), {@code UNKNOWN} where nobody asked
 * @param transfer the consent to a transfer after the risks were told (GDPR Art 49(1)(a), KVKK Art 9(6)(a))
 */
public record CellState(ConsentState data, @Nullable LegalBasis basis, ConsentState message, ConsentState transfer) {

    /** The state of a cell nobody spoke of. */
    public static final CellState UNKNOWN =
            new CellState(ConsentState.UNKNOWN, null, ConsentState.UNKNOWN, ConsentState.UNKNOWN);

    public CellState {
        requireNonNull(data, "data");
        requireNonNull(message, "message");
        requireNonNull(transfer, "transfer");
        if ((basis != null) != (data == ConsentState.GRANTED)) {
            throw new IllegalArgumentException("cell state: basis " + basis + " beside " + data
                    + " (expected: a basis exactly where data is GRANTED)");
        }
    }
}
