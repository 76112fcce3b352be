package io.activationgateway.gateway.region;

import io.activationgateway.gateway.config.ConfigException;
import io.activationgateway.residency.bundle.BundleSigner;
import io.activationgateway.residency.bundle.PolicyBundle;
import io.activationgateway.residency.cache.ActivePolicy.Offer;
import io.activationgateway.residency.cache.RegionPolicy;
import io.activationgateway.residency.document.DocumentError;
import io.activationgateway.residency.document.PolicyDocuments;
import io.activationgateway.residency.signing.SigningKey;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Publishes the documents of a folder as the region's next policy version, where they differ from the acting one. */
final class PolicyPublication {

    private static final Logger log = LoggerFactory.getLogger(PolicyPublication.class);

    private PolicyPublication() {}

    static void publishIfChanged(
            Path documents, SigningKey signer, String region, RegionPolicy policy, InstantSource clock)
            throws SQLException {
        var canonical = canonical(documents);
        var acting = policy.active().newest().orElse(null);
        if (acting != null && Arrays.equals(acting.documents(), canonical)) {
            return;
        }
        var bundle = PolicyBundle.following(acting, clock.instant(), List.of(region), List.of(), canonical);
        switch (policy.publish(BundleSigner.seal(bundle, signer))) {
            case Offer.Taken _, Offer.Known _ ->
                log.info("policy version {} published from {}", bundle.version(), documents);
            case Offer.Refused refused ->
                throw new ConfigException("policies: the new version is refused: " + refused.text()
                        + " (expected: keys.policy_signer among keys.policy_trust)");
            case Offer.Unreadable unreadable -> throw new ConfigException("policies: " + unreadable.text());
        }
    }

    private static byte[] canonical(Path documents) {
        return switch (PolicyDocuments.load(documents)) {
            case PolicyDocuments.Loaded loaded -> loaded.canonicalBytes();
            case PolicyDocuments.Rejected(var errors) ->
                throw new ConfigException(
                        errors.stream().map(DocumentError::text).toList());
        };
    }
}
