package io.activationgateway.residency.oracle;

import io.activationgateway.consent.profile.AgeBand;
import io.activationgateway.consent.profile.ConsentProfile;
import io.activationgateway.consent.signal.SignalClass;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * May this record go there, for that, now?
 *
 * @param disclosed whether the destination was sent the person before
 * @param country as the row tells it
 * @param age as the row tells it
 * @param person what the register knows; null where it knows nobody
 * @param columns those of the row that hold a value, also such as no catalogue knows
 */
record Question(
        String controller,
        String destination,
        String purpose,
        boolean removal,
        boolean disclosed,
        @Nullable String country,
        AgeBand age,
        @Nullable ConsentProfile person,
        SignalClass signals,
        Set<String> columns,
        Instant at) {

    Question of(@Nullable ConsentProfile other) {
        return new Question(
                controller, destination, purpose, removal, disclosed, country, age, other, signals, columns, at);
    }

    Question with(Set<String> others) {
        return new Question(
                controller, destination, purpose, removal, disclosed, country, age, person, signals, others, at);
    }

    Question from(@Nullable String other) {
        return new Question(
                controller, destination, purpose, removal, disclosed, other, age, person, signals, columns, at);
    }

    Question named(String otherController, String otherDestination, String otherPurpose) {
        return new Question(
                otherController,
                otherDestination,
                otherPurpose,
                removal,
                disclosed,
                country,
                age,
                person,
                signals,
                columns,
                at);
    }
}
