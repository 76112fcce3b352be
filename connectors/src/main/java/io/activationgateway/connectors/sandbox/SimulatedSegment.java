package io.activationgateway.connectors.sandbox;

import static java.util.Objects.requireNonNull;

import io.activationgateway.connectors.Settings;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.time.InstantSource;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A Segment source and the workspace around it.
 *
 * @param publicApiToken null where nobody may ask for regulations
 * @param app who alone may send to the source; null where the write key is enough
 */
public record SimulatedSegment(
        String destination,
        String writeKey,
        @Nullable String publicApiToken,
        @Nullable App app) implements SimulatedVendor {

    /**
     * An OAuth application.
     *
     * @param audience the server of tokens of the workspace's region
     * @param key what its assertions are verified with
     */
    public record App(String id, String keyId, String audience, PublicKey key) {}

    public SimulatedSegment {
        requireNonNull(destination, "destination");
        requireNonNull(writeKey, "writeKey");
    }

    /** A source that the write key is enough for. */
    public SimulatedSegment(String destination, String writeKey, @Nullable String publicApiToken) {
        this(destination, writeKey, publicApiToken, null);
    }

    /** The other side of a configured destination. */
    static SimulatedSegment of(String destination, Settings settings) {
        return new SimulatedSegment(
                destination, settings.text("write_key"), settings.optionalText("public_api_token"), app(settings));
    }

    private static @Nullable App app(Settings settings) {
        var key = settings.optionalText("oauth_private_key");
        if (key == null) {
            return null;
        }
        var audience = settings.text("region").equals("eu")
                ? "https://oauth2.eu1.segmentapis.com"
                : "https://oauth2.segment.io";
        try {
            return new App(
                    settings.text("oauth_app_id"), settings.text("oauth_key_id"), audience, TokenLender.publicKey(key));
        } catch (GeneralSecurityException | IllegalArgumentException wrong) {
            throw settings.wrong(
                    "oauth_private_key", "is not a private key", "give an RSA key in PEM, from BEGIN to END");
        }
    }

    @Override
    public Simulation play(InstantSource clock, LongSupplier ticker) {
        return new SegmentSimulation(this, clock, ticker);
    }

    @Override
    public String toString() {
        return "SimulatedSegment[" + destination + "]";
    }
}
