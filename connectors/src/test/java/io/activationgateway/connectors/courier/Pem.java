package io.activationgateway.connectors.courier;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Base64;

/**
 * A key and a certificate of its own, in PEM files, by the JDK's tool.
 *
 * @param certificate names the hosts it was made for
 */
public record Pem(Path certificate, Path key) {

    private static final String PASSWORD = "made-for-this-test";

    public static Pem of(Path folder, String... hosts) throws Exception {
        var host = hosts[0];
        var store = folder.resolve(host + "-" + System.nanoTime() + ".p12");
        var keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "it",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=" + host,
                        "-ext",
                        "san=dns:" + String.join(",dns:", hosts),
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        store.toString(),
                        "-storepass",
                        PASSWORD)
                .redirectErrorStream(true)
                .start();
        keytool.getInputStream().readAllBytes();
        assertThat(keytool.waitFor()).isZero();
        var keys = KeyStore.getInstance(store.toFile(), PASSWORD.toCharArray());
        return new Pem(
                write(store, "CERTIFICATE", keys.getCertificate("it").getEncoded()),
                write(
                        store,
                        "PRIVATE KEY",
                        keys.getKey("it", PASSWORD.toCharArray()).getEncoded()));
    }

    /** Puts another certificate and key where these are. */
    void replaceBy(Pem other) throws IOException {
        Files.write(certificate, Files.readAllBytes(other.certificate));
        Files.write(key, Files.readAllBytes(other.key));
    }

    private static Path write(Path store, String kind, byte[] bytes) throws IOException {
        var text = "-----BEGIN " + kind + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes) + "\n-----END " + kind + "-----\n";
        return Files.writeString(Path.of(store + "." + kind.charAt(0) + ".pem"), text);
    }
}
