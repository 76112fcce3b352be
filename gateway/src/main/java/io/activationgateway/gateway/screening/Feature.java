package io.activationgateway.gateway.screening;

import io.activationgateway.consent.profile.AgeBand;
import io.activationgateway.consent.signal.SignalClass;
import io.activationgateway.residency.table.Shape;
import io.activationgateway.residency.verdict.Reason;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * All that a decision depended on, and what it was: the same for very many rows, and about nobody. The consents are
 * numbers of profiles, which many people share and which hold neither names nor times.
 */
final class Feature {

    private final Stream stream;
    private final @Nullable String country;
    private final @Nullable Person person;
    private final boolean forwarded;
    private final @Nullable Reason reason;
    private final int hash;

    /**
     * What was read of a row beyond its country.
     *
     * @param profiles of the identifiers that the register knows, in order and each once
     * @param contactUnknown whether the address that the channel delivers to is unknown while another identifier is known
     */
    @SuppressWarnings("ArrayRecordComponent") // compared with its content below
    record Person(int[] profiles, boolean contactUnknown, AgeBand age, SignalClass signals, Shape shape) {

        @Override
        public boolean equals(Object other) {
            return other instanceof Person that
                    && Arrays.equals(profiles, that.profiles)
                    && contactUnknown == that.contactUnknown
                    && age.equals(that.age)
                    && signals.equals(that.signals)
                    && shape.equals(that.shape);
        }

        @Override
        public int hashCode() {
            return (Arrays.hashCode(profiles) * 31 + shape.hashCode()) * 31 + age.hashCode() + signals.hashCode();
        }
    }

    /** @param person null where the row was read no further than its country */
    Feature(
            Stream stream,
            @Nullable String country,
            @Nullable Person person,
            boolean forwarded,
            @Nullable Reason reason) {
        this.stream = stream;
        this.country = country;
        this.person = person;
        this.forwarded = forwarded;
        this.reason = reason;
        this.hash = ((stream.hashCode() * 31 + Objects.hashCode(country)) * 31 + Objects.hashCode(person)) * 31
                + Objects.hashCode(reason);
    }

    Stream stream() {
        return stream;
    }

    @Nullable
    String country() {
        return country;
    }

    @Nullable
    Person person() {
        return person;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Feature that
                && hash == that.hash
                && forwarded == that.forwarded
                && reason == that.reason
                && Objects.equals(country, that.country)
                && Objects.equals(person, that.person)
                && stream.equals(that.stream);
    }

    @Override
    public int hashCode() {
        return hash;
    }

    @Override
    public String toString() {
        return "Feature[" + stream.destination() + ", " + stream.purpose() + "]";
    }
}
