package io.activationgateway.consent.event;

import static java.util.Objects.requireNonNull;

import io.activationgateway.consent.profile.Cell;
import io.activationgateway.consent.profile.ConsentState;
import io.activationgateway.consent.profile.LegalBasis;
import io.activationgateway.consent.profile.Objection;
import io.activationgateway.consent.profile.Permission;
import org.jspecify.annotations.Nullable;

/** What a consent event changes. */
public sealed interface Change {

    /** The brand it is about. */
    String brand();

    /** Whether it closes something. All but a grant does. */
    boolean closes();

    /**
     * A choice about one cell.
     *
     * @param state {@code GRANTED}, {@code DENIED} or {@code WITHDRAWN}; the other states follow from events and are
     *     never told
     * @param basis the basis of a grant; of a denial the basis it takes back, null where it closes all permissions of
     *     the cell
     */
    record Choice(Cell cell, ConsentState state, @Nullable LegalBasis basis) implements Change {

        public Choice {
            requireNonNull(cell, "cell");
            switch (state) {
                case GRANTED -> requireNonNull(basis, "a grant needs its legal basis");
                case DENIED, WITHDRAWN -> {}
                case UNKNOWN, EXPIRED, VOID ->
                    throw new IllegalArgumentException(
                            "choice: state " + state + " (expected: GRANTED, DENIED or WITHDRAWN)");
            }
        }

        @Override
        public String brand() {
            return cell.brand();
        }

        @Override
        public boolean closes() {
            return state != ConsentState.GRANTED;
        }

        /** Whether this choice speaks of {@code permission}: a choice without a basis speaks of each. */
        public boolean speaksOf(Permission permission) {
            return basis == null || basis.permission() == permission;
        }
    }

    /** An objection (GDPR Art 21). Only a later consent lifts it, and only for the cell consented to. */
    record Objected(Objection objection) implements Change {

        public Objected {
            requireNonNull(objection, "objection");
        }

        @Override
        public String brand() {
            return objection.brand();
        }

        @Override
        public boolean closes() {
            return true;
        }
    }
}
