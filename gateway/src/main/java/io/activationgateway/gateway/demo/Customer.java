package io.activationgateway.gateway.demo;

import java.time.LocalDate;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One invented customer. Prints its number only, as a habit.
 *
 * @param number from 1, unique
 * @param email as the warehouse spells it; some have capital letters
 * @param phone E.164, from a range that no person has
 * @param birthDate null where the warehouse does not know it
 * @param choices what the person said
 * @param phoneLinked whether the person's choices were recorded with the phone number too
 */
record Customer(
        int number,
        Name name,
        String country,
        String email,
        String phone,
        @Nullable LocalDate birthDate,
        Purchases purchases,
        Choices choices,
        boolean phoneLinked) {

    /** What the person is called, and where in which language. */
    record Name(String first, String last, String city, String language) {}

    /**
     * What the shop knows.
     *
     * @param healthInterest null where the shop never concluded one
     */
    record Purchases(
            int count,
            long totalCents,
            String lastAt,
            String tier,
            @Nullable Boolean healthInterest,
            double churnScore) {}

    /** What the person said for each purpose. */
    record Choices(Choice email, Choice sms, Choice profiling, Choice advertising) {}

    /** One choice, or what stands in its place. */
    enum Choice {
        NEVER_ASKED,
        CONSENTED,
        CONSENTED_EXPLICITLY,
        PARENT_CONSENTED,
        BOUGHT_SIMILAR,
        CLAIMED_INTEREST,
        REFUSED,
        WITHDREW,
        LAPSED,
        OBJECTED_TO_ALL,
        OBJECTED_TO_CHANNEL,
        OBJECTED_TO_PROFILING,
        /** Consented to the use of data, but no approval of messages is in İYS. */
        CONSENTED_WITHOUT_APPROVAL,
        /** Consented to the use of data and refused messages in İYS. */
        CONSENTED_APPROVAL_REFUSED
    }

    boolean turkish() {
        return country.equals("TR");
    }

    /** {@code u-} and six digits. */
    String userId() {
        return String.format(Locale.ROOT, "u-%06d", 100_000 + number);
    }

    @Override
    public String toString() {
        return "Customer[" + number + "]";
    }
}
