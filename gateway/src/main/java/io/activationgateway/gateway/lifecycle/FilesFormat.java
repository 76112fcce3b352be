package io.activationgateway.gateway.lifecycle;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.activationgateway.residency.document.PolicyFiles;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/** The documents of a draft as the database keeps them: gzip of a JSON object, file name to text. */
final class FilesFormat {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final TypeReference<TreeMap<String, String>> TEXTS = new TypeReference<>() {};

    private FilesFormat() {}

    static byte[] write(PolicyFiles files) {
        var bytes = new ByteArrayOutputStream();
        try (var packed = new GZIPOutputStream(bytes)) {
            JSON.writeValue(packed, files.texts());
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }

    static PolicyFiles read(byte[] stored) {
        try (var unpacked = new GZIPInputStream(new ByteArrayInputStream(stored))) {
            return PolicyFiles.of(JSON.readValue(unpacked, TEXTS));
        } catch (IOException broken) {
            throw new UncheckedIOException(
                    "table policy_draft: documents cannot be read; restore the database", broken);
        }
    }
}
