package io.activationgateway.gateway.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Resolves references to secrets, keeps the files that it read, and adds what is wrong to a list of errors. */
final class SecretReader {

    private final ConfigFile file;
    private final List<String> errors;
    private final Set<Path> files = new LinkedHashSet<>();

    SecretReader(ConfigFile file, List<String> errors) {
        this.file = file;
        this.errors = errors;
    }

    /** The files that secrets came from, or were to come from. */
    Set<Path> files() {
        return Set.copyOf(files);
    }

    /** The secret that {@code reference} names; an empty one where there is an error. */
    Secret read(String path, Map<?, ?> reference) {
        if (reference.get("env") instanceof String name) {
            var value = file.variable(name);
            if (value != null) {
                return new Secret(value);
            }
            errors.add(path + ": environment variable " + name + " is not set (expected: the secret)");
        } else if (reference.get("file") instanceof String name) {
            files.add(file.path(name));
            try {
                var value = Files.readString(file.path(name)).strip();
                if (!value.isEmpty()) {
                    return new Secret(value);
                }
                errors.add(path + ": file " + name + " is empty (expected: the secret)");
            } catch (IOException unreadable) {
                errors.add(path + ": file " + name + " cannot be read (expected: the secret; `keys init` makes one)");
            }
        }
        return new Secret("");
    }

    /** The path of a PEM file of certificates. */
    Path certificates(String path, String name) {
        var pem = file.path(name);
        if (holds(path, name, "CERTIFICATE") && TlsFiles.certificates(pem).isEmpty()) {
            errors.add(path + ": file " + name + " holds a certificate that cannot be read (expected: X.509"
                    + " certificates in PEM)");
        }
        return pem;
    }

    /** The path of a PEM file with the key of the first certificate of another. */
    Path keyOf(Path certificates, String path, String name) {
        var pem = file.path(name);
        if (holds(path, name, "PRIVATE KEY")) {
            var chain = TlsFiles.certificates(certificates);
            if (!chain.isEmpty() && !TlsFiles.isKeyOf(chain.getFirst(), pem)) {
                errors.add(
                        path + ": file " + name + " holds no key of the certificate (expected: the PKCS #8 key, without"
                                + " a password, of the first certificate in the file that certificate names)");
            }
        }
        return pem;
    }

    /** Whether a PEM file holds a part of this kind, such as {@code CERTIFICATE}. */
    private boolean holds(String path, String name, String kind) {
        var pem = file.path(name);
        files.add(pem);
        try {
            if (Files.readString(pem).contains("-----BEGIN " + kind + "-----")) {
                return true;
            }
            errors.add(path + ": file " + name + " holds no " + kind + " (expected: PEM with -----BEGIN " + kind
                    + "-----)");
        } catch (IOException unreadable) {
            errors.add(path + ": file " + name + " cannot be read (expected: PEM with -----BEGIN " + kind + "-----)");
        }
        return false;
    }
}
