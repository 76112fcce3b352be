package io.activationgateway.consent.event;

import static java.util.Objects.requireNonNull;

import io.activationgateway.consent.profile.AgeBand;
import io.activationgateway.consent.profile.Cell;
import io.activationgateway.consent.profile.Channel;
import io.activationgateway.consent.profile.ConsentState;
import io.activationgateway.consent.profile.LegalBasis;
import io.activationgateway.consent.profile.Objection;
import io.activationgateway.consent.profile.Permission;
import io.activationgateway.consent.profile.PurposeCode;
import io.activationgateway.consent.profile.RecipientType;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/** What a consent event changes. */
public sealed interface Change {

    /** Whether it never permits more. Its claimed time then counts only from a source whose clock is trusted. */
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
        public boolean closes() {
            return state != ConsentState.GRANTED;
        }

        /** Whether this choice speaks of {@code permission}: a choice without a basis speaks of each. */
        public boolean speaksOf(Permission permission) {
            return basis == null || basis.permission() == permission;
        }
    }

    /**
     * A withdrawal from several cells at once, those of which nobody has spoken yet included: a grant that arrives later
     * and counts from before it finds it in force (GDPR Art 7(3): as easy as giving).
     *
     * @param purpose the purpose withdrawn from; null for every purpose that a consent can carry, which leaves out
     *     messages about a service and legal notices
     * @param channel the channel withdrawn from, null for all
     */
    record Withdrawn(
            String brand,
            @Nullable PurposeCode purpose,
            @Nullable Channel channel) implements Change {

        public Withdrawn {
            requireNonNull(brand, "brand");
        }

        @Override
        public boolean closes() {
            return true;
        }

        /** Whether this withdraws from a cell, all three permissions of it. */
        public boolean covers(Cell cell) {
            return brand.equals(cell.brand())
                    && (channel == null || channel == cell.channel())
                    && (purpose == null ? isCarriedByConsent(cell.purpose()) : purpose == cell.purpose());
        }

        private static boolean isCarriedByConsent(PurposeCode purpose) {
            return switch (purpose) {
                case DIRECT_MARKETING, PROFILING, AD_TARGETING, ANALYTICS -> true;
                case SERVICE_MESSAGE, LEGAL_NOTICE, SUPPRESSION_SYNC -> false;
            };
        }
    }

    /** An objection (GDPR Art 21). Only a later consent lifts it, and only for the cell consented to. */
    record Objected(Objection objection) implements Change {

        public Objected {
            requireNonNull(objection, "objection");
        }

        @Override
        public boolean closes() {
            return true;
        }
    }

    /** The person's data is to be stored only (GDPR Art 18(1)): by every brand, for every purpose. */
    record Restricted() implements Change {

        @Override
        public boolean closes() {
            return true;
        }
    }

    /** The restriction is over and the person was told before (GDPR Art 18(3)), which its evidence proves. */
    record RestrictionLifted() implements Change {

        @Override
        public boolean closes() {
            return false;
        }
    }

    /** The person was erased (GDPR Art 17, KVKK Art 7), for every brand. What was granted before counts no longer. */
    record Erased() implements Change {

        @Override
        public boolean closes() {
            return true;
        }
    }

    /**
     * As what message law sees the recipient. Whoever is more than an {@code INDIVIDUAL} is less protected, so that it
     * needs evidence.
     */
    record RecipientTold(RecipientType type) implements Change {

        public RecipientTold {
            requireNonNull(type, "type");
        }

        @Override
        public boolean closes() {
            return type == RecipientType.INDIVIDUAL;
        }
    }

    /**
     * When the person was born. The date of an adult is not kept; that of a minor is, as law looks at the days on which
     * it turns 13, 14, 15, 16 and 18.
     *
     * @param on the date of birth, null of an adult
     */
    record Born(@Nullable LocalDate on) implements Change {

        /** An adult, whose date of birth nobody told or needs. */
        public static final Born ADULT = new Born(null);

        @Override
        public boolean closes() {
            return true;
        }

        /** Whether this holds a date. */
        boolean isDated() {
            return on != null;
        }

        /** What is kept of this on {@code today}. A date in the future is kept and names nobody's age. */
        Born kept(LocalDate today) {
            return on != null && AgeBand.of(on, today) == AgeBand.ADULT ? ADULT : this;
        }

        @Override
        public String toString() {
            return "Born[redacted]";
        }
    }

    /**
     * Somebody told when the person, a minor then, was born, and an erasure destroyed the date. Whoever comes back counts
     * as born on the day it was told, the last possible one: never older than the date said, and an adult 18 years later.
     */
    record BirthErased() implements Change {

        @Override
        public boolean closes() {
            return true;
        }
    }
}
