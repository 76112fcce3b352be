package io.activationgateway.consent.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ObjectionTest {

    @ParameterizedTest
    @CsvSource({
        // scope, channel, purpose, channel of the cell, covered
        "ALL_DM,    NONE,  DIRECT_MARKETING, EMAIL,  true",
        "ALL_DM,    NONE,  DIRECT_MARKETING, POST,   true",
        "ALL_DM,    NONE,  PROFILING,        NONE,   true",
        "ALL_DM,    NONE,  AD_TARGETING,     WEB_AD, true",
        "ALL_DM,    NONE,  SERVICE_MESSAGE,  SMS,    false",
        "ALL_DM,    NONE,  LEGAL_NOTICE,     EMAIL,  false",
        "ALL_DM,    NONE,  ANALYTICS,        NONE,   false",
        "ALL_DM,    NONE,  SUPPRESSION_SYNC, NONE,   false",
        "CHANNEL,   EMAIL, DIRECT_MARKETING, EMAIL,  true",
        "CHANNEL,   EMAIL, DIRECT_MARKETING, SMS,    false",
        "CHANNEL,   EMAIL, PROFILING,        NONE,   false",
        "CHANNEL,   WEB_AD, AD_TARGETING,    WEB_AD, true",
        "CHANNEL,   EMAIL, AD_TARGETING,     WEB_AD, false",
        "CHANNEL,   SMS,   SERVICE_MESSAGE,  SMS,    false",
        "PROFILING, NONE,  PROFILING,        NONE,   true",
        "PROFILING, NONE,  AD_TARGETING,     WEB_AD, true",
        "PROFILING, NONE,  DIRECT_MARKETING, EMAIL,  false",
    })
    void covers(ObjectionScope scope, Channel channel, PurposeCode purpose, Channel ofCell, boolean covered) {
        var objection = new Objection("acme", scope, channel);

        assertThat(objection.covers(new Cell("acme", purpose, ofCell))).isEqualTo(covered);
        assertThat(objection.covers(new Cell("other", purpose, ofCell))).isFalse();
    }

    @Test
    void aChannelBelongsToItsScopeOnly() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Objection("acme", ObjectionScope.CHANNEL, Channel.NONE));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Objection("acme", ObjectionScope.ALL_DM, Channel.EMAIL));
    }
}
