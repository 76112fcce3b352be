package io.activationgateway.consent.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.activationgateway.consent.profile.LegalBasis;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class RecordedEventCodecTest {

    @Property
    void anEventComesBack(@ForAll("events") RecordedEvent event) {
        assertThat(RecordedEventCodec.decode(RecordedEventCodec.encode(event))).isEqualTo(event);
    }

    @Test
    void timesKeepTheirNanoseconds() {
        var odd = Instant.ofEpochSecond(-1, 999_999_999);
        var event = new RecordedEvent(
                "ev-1",
                Events.withdrawn("", Events.EMAIL, null, 0).change(),
                null,
                new Timing(Instant.MIN, odd, true),
                Instant.MAX,
                true);

        assertThat(RecordedEventCodec.decode(RecordedEventCodec.encode(event))).isEqualTo(event);
    }

    @Test
    void theBytesStayWhatTheyAre() {
        var bytes = RecordedEventCodec.encode(Events.granted("ev-1", Events.EMAIL, LegalBasis.CONSENT, 7));

        assertThat(HexFormat.of().formatHex(bytes))
                .isEqualTo("0202"
                        + "000465762d31"
                        + "0000"
                        + "000000000000a8c100000000"
                        + "01"
                        + "000461636d65"
                        + "00104449524543545f4d41524b4554494e47"
                        + "0005454d41494c"
                        + "00074752414e544544"
                        + "0007434f4e53454e54");
    }

    @Test
    void bytesOfAnotherVersionKindOrLengthAreRefused() {
        var bytes = RecordedEventCodec.encode(Events.granted("ev-1", Events.EMAIL, LegalBasis.CONSENT, 7));
        var newer = bytes.clone();
        newer[0] = 1;
        var strange = bytes.clone();
        strange[22] = 10;

        assertThatIllegalArgumentException()
                .isThrownBy(() -> RecordedEventCodec.decode(newer))
                .withMessageContaining("version 1 (expected: 2");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RecordedEventCodec.decode(strange))
                .withMessageContaining("kind 10");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RecordedEventCodec.decode(Arrays.copyOf(bytes, bytes.length - 1)))
                .withMessageContaining("cut off");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RecordedEventCodec.decode(Arrays.copyOf(bytes, bytes.length + 1)))
                .withMessageContaining("after its end");
    }

    @Provide
    Arbitrary<RecordedEvent> events() {
        return Events.any();
    }
}
