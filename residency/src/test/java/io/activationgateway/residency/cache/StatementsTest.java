package io.activationgateway.residency.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.activationgateway.residency.bundle.BundleVerifier;
import io.activationgateway.residency.bundle.PolicyBundle;
import io.activationgateway.residency.bundle.Statement;
import io.activationgateway.residency.bundle.TrustedKey;
import io.activationgateway.residency.bundle.Verified.Cause;
import io.activationgateway.residency.signing.SigningKey;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class StatementsTest {

    private static final Instant NOW = Instant.parse("2026-05-01T10:00:00Z");
    private static final SigningKey KEY = SigningKey.generate(new SecureRandom());
    private static final BundleVerifier VERIFIER =
            new BundleVerifier(List.of(TrustedKey.always(KEY.verifyingKey())), "tr-istanbul");

    private final BundleStore store = BundleStore.open(BundleStoreTest.database());
    private final ActivePolicy active = new ActivePolicy(VERIFIER, () -> NOW);
    private final Statements statements = new Statements(store, VERIFIER, active);
    private final PolicyBundle bundle =
            PolicyBundle.following(null, NOW, List.of("tr-istanbul"), List.of(), new byte[] {1});

    @Test
    void aVersionIsAsOldAsTheLastStatementAboutIt() throws SQLException {
        assertThat(statements.age(bundle, NOW)).as("nobody said anything").isEmpty();
        statements.take(said(bundle.digest(), NOW));
        assertThat(statements.age(bundle, NOW.plusSeconds(90))).contains(Duration.ofSeconds(90));
        statements.take(said(bundle.digest(), NOW.minusSeconds(60)));
        assertThat(statements.age(bundle, NOW.plusSeconds(90)))
                .as("an older one")
                .contains(Duration.ofSeconds(90));
        statements.take(said(bundle.digest(), NOW.plusSeconds(60)));
        assertThat(statements.age(bundle, NOW.plusSeconds(90))).contains(Duration.ofSeconds(30));
        assertThat(statements.age(bundle, NOW)).as("never negative").contains(Duration.ZERO);
    }

    @Test
    void aStatementOfOtherContentSaysNothing() throws SQLException {
        statements.take(said("sha256:other", NOW));

        assertThat(statements.age(bundle, NOW)).isEmpty();
    }

    @Test
    void aRestartRenewsNothing() throws SQLException {
        statements.take(said(bundle.digest(), NOW));
        var again = new Statements(store, VERIFIER, active);
        assertThat(again.age(bundle, NOW)).isEmpty();
        again.look();
        assertThat(again.age(bundle, NOW.plusSeconds(90))).contains(Duration.ofSeconds(90));
    }

    @Test
    void whatNoTrustedKeySignedIsRefusedAndTold() throws SQLException {
        statements.take(new Statement(1, bundle.digest(), NOW).seal(SigningKey.generate(new SecureRandom())));
        statements.take(new byte[] {1, 2, 3});

        assertThat(statements.age(bundle, NOW)).isEmpty();
        assertThat(active.refusals().count(Cause.UNKNOWN_KEY)).isOne();
        assertThat(active.refusals().count(Cause.MALFORMED)).isOne();
    }

    private static byte[] said(String digest, Instant at) {
        return new Statement(1, digest, at).seal(KEY);
    }
}
