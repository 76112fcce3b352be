package io.activationgateway.gateway.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Texts by which bytes give somebody away: e-mail address, phone number and user id, each clear and as SHA-256, without
 * regard to capitals. All of them are found wherever they stand, in one walk over the bytes.
 */
final class Traces<T> {

    /** No text that is looked for is shorter. */
    private static final int HEAD = 8;

    private final Map<Long, Map<String, T>> byHead = new HashMap<>();

    /** Everything that names a customer, in lower case. */
    static Set<String> of(Customer customer) {
        var traces = new HashSet<String>();
        for (var clear :
                List.of(customer.email(), customer.phone(), customer.phone().substring(1), customer.userId())) {
            var lower = clear.toLowerCase(Locale.ROOT);
            traces.add(lower);
            traces.add(sha256(clear));
            traces.add(sha256(lower));
            traces.add(sha256(clear.toUpperCase(Locale.ROOT)));
        }
        return traces;
    }

    /** Looks for {@code text} too; what it means is answered where it is found. */
    void add(String text, T meaning) {
        var lower = text.toLowerCase(Locale.ROOT);
        if (lower.length() < HEAD) {
            throw new IllegalArgumentException("a text of " + lower.length() + " characters (expected: 8 or more)");
        }
        byHead.computeIfAbsent(head(lower.getBytes(UTF_8), 0), _ -> new HashMap<>())
                .put(lower, meaning);
    }

    void addAll(Collection<String> texts, T meaning) {
        texts.forEach(text -> add(text, meaning));
    }

    /** What the texts mean that occur in these bytes. */
    Set<T> in(byte[] bytes) {
        var found = new HashSet<T>();
        byte[] lower = new String(bytes, UTF_8).toLowerCase(Locale.ROOT).getBytes(UTF_8);
        for (int at = 0; at + HEAD <= lower.length; at++) {
            var candidates = byHead.get(head(lower, at));
            if (candidates != null) {
                for (var candidate : candidates.entrySet()) {
                    if (isAt(lower, at, candidate.getKey().getBytes(UTF_8))) {
                        found.add(candidate.getValue());
                    }
                }
            }
        }
        return found;
    }

    private static boolean isAt(byte[] bytes, int at, byte[] text) {
        return at + text.length <= bytes.length && Arrays.equals(bytes, at, at + text.length, text, 0, text.length);
    }

    private static long head(byte[] bytes, int at) {
        long head = 0;
        for (int i = 0; i < HEAD; i++) {
            head = (head << 8) | (bytes[at + i] & 0xff);
        }
        return head;
    }

    private static String sha256(String text) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
