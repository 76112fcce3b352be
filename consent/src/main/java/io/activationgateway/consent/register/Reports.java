package io.activationgateway.consent.register;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.activationgateway.consent.identity.PseudonymKey;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Up to which row each node has reported to be bound. A report is the node's number in table {@code node}, which is
 * drawn anew at each entry, the epoch and the sequence, and over these an HMAC-SHA-256 under a key that is derived from
 * the region's pseudonym key: who merely reaches the nodes' cluster cannot make one up, and one of an earlier entry or
 * epoch speaks of a node that nobody waits for. Any thread.
 */
final class Reports {

    private static final String ALGORITHM = "HmacSHA256";
    private static final byte[] LABEL = "activation-gateway/fence-report/1".getBytes(US_ASCII);
    private static final int SAID = 3 * Long.BYTES;
    private static final int LENGTH = SAID + 32;

    private final SecretKeySpec key;
    private final Map<Who, Long> newest = new ConcurrentHashMap<>();
    private final LongAdder rejected = new LongAdder();

    private record Who(long node, long epoch) {}

    Reports(PseudonymKey region) {
        key = new SecretKeySpec(hmac(new SecretKeySpec(region.bytes(), ALGORITHM), LABEL, LABEL.length), ALGORITHM);
    }

    /** A report for the other nodes. */
    byte[] seal(long node, Position bound) {
        var report =
                ByteBuffer.allocate(LENGTH).putLong(node).putLong(bound.epoch()).putLong(bound.sequence());
        return report.put(hmac(key, report.array(), SAID)).array();
    }

    /** Takes a report of another node; false where it is none. */
    boolean take(byte[] report) {
        if (report.length != LENGTH
                || !MessageDigest.isEqual(hmac(key, report, SAID), Arrays.copyOfRange(report, SAID, LENGTH))) {
            rejected.increment();
            return false;
        }
        var said = ByteBuffer.wrap(report);
        bound(said.getLong(), said.getLong(), said.getLong());
        return true;
    }

    /** A node is bound up to a row; it never becomes less so within an epoch. */
    void bound(long node, long epoch, long sequence) {
        newest.merge(new Who(node, epoch), sequence, Math::max);
    }

    /** Whether nothing older than a row can leave a node any more. */
    boolean isBound(long node, long epoch, long sequence) {
        var said = newest.get(new Who(node, epoch));
        return said != null && said >= sequence;
    }

    /** Forgets nodes that left, and epochs that are over. */
    void keepOnly(Set<Long> nodes, long epoch) {
        newest.keySet().removeIf(who -> who.epoch != epoch || !nodes.contains(who.node));
    }

    /** How many were told that no node of this region can have made. */
    long rejected() {
        return rejected.sum();
    }

    private static byte[] hmac(SecretKeySpec key, byte[] message, int length) {
        try {
            var mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            mac.update(message, 0, length);
            return mac.doFinal();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("consent register: this Java has no " + ALGORITHM, e);
        }
    }
}
