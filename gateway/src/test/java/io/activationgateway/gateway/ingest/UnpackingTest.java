package io.activationgateway.gateway.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.activationgateway.gateway.ingest.Unpacking.Result;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.zip.CRC32;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

class UnpackingTest {

    private static final int LIMIT = 1 << 20;
    private static final byte[] BODY = "id,city\na,Ankara\n".repeat(500).getBytes(StandardCharsets.UTF_8);

    @Test
    void aMemberIsUnpacked() throws IOException {
        assertThat(unpacked(gzip(BODY))).isEqualTo(BODY);
        assertThat(unpacked(gzip(new byte[0]))).isEmpty();
        assertThat(((Result.Unpacked) Unpacking.IDENTITY.unpack(BODY, LIMIT)).bytes())
                .isSameAs(BODY);
    }

    @Test
    void severalMembersAreOneBody() throws IOException {
        assertThat(unpacked(joined(gzip(BODY), gzip(new byte[0]), gzip(BODY)))).isEqualTo(joined(BODY, BODY));
    }

    @Test
    void aCutMemberIsBrokenWhereverItIsCut() throws IOException {
        var packed = gzip(BODY);

        assertThat(IntStream.range(0, packed.length).mapToObj(length -> answer(Arrays.copyOf(packed, length))))
                .allSatisfy(answer -> assertThat(answer).startsWith("400 body-gzip"));
    }

    @Test
    void aChangedBitIsFoundWhereverItMatters() throws IOException {
        var packed = gzip(BODY);

        for (int i = packed.length - 8; i < packed.length; i++) {
            var changed = packed.clone();
            changed[i] ^= 1;
            assertThat(answer(changed)).isEqualTo("400 body-gzip @" + (packed.length - 8));
        }
        for (int i = 10; i < packed.length - 8; i++) {
            var changed = packed.clone();
            changed[i] ^= 16;
            assertThat(answer(changed)).matches("400 body-gzip @\\d+|413 body-too-large @-1");
        }
    }

    @Test
    void whatFollowsTheLastMemberMustBeAMember() throws IOException {
        var packed = gzip(BODY);

        assertThat(answer(joined(packed, new byte[] {0}))).isEqualTo("400 body-gzip @" + packed.length);
        assertThat(answer(joined(packed, new byte[64]))).isEqualTo("400 body-gzip @" + packed.length);
        assertThat(answer(BODY)).isEqualTo("400 body-gzip @0");
    }

    @Test
    void optionalHeaderFieldsAreSkippedAndItsChecksumVerified() throws IOException {
        var packed = gzip(BODY);
        var extras = new byte[] {2, 0, 'x', 'y', 'n', 0, 'c', 0};
        var header = Arrays.copyOf(packed, 10);
        header[3] = 4 + 8 + 16 + 2;
        var crc = new CRC32();
        crc.update(joined(header, extras));
        var checksum = new byte[] {(byte) crc.getValue(), (byte) (crc.getValue() >> 8)};
        var deflated = Arrays.copyOfRange(packed, 10, packed.length);

        assertThat(unpacked(joined(header, extras, checksum, deflated))).isEqualTo(BODY);
        checksum[0] ^= 1;
        assertThat(answer(joined(header, extras, checksum, deflated))).startsWith("400 body-gzip");
    }

    @Test
    void anOptionalFieldLongerThanTheBodyIsBroken() throws IOException {
        var header = Arrays.copyOf(gzip(BODY), 10);
        header[3] = 4;

        assertThat(answer(joined(header, new byte[] {(byte) 0xff, (byte) 0xff, 'x'})))
                .startsWith("400 body-gzip");
    }

    @Test
    void aBombIsNotUnpackedBeyondTheLimit() throws IOException {
        var bomb = gzip(new byte[50 * LIMIT]);

        assertThat(bomb.length).isLessThan(LIMIT / 10);
        assertThat(answer(bomb)).isEqualTo("413 body-too-large @-1");
        assertThat(answer(joined(gzip(BODY), bomb))).isEqualTo("413 body-too-large @-1");
    }

    @Test
    void theLimitItselfIsAllowed() throws IOException {
        assertThat(unpacked(gzip(new byte[LIMIT]))).hasSize(LIMIT);
        assertThat(answer(gzip(new byte[LIMIT + 1]))).isEqualTo("413 body-too-large @-1");
        assertThat(Unpacking.IDENTITY.unpack(new byte[LIMIT], LIMIT)).isInstanceOf(Result.Unpacked.class);
        assertThat(Unpacking.IDENTITY.unpack(new byte[LIMIT + 1], LIMIT)).isInstanceOf(Result.Failed.class);
    }

    @Test
    void otherPackingsAreNotSupported() {
        assertThat(Unpacking.ofContentEncoding(null)).contains(Unpacking.IDENTITY);
        assertThat(Unpacking.ofContentEncoding("x-gzip")).contains(Unpacking.GZIP);
        assertThat(Unpacking.ofContentEncoding("br")).isEmpty();
        assertThat(Unpacking.ofContentEncoding("gzip, gzip")).isEmpty();
    }

    private static byte[] unpacked(byte[] packed) {
        return ((Result.Unpacked) Unpacking.GZIP.unpack(packed, LIMIT)).bytes();
    }

    private static String answer(byte[] packed) {
        return switch (Unpacking.GZIP.unpack(packed, LIMIT)) {
            case Result.Unpacked unpacked -> unpacked.toString();
            case Result.Failed(var broken) -> Reads.answer(broken);
        };
    }

    private static byte[] gzip(byte[] bytes) throws IOException {
        var out = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(out)) {
            gzip.write(bytes);
        }
        return out.toByteArray();
    }

    private static byte[] joined(byte[]... parts) throws IOException {
        var out = new ByteArrayOutputStream();
        for (var part : parts) {
            out.write(part);
        }
        return out.toByteArray();
    }
}
