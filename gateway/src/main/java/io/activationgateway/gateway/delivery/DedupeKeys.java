package io.activationgateway.gateway.delivery;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.activationgateway.connectors.Operation;
import io.activationgateway.gateway.ingest.ColumnRole;
import io.activationgateway.gateway.ingest.Rows;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The keys by which a vendor recognises a repetition. An event with an id and a time of its own keeps its key over
 * activations, so that a sender may post it again; everything else belongs to its activation.
 */
final class DedupeKeys {

    private DedupeKeys() {}

    static String[] of(Activation activation, Lot lot, Rows rows, int[] rowOf) {
        var keys = new String[rowOf.length];
        @Nullable String[] own = new @Nullable String[rowOf.length];
        Map<String, Integer> uses = new HashMap<>();
        if (activation.operation() == Operation.TRACK) {
            for (int i = 0; i < rowOf.length; i++) {
                var key = ofEvent(activation, rows, rowOf[i]);
                own[i] = key;
                if (key != null) {
                    uses.merge(key, 1, Integer::sum);
                }
            }
        }
        for (int i = 0; i < rowOf.length; i++) {
            var key = own[i];
            keys[i] = key != null && uses.getOrDefault(key, 0) == 1
                    ? key
                    : activation.id() + "-" + lot.index().applyAsInt(rowOf[i]);
        }
        return keys;
    }

    private static @Nullable String ofEvent(Activation activation, Rows rows, int row) {
        int time = rows.role(row, ColumnRole.EVENT_TIME);
        int event = rows.role(row, ColumnRole.EVENT_NAME);
        if (!rows.hasRecordId(row) || time < 0 || event < 0) {
            return null;
        }
        var digest = sha256();
        for (var part : new @Nullable String[] {
            activation.source(), activation.destination(), rows.recordId(row), rows.text(event), rows.text(time)
        }) {
            var bytes = String.valueOf(part).getBytes(UTF_8);
            // The length keeps ("a", "bc") and ("ab", "c") apart.
            digest.update((byte) (bytes.length >>> 8));
            digest.update((byte) bytes.length);
            digest.update(bytes);
        }
        return HexFormat.of().formatHex(digest.digest(), 0, 16);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("SHA-256 is missing from this Java runtime", missing);
        }
    }
}
