package io.activationgateway.gateway.cli;

import io.activationgateway.gateway.config.ConfigException;
import io.activationgateway.gateway.config.SecretUse;
import io.activationgateway.gateway.config.SecretUse.InEnvironment;
import io.activationgateway.gateway.config.SecretUse.InFile;
import io.activationgateway.gateway.keys.SecretKind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/**
 * Which secrets are the gateway's own to make, and which only somebody else can give.
 *
 * @param files what each file is to hold, in the order of the configurations
 * @param others the places whose secret comes from elsewhere
 */
record SecretPlan(SequencedMap<Path, SecretKind> files, List<SecretUse> others) {

    /** Throws {@link ConfigException} where one file is to hold two kinds of secret. */
    static SecretPlan of(List<SecretUse> uses) {
        var files = new LinkedHashMap<Path, SecretKind>();
        var others = new ArrayList<SecretUse>();
        for (var use : uses) {
            switch (use) {
                case InFile(var place, var purpose, var file) -> {
                    switch (purpose) {
                        case PSEUDONYM_KEY -> put(files, place, file, SecretKind.PSEUDONYM_KEY);
                        case SIGNING_KEY -> put(files, place, file, SecretKind.ED25519_PAIR);
                        case SOURCE_KEY, SANDBOX_VENDOR -> put(files, place, file, SecretKind.RANDOM_TOKEN);
                        case SANDBOX_ACCOUNT -> put(files, place, file, SecretKind.ACCOUNT_KEY);
                        case SANDBOX_WEBHOOK -> put(files, place, file, SecretKind.WEBHOOK_SECRET);
                        case LINK_KEY -> put(files, place, file, SecretKind.TLS_PAIR);
                        case TRUSTED_KEY, PEER_CERTIFICATE, VENDOR, DATABASE_PASSWORD, CERTIFIED_KEY -> others.add(use);
                    }
                }
                case InEnvironment _ -> others.add(use);
            }
        }
        return new SecretPlan(files, others);
    }

    private static void put(SequencedMap<Path, SecretKind> files, String place, Path file, SecretKind kind) {
        var other = files.putIfAbsent(file, kind);
        if (other != null && other != kind) {
            throw new ConfigException(
                    place + ": " + file + " holds another kind of secret already (expected: a file of its own)");
        }
    }

    /** What does not exist now and was not to be made, one line each. */
    List<String> missing() {
        return others.stream()
                .filter(use -> switch (use) {
                    case InFile in -> !Files.exists(in.file());
                    case InEnvironment in -> !in.set();
                })
                .map(SecretPlan::line)
                .distinct()
                .toList();
    }

    private static String line(SecretUse use) {
        var where = switch (use) {
            case InFile in -> "file " + in.file();
            case InEnvironment in -> "environment variable " + in.variable();
        };
        return use.place() + ": " + where + " ("
                + switch (use.purpose()) {
                    case TRUSTED_KEY -> "the public key of whoever signs the policy; copy it there";
                    case PEER_CERTIFICATE -> "the certificate of the other region's node; copy it there";
                    case VENDOR -> "the vendor's key; only the vendor can give it";
                    case DATABASE_PASSWORD ->
                        "the password of the gateway's user at the database; set it there and here";
                    case CERTIFIED_KEY -> "the RSA key of the domain's certificate; make both with your authority";
                    case PSEUDONYM_KEY,
                            SIGNING_KEY,
                            LINK_KEY,
                            SOURCE_KEY,
                            SANDBOX_WEBHOOK,
                            SANDBOX_VENDOR,
                            SANDBOX_ACCOUNT -> "set it yourself";
                }
                + ")";
    }
}
