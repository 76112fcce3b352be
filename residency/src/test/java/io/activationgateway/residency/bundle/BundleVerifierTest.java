package io.activationgateway.residency.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.activationgateway.residency.bundle.PolicyBundle.Approval;
import io.activationgateway.residency.bundle.Verified.Accepted;
import io.activationgateway.residency.bundle.Verified.Cause;
import io.activationgateway.residency.bundle.Verified.Refused;
import io.activationgateway.residency.signing.Envelope;
import io.activationgateway.residency.signing.SigningKey;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;

class BundleVerifierTest {

    private static final Instant NOW = Instant.parse("2026-05-01T10:00:00Z");
    private static final SigningKey KEY = SigningKey.generate(new SecureRandom());
    private static final SigningKey OTHER = SigningKey.generate(new SecureRandom());
    private static final List<Approval> APPROVALS = List.of(new Approval("counsel", NOW.minusSeconds(60)));

    private final BundleVerifier verifier = verifier(TrustedKey.always(KEY.verifyingKey()));
    private final PolicyBundle first = bundle(null, "eu-central");
    private final PolicyBundle second = bundle(first, "eu-central");

    @Test
    void whatWasSealedIsReadBackWhole() {
        assertThat(verifier.verify(BundleSigner.seal(first, KEY), null)).isEqualTo(new Accepted(first));
        assertThat(verifier.verify(BundleSigner.seal(second, KEY), first)).isEqualTo(new Accepted(second));
        assertThat(second.version()).isEqualTo(2);
        assertThat(second.previous()).isEqualTo(first.digest());
        assertThat(second.approvals()).isEqualTo(APPROVALS);
    }

    @Test
    void aFlippedByteOrACutIsRefusedWhereverItIs() {
        byte[] good = BundleSigner.seal(first, KEY);
        for (int at = 0; at < good.length; at++) {
            byte[] bad = good.clone();
            bad[at] ^= 1;
            assertThat(verifier.verify(bad, null)).as("byte %d", at).isInstanceOf(Refused.class);
            assertThat(verifier.verify(Arrays.copyOf(good, at), null))
                    .as("cut at %d", at)
                    .isInstanceOf(Refused.class);
        }
        assertThat(verifier.verify(Arrays.copyOf(good, good.length + 1), null)).isInstanceOf(Refused.class);
    }

    @Test
    void changedContentUnderTheOldSignatureIsRefused() {
        var changed = new String(BundleSigner.seal(first, KEY), StandardCharsets.UTF_8)
                .replace(base64(first), base64(bundle(null, "eu-central", "{\"all\":\"open\"}")));
        assertThat(cause(changed.getBytes(StandardCharsets.UTF_8), null)).isEqualTo(Cause.SIGNATURE);
    }

    @Test
    void anUnknownKeyIsRefused() {
        assertThat(cause(BundleSigner.seal(first, OTHER), null)).isEqualTo(Cause.UNKNOWN_KEY);
        var claimed = new String(BundleSigner.seal(first, OTHER), StandardCharsets.UTF_8)
                .replace(OTHER.verifyingKey().id(), KEY.verifyingKey().id());
        assertThat(cause(claimed.getBytes(StandardCharsets.UTF_8), null)).isEqualTo(Cause.SIGNATURE);
    }

    @Test
    void oneTrustedSignatureAmongOthersIsEnough() {
        byte[] both = Envelope.seal(BundleFormat.TYPE, BundleFormat.write(first), List.of(OTHER, KEY));
        assertThat(verifier.verify(both, null)).isEqualTo(new Accepted(first));
    }

    @Test
    void anotherRegionIsRefused() {
        assertThat(cause(BundleSigner.seal(bundle(null, "tr-istanbul"), KEY), null))
                .isEqualTo(Cause.REGION);
    }

    @Test
    void anOldVersionIsRefused() {
        assertThat(cause(BundleSigner.seal(first, KEY), second)).isEqualTo(Cause.OLD_VERSION);
        assertThat(cause(BundleSigner.seal(second, KEY), second)).isEqualTo(Cause.OLD_VERSION);
    }

    @Test
    void theNextVersionOfAnotherPastIsRefused() {
        var otherPast = bundle(null, "eu-central", "{\"other\":1}");
        assertThat(cause(BundleSigner.seal(bundle(otherPast, "eu-central"), KEY), first))
                .isEqualTo(Cause.PREVIOUS);
    }

    @Test
    void aVersionAfterMissedOnesIsAccepted() {
        var third = bundle(second, "eu-central");
        assertThat(verifier.verify(BundleSigner.seal(third, KEY), first)).isEqualTo(new Accepted(third));
    }

    @Test
    void aSignedTextOfAnotherTypeIsRefused() {
        var other = new String(BundleSigner.seal(first, KEY), StandardCharsets.UTF_8)
                .replace("policy-bundle.v1", "policy-bundle.v2");
        assertThat(cause(other.getBytes(StandardCharsets.UTF_8), null)).isEqualTo(Cause.MALFORMED);
    }

    /** The example of the DSSE protocol. */
    @Test
    void whatIsSignedIsThePreAuthenticationEncoding() {
        byte[] encoded = Envelope.preAuthenticationEncoding(
                "http://example.com/HelloWorld", "hello world".getBytes(StandardCharsets.UTF_8));
        assertThat(new String(encoded, StandardCharsets.UTF_8))
                .isEqualTo("DSSEv1 29 http://example.com/HelloWorld 11 hello world");
    }

    @Test
    void keysSurviveTheirFiles() {
        var read = SigningKey.parse(KEY.toPem(), "key");
        assertThat(read.verifyingKey()).isEqualTo(KEY.verifyingKey());
        assertThat(KEY.toPem()).startsWith("-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEI");
        assertThat(KEY.toString()).doesNotContain(KEY.toPem().substring(50, 70));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PolicyBundle.following(null, NOW, List.of(), List.of(), new byte[0]));
    }

    @Test
    void keysAreChangedWithAnOverlap() {
        var until = NOW.plusSeconds(3600);
        var before = new TrustedKey(KEY.verifyingKey(), null, until);
        var after = new TrustedKey(OTHER.verifyingKey(), NOW, null);
        var both = verifier(before, after);
        var late = PolicyBundle.following(first, until, List.of("eu-central"), APPROVALS, new byte[] {'2'});

        assertThat(both.verify(BundleSigner.seal(first, KEY), null)).isEqualTo(new Accepted(first));
        assertThat(both.verify(BundleSigner.seal(second, OTHER), first)).isEqualTo(new Accepted(second));
        assertThat(both.verify(BundleSigner.seal(late, OTHER), first)).isEqualTo(new Accepted(late));
        assertThat(both.verify(BundleSigner.seal(late, KEY), first))
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.cause()).isEqualTo(Cause.KEY_ENDED));
        assertThat(verifier(new TrustedKey(KEY.verifyingKey(), until, null))
                        .verify(BundleSigner.seal(first, KEY), null))
                .isInstanceOf(Refused.class);
    }

    @Test
    void timeDoesNotGoBackFromVersionToVersion() {
        var earlier =
                PolicyBundle.following(second, NOW.minusSeconds(1), List.of("eu-central"), APPROVALS, new byte[] {'3'});
        assertThat(cause(BundleSigner.seal(earlier, KEY), second)).isEqualTo(Cause.PREVIOUS);
    }

    @Test
    void aStatementIsBelievedOnlyAsItWasSigned() {
        var statement = new Statement(2, second.digest(), NOW);
        byte[] good = statement.seal(KEY);
        assertThat(verifier.verifyStatement(good)).isEqualTo(new Verified.Said(statement));
        for (int at = 0; at < good.length; at++) {
            byte[] bad = good.clone();
            bad[at] ^= 1;
            assertThat(verifier.verifyStatement(bad)).as("byte %d", at).isInstanceOf(Refused.class);
        }
        assertThat(verifier.verifyStatement(statement.seal(OTHER))).isInstanceOf(Refused.class);
        assertThat(verifier.verifyStatement(BundleSigner.seal(first, KEY))).isInstanceOf(Refused.class);
        assertThat(verifier.verify(good, null)).isInstanceOf(Refused.class);
        var ended = verifier(new TrustedKey(KEY.verifyingKey(), null, NOW));
        assertThat(ended.verifyStatement(good)).isInstanceOf(Refused.class);
    }

    private static BundleVerifier verifier(TrustedKey... keys) {
        return new BundleVerifier(List.of(keys), "eu-central");
    }

    private Cause cause(byte[] envelope, PolicyBundle acting) {
        return verifier.verify(envelope, acting) instanceof Refused refused ? refused.cause() : null;
    }

    private static String base64(PolicyBundle bundle) {
        return Base64.getEncoder().encodeToString(BundleFormat.write(bundle));
    }

    private static PolicyBundle bundle(PolicyBundle last, String region) {
        return bundle(last, region, "{\"documents\":[" + (last == null ? 1 : last.version() + 1) + "]}");
    }

    private static PolicyBundle bundle(PolicyBundle last, String region, String documents) {
        return PolicyBundle.following(
                last, NOW, List.of(region), APPROVALS, documents.getBytes(StandardCharsets.UTF_8));
    }
}
