package io.activationgateway.gateway.ledger;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** The last checks that a ledger's outcomes name, for a trial to compare with what arrived. */
public final class LedgerChecks {

    private LedgerChecks() {}

    /** A last check as the ledger of a node has it. */
    public record Check(int node, long instant, long epoch, long sequence) {}

    /** The last check of each attempt of a node that has one, by {@code activation/number/request}. */
    public static Map<String, Check> read(int node, Path folder) {
        var checks = new HashMap<String, Check>();
        var layout = new Layout(folder);
        try {
            for (long number = 0; ; number++) {
                var bundle = layout.bundleBytes(number);
                if (bundle.isEmpty()) {
                    return checks;
                }
                read(node, ByteBuffer.wrap(bundle.get()), checks);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static void read(int node, ByteBuffer leaves, Map<String, Check> into) {
        while (leaves.remaining() > Short.BYTES) {
            int length = Short.toUnsignedInt(leaves.getShort());
            if (length > leaves.remaining()) {
                return; // torn by a sudden end
            }
            var bytes = new byte[length];
            leaves.get(bytes);
            var leaf = new JsonObject(io.vertx.core.buffer.Buffer.buffer(bytes));
            if (leaf.getString("t").equals("outcome") && leaf.getValue("checked") != null) {
                into.put(
                        leaf.getString("activation") + "/" + leaf.getInteger("attempt") + "/"
                                + leaf.getString("request"),
                        new Check(node, leaf.getLong("checked"), leaf.getLong("epoch"), leaf.getLong("consent")));
            }
        }
    }
}
