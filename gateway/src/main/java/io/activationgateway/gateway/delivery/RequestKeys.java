package io.activationgateway.gateway.delivery;

import io.activationgateway.connectors.JsonBytes;
import io.activationgateway.connectors.OutgoingRecord;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.BitSet;
import java.util.HexFormat;
import java.util.function.IntFunction;
import java.util.function.IntUnaryOperator;

/**
 * Keys of requests whose records may come again in another try, of any node: equal where the same of the same records is
 * said, so that the vendor recognises it; another one where a record or a field of one is other, since a vendor that knows
 * the key takes nothing from the request.
 */
final class RequestKeys {

    private static final int BYTES = 16;

    private RequestKeys() {}

    /**
     * The key of a request, of 59 characters.
     *
     * @param index a record's place in the activation
     * @param record a record as it may leave now
     */
    static String of(String activation, BitSet positions, IntUnaryOperator index, IntFunction<OutgoingRecord> record) {
        var digest = sha256();
        var text = new JsonBytes(256);
        positions.stream().forEach(position -> {
            var one = record.apply(position);
            digest.update(ByteBuffer.allocate(2 * Integer.BYTES + 1)
                    .putInt(index.applyAsInt(position))
                    .putInt(one.size())
                    .put((byte) (one.consented() ? 1 : 0))
                    .flip());
            for (int field = 0; field < one.size(); field++) {
                text.truncate(0);
                one.writeName(field, text);
                one.writeValue(field, text.ascii(":"));
                var bytes = text.toByteArray();
                digest.update(
                        ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).flip());
                digest.update(bytes);
            }
        });
        return activation + "-" + HexFormat.of().formatHex(digest.digest(), 0, BYTES);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("SHA-256 is missing from this Java runtime", missing);
        }
    }
}
