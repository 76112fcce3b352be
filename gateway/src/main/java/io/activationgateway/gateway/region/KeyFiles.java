package io.activationgateway.gateway.region;

import static java.util.Objects.requireNonNull;

import io.activationgateway.consent.identity.KeyRing;
import io.activationgateway.consent.identity.PseudonymKey;
import io.activationgateway.gateway.config.ConfigException;
import io.activationgateway.gateway.keys.SecretFiles;
import io.activationgateway.gateway.outbox.SealRing;
import io.activationgateway.residency.signing.SigningKey;
import io.activationgateway.residency.signing.VerifyingKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Optional;

/** The key files that a node's configuration names. */
final class KeyFiles {

    private KeyFiles() {}

    /** The first pseudonym key and those of later generations, which lie beside it or will. */
    static KeyRing pseudonymKeys(Path first) {
        return KeyRing.from(generation -> {
            var file = SecretFiles.generation(first, generation);
            return generation > 0 && !Files.exists(file)
                    ? Optional.empty()
                    : Optional.of(PseudonymKey.of(folder(file).pseudonymKey(name(file))));
        });
    }

    /** What the outbox is sealed under: the first pseudonym key, then each {@code outbox.key.N} beside it, from 1. */
    static SealRing seals(Path pseudonymKey, PseudonymKey first) {
        return SealRing.of(first, number -> {
            var file = pseudonymKey.resolveSibling("outbox.key." + number);
            return Files.exists(file)
                    ? Optional.of(PseudonymKey.of(folder(file).pseudonymKey(name(file))))
                    : Optional.empty();
        });
    }

    static SigningKey signingKey(Path file) {
        return folder(file).signingKey(name(file));
    }

    static VerifyingKey verifyingKey(Path file) {
        try {
            return VerifyingKey.parse(Files.readString(file), file.toString());
        } catch (IOException unreadable) {
            throw new ConfigException("keys.policy_trust: " + file
                    + " cannot be read (expected: a public key in PEM; `keys init` makes one)");
        }
    }

    private static SecretFiles folder(Path file) {
        return new SecretFiles(
                requireNonNull(file.toAbsolutePath().getParent(), "a file has a folder"), new SecureRandom());
    }

    private static String name(Path file) {
        return requireNonNull(file.getFileName(), "a key file has a name").toString();
    }
}
