package io.activationgateway.gateway.keys;

import io.activationgateway.residency.signing.LinkCertificate;
import io.activationgateway.residency.signing.SigningKey;
import io.activationgateway.residency.signing.VerifyingKey;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;

/** The secrets in one data folder. Safe on any thread; blocks. */
public final class SecretFiles {

    private static final String PUBLIC = ".pub";
    private static final String CERTIFICATE = ".crt";
    private static final FileAttribute<?> OWNER_FILE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    private static final FileAttribute<?> OWNER_FOLDER =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

    private final Path folder;
    private final SecureRandom random;

    /** @param random where secrets come from: {@code new SecureRandom()} outside of tests */
    public SecretFiles(Path folder, SecureRandom random) {
        this.folder = folder;
        this.random = random;
    }

    /**
     * A secret that must exist.
     *
     * @param file its name, relative to the folder
     */
    public record Wanted(String file, SecretKind kind) {}

    /**
     * Makes what is missing: folders with mode 0700, files with mode 0600. What exists stays as it is, whatever it
     * holds; of a key pair whose private half exists, a missing public half is written again.
     *
     * @return the files that were made, in the order wanted
     * @throws SecretUnusable where a file cannot be written or its name leads out of the folder
     */
    public List<Path> init(List<Wanted> wanted) {
        var made = new ArrayList<Path>();
        for (var one : wanted) {
            var file = file(one.file());
            try {
                if (!Files.exists(file)) {
                    createFolders(parent(file));
                    write(file, one.kind().make(random));
                    made.add(file);
                }
                if (one.kind() == SecretKind.ED25519_PAIR && !Files.exists(publicFile(file))) {
                    String pem = signingKey(one.file()).verifyingKey().toPem();
                    write(publicFile(file), pem.getBytes(StandardCharsets.US_ASCII));
                    made.add(publicFile(file));
                }
                if (one.kind() == SecretKind.TLS_PAIR && !Files.exists(certificateFile(file))) {
                    var certificate = LinkCertificate.selfSigned(read(file), file.toString(), random, Instant.now());
                    write(certificateFile(file), certificate.getBytes(StandardCharsets.US_ASCII));
                    made.add(certificateFile(file));
                }
            } catch (FileAlreadyExistsException madeMeanwhile) {
                throw new SecretUnusable(file, "was made by another process just now; start again", madeMeanwhile);
            } catch (IOException failure) {
                throw new SecretUnusable(file, "cannot be written; check the folder and its permissions", failure);
            }
        }
        return List.copyOf(made);
    }

    /** A {@link SecretKind#RANDOM_TOKEN}, or any other secret of one line, such as a vendor's API key. */
    public String token(String name) {
        var file = file(name);
        String token = read(file).strip();
        if (token.isEmpty() || token.chars().anyMatch(c -> c <= ' ' || c > '~')) {
            throw new SecretUnusable(file, "is not one line of printable ASCII; write the secret into it anew", null);
        }
        return token;
    }

    /** A {@link SecretKind#WEBHOOK_SECRET}, with its prefix. */
    public String webhookSecret(String name) {
        String secret = token(name);
        if (!secret.startsWith(SecretKind.WEBHOOK_PREFIX)) {
            throw new SecretUnusable(file(name), "is no webhook secret (expected: whsec_ and base64)", null);
        }
        return secret;
    }

    /**
     * Where the pseudonym key of a generation lies: that of generation 0 in {@code first}, those that rotations added
     * beside it, their names ending in the number of the generation, such as {@code pseudonym.key.1}.
     */
    public static Path generation(Path first, int generation) {
        return generation == 0 ? first : first.resolveSibling(first.getFileName() + "." + generation);
    }

    /** A {@link SecretKind#PSEUDONYM_KEY}: 32 bytes. */
    public byte[] pseudonymKey(String name) {
        var file = file(name);
        String text = read(file).strip();
        try {
            byte[] key = HexFormat.of().parseHex(text);
            if (key.length == SecretKind.BYTES) {
                return key;
            }
        } catch (IllegalArgumentException notHex) {
            // The exception quotes the content, which must go nowhere.
            throw notAPseudonymKey(file);
        }
        throw notAPseudonymKey(file);
    }

    /**
     * A {@link SecretKind#ED25519_PAIR}.
     *
     * @throws io.activationgateway.residency.signing.KeyUnusable where the file holds none
     */
    public SigningKey signingKey(String name) {
        var file = file(name);
        return SigningKey.parse(read(file), file.toString());
    }

    /**
     * The public half of a pair, or a public key that was put there alone.
     *
     * @param name that of the pair, without {@code .pub}
     */
    public VerifyingKey verifyingKey(String name) {
        var file = publicFile(file(name));
        return VerifyingKey.parse(read(file), file.toString());
    }

    private static SecretUnusable notAPseudonymKey(Path file) {
        return new SecretUnusable(
                file,
                "is no pseudonym key (expected: 64 hexadecimal digits); restore it, a new one would forget every person",
                null);
    }

    private String read(Path file) {
        try {
            return Files.readString(file, StandardCharsets.US_ASCII);
        } catch (NoSuchFileException missing) {
            throw new SecretUnusable(file, "is missing; run `keys init`, or restore it", missing);
        } catch (AccessDeniedException denied) {
            throw new SecretUnusable(file, "may not be read; run as the user who owns it", denied);
        } catch (IOException broken) {
            throw new SecretUnusable(file, "cannot be read; restore it", broken);
        }
    }

    private Path file(String name) {
        var root = folder.toAbsolutePath().normalize();
        var file = root.resolve(name).normalize();
        if (!file.startsWith(root) || file.equals(root)) {
            throw new SecretUnusable(file, "lies outside of " + root + "; name a file inside of it", null);
        }
        return file;
    }

    private static Path publicFile(Path file) {
        return file.resolveSibling(file.getFileName() + PUBLIC);
    }

    private static Path certificateFile(Path file) {
        return file.resolveSibling(file.getFileName() + CERTIFICATE);
    }

    private static Path parent(Path file) {
        var parent = file.getParent();
        return parent == null ? file : parent;
    }

    private static void createFolders(Path folder) throws IOException {
        Files.createDirectories(folder, attributes(folder, OWNER_FOLDER));
    }

    /** The mode is set when the file is made, so that there is no instant at which others can read it. */
    private static void write(Path file, byte[] content) throws IOException {
        var options = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        try (var channel = FileChannel.open(file, options, attributes(file, OWNER_FILE))) {
            var bytes = ByteBuffer.wrap(content);
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
    }

    private static FileAttribute<?>[] attributes(Path path, FileAttribute<?> posix) {
        boolean known = path.getFileSystem().supportedFileAttributeViews().contains("posix");
        return known ? new FileAttribute<?>[] {posix} : new FileAttribute<?>[0];
    }
}
