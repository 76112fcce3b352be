package io.activationgateway.connectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SigningKeyTest {

    private static final String CLAIMS = "{\"iss\":\"Ayşe\"}";

    @ParameterizedTest
    @CsvSource({"RS256, SHA256withRSA", "RS384, SHA384withRSA", "RS512, SHA512withRSA"})
    void signsWithRsa(String algorithm, String name) throws Exception {
        var token = SigningKey.of(algorithm, TestKeys.PEM).token(CLAIMS);
        assertThat(verified(token, name, null, TestKeys.RSA)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"PS256, SHA-256, 32", "PS384, SHA-384, 48", "PS512, SHA-512, 64"})
    void signsWithProbabilisticRsa(String algorithm, String digest, int salt) throws Exception {
        var token = SigningKey.of(algorithm, TestKeys.PEM).token(CLAIMS);
        var parameters = new PSSParameterSpec(digest, "MGF1", new MGF1ParameterSpec(digest), salt, 1);
        assertThat(verified(token, "RSASSA-PSS", parameters, TestKeys.RSA)).isTrue();
    }

    /** RFC 7518 section 3.4: the two numbers one after the other, not the DER that Java gives by itself. */
    @ParameterizedTest
    @CsvSource({"ES256, secp256r1, SHA256, 64", "ES384, secp384r1, SHA384, 96", "ES512, secp521r1, SHA512, 132"})
    void signsOnCurves(String algorithm, String curve, String digest, int length) throws Exception {
        var pair = curve(curve);
        var token = SigningKey.of(algorithm, pem(pair)).token(CLAIMS);
        assertThat(signature(token)).hasSize(length);
        assertThat(verified(token, digest + "withECDSAinP1363Format", null, pair))
                .isTrue();
    }

    @Test
    void namesItsAlgorithmAndCarriesTheClaims() {
        var parts =
                SigningKey.of("ES256", pem(curve("secp256r1"))).token(CLAIMS).split("[.]");
        assertThat(decoded(parts[0])).isEqualTo("{\"alg\":\"ES256\",\"typ\":\"JWT\"}");
        assertThat(decoded(parts[1])).isEqualTo(CLAIMS);
        assertThat(String.join("", parts)).doesNotContain("=", "+", "/");
    }

    @Test
    void refusesAKeyOfAnotherKindOrTooWeak() throws Exception {
        var weak = KeyPairGenerator.getInstance("RSA");
        weak.initialize(1024);
        refused("RS256", pem(weak.generateKeyPair()));
        refused("RS256", pem(curve("secp256r1")));
        refused("ES256", TestKeys.PEM);
        refused("ES256", pem(curve("secp384r1")));
        refused("HS256", TestKeys.PEM);
        refused("RS256", "canary");
        refused("RS256", "-----BEGIN PRIVATE KEY-----\ncanary\n-----END PRIVATE KEY-----");
    }

    @Test
    void doesNotPrintTheKey() {
        assertThat(SigningKey.of("RS256", TestKeys.PEM)).hasToString("SigningKey[RS256]");
    }

    @Test
    void readsAKeyWhoseLineBreaksAreWritten() {
        assertThat(SigningKey.of("RS256", TestKeys.PEM.replace("\r", "").replace("\n", "\\n"))
                        .token(CLAIMS))
                .isEqualTo(SigningKey.of("RS256", TestKeys.PEM).token(CLAIMS));
    }

    private static void refused(String algorithm, String pem) {
        assertThatThrownBy(() -> SigningKey.of(algorithm, pem))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(algorithm)
                .hasMessageNotContaining("canary");
    }

    private static KeyPair curve(String name) {
        try {
            var generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec(name));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + name, e);
        }
    }

    private static String pem(KeyPair pair) {
        return "-----BEGIN PRIVATE KEY-----\n"
                + Base64.getMimeEncoder().encodeToString(pair.getPrivate().getEncoded())
                + "\n-----END PRIVATE KEY-----\n";
    }

    private static byte[] signature(String token) {
        return Base64.getUrlDecoder().decode(token.substring(token.lastIndexOf('.') + 1));
    }

    private static String decoded(String part) {
        return new String(Base64.getUrlDecoder().decode(part), StandardCharsets.UTF_8);
    }

    private static boolean verified(
            String token, String name, @Nullable AlgorithmParameterSpec parameters, KeyPair pair) throws Exception {
        var signature = Signature.getInstance(name);
        if (parameters != null) {
            signature.setParameter(parameters);
        }
        signature.initVerify(pair.getPublic());
        signature.update(token.substring(0, token.lastIndexOf('.')).getBytes(StandardCharsets.US_ASCII));
        return signature.verify(signature(token));
    }
}
