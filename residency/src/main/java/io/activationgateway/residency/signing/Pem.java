package io.activationgateway.residency.signing;

import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import org.bouncycastle.util.io.pem.PemObject;
import org.bouncycastle.util.io.pem.PemReader;
import org.bouncycastle.util.io.pem.PemWriter;

/** PEM text (RFC 7468) with one object. */
final class Pem {

    private Pem() {}

    static byte[] read(String type, String pem, String place) {
        PemObject object;
        try (var reader = new PemReader(new StringReader(pem))) {
            object = reader.readPemObject();
        } catch (IOException | RuntimeException broken) {
            throw new KeyUnusable(place, expected(type), broken);
        }
        if (object == null || !object.getType().equals(type)) {
            throw new KeyUnusable(place, expected(type), null);
        }
        return object.getContent();
    }

    static String write(String type, byte[] content) {
        var text = new StringWriter();
        try (var writer = new PemWriter(text)) {
            writer.writeObject(new PemObject(type, content));
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return text.toString().replace("\r\n", "\n");
    }

    static String expected(String type) {
        return "not an Ed25519 key in PEM (expected: -----BEGIN " + type + "-----); restore the file";
    }
}
