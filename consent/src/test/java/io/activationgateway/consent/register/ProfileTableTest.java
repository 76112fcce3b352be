package io.activationgateway.consent.register;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.activationgateway.consent.profile.ConsentProfile;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ProfileTableTest {

    private static final int MANY = 50_000;

    @Test
    void numbersProfilesFromZeroWithoutGapsAndFindsThemAgainHoweverManyThereAre() {
        var table = new ProfileTable();
        for (int number = 0; number < MANY; number++) {
            assertThat(table.find(SampleProfiles.profile(number))).isEqualTo(-1);
            assertThat(table.intern(SampleProfiles.profile(number))).isEqualTo(number);
        }
        for (int number = 0; number < MANY; number++) {
            var profile = SampleProfiles.profile(number);
            assertThat(table.find(profile)).isEqualTo(number);
            assertThat(table.intern(profile)).isEqualTo(number);
            assertThat(table.profile(number)).isEqualTo(profile);
        }
        assertThat(table.count()).isEqualTo(MANY);
    }

    @Test
    void knowsNoNumberBeyondItsCount() {
        var table = new ProfileTable();
        table.intern(ConsentProfile.UNKNOWN);
        assertThat(table.profile(0)).isEqualTo(ConsentProfile.UNKNOWN);
        assertThatThrownBy(() -> table.profile(1)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> table.profile(-1)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    /** Of 50,000 even numbers of 32 bits fewer than one pair is equal on average. */
    @Test
    void profilesOfTheSameFewStatesHaveDifferentHashes() {
        long different = IntStream.range(0, MANY)
                .map(number -> ProfileTable.hash(SampleProfiles.profile(number)))
                .distinct()
                .count();
        assertThat(different).isGreaterThan(MANY - 10);
    }

    @Test
    void theFirstBitsOfTheHashesAreSpreadEvenly() {
        var counts = new int[256];
        IntStream.range(0, MANY)
                .map(number -> ProfileTable.hash(SampleProfiles.profile(number)) >>> 24)
                .forEach(part -> counts[part]++);
        assertThat(IntStream.of(counts).max().orElseThrow()).isLessThan(2 * MANY / 256);
    }
}
