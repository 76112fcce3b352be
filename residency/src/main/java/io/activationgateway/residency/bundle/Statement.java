package io.activationgateway.residency.bundle;

import static java.util.Objects.requireNonNull;

import io.activationgateway.residency.signing.Envelope;
import io.activationgateway.residency.signing.SigningKey;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;

/**
 * What an authority says every minute: at this instant this version acts. A follower's bundle ages from it, so that a
 * region which hears nothing more of its authority stops by itself.
 *
 * @param version the acting version
 * @param digest of its documents
 * @param at when it was said, by the authority's clock
 */
public record Statement(long version, String digest, Instant at) {

    private static final String TYPE = "application/vnd.activation-gateway.policy-statement.v1+json";

    public Statement {
        requireNonNull(digest, "digest");
        requireNonNull(at, "at");
    }

    /** The DSSE envelope of this statement, as JSON in UTF-8. Any thread. */
    public byte[] seal(SigningKey key) {
        var root = BundleFormat.JSON.createObjectNode();
        root.put("version", version);
        root.put("digest", digest);
        root.put("at", at.toString());
        return Envelope.seal(TYPE, BundleFormat.bytes(root), List.of(key));
    }

    /** @throws IOException where the envelope holds no statement; who signed it is the verifier's to ask */
    static Statement read(Envelope envelope) throws IOException {
        if (!envelope.payloadType().equals(TYPE)) {
            throw new IOException("not of type " + TYPE);
        }
        var root = BundleFormat.JSON.readTree(envelope.payload());
        try {
            return new Statement(
                    BundleFormat.field(root, "version").longValue(),
                    BundleFormat.field(root, "digest").asText(),
                    Instant.parse(BundleFormat.field(root, "at").asText()));
        } catch (DateTimeException wrong) {
            throw new IOException("not a policy statement", wrong);
        }
    }
}
