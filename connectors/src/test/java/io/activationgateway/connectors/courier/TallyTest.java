package io.activationgateway.connectors.courier;

import static io.activationgateway.connectors.VendorCode.DATA_INVALID;
import static io.activationgateway.connectors.VendorCode.NO_ANSWER;
import static io.activationgateway.connectors.VendorCode.OK;
import static org.assertj.core.api.Assertions.assertThat;

import io.activationgateway.connectors.courier.Ending.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TallyTest {

    @ParameterizedTest
    @EnumSource(Kind.class)
    void whatMayHaveBeenTakenEndsAsForwardedOrUncertain(Kind kind) {
        var tally = new Tally(1);
        tally.touch(0);
        tally.finish(new Ending(0, kind, DATA_INVALID));

        assertThat(tally.endings())
                .singleElement()
                .extracting(Ending::kind)
                .isEqualTo(kind.forwarded() ? kind : Kind.UNCERTAIN);
    }

    @Test
    void theFirstEndingCounts() {
        var tally = new Tally(2);
        tally.finish(new Ending(0, Kind.APPLIED, OK));
        tally.finish(new Ending(0, Kind.UNCERTAIN, NO_ANSWER));
        assertThat(tally.isComplete()).isFalse();
        tally.finishFrom(0, Kind.REJECTED, DATA_INVALID);

        assertThat(tally.isComplete()).isTrue();
        assertThat(tally.endings())
                .containsExactly(new Ending(0, Kind.APPLIED, OK), new Ending(1, Kind.REJECTED, DATA_INVALID));
        assertThat(tally.counts()).containsEntry(Kind.APPLIED, 1).containsEntry(Kind.REJECTED, 1);
    }
}
