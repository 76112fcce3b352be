package io.activationgateway.residency.cache;

import io.activationgateway.residency.bundle.Verified.Cause;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The bundles that this node refused: told in the log, counted, and shown by readiness. The same bytes count once, however
 * often they are met. Any thread.
 */
public final class Refusals {

    private static final Logger LOG = LoggerFactory.getLogger(Refusals.class);
    private static final int REMEMBERED = 64;

    private final InstantSource clock;
    private final Map<Cause, AtomicLong> counts = new EnumMap<>(Cause.class);
    private volatile @Nullable Refusal last;
    private final Set<Integer> met = new LinkedHashSet<>();

    /** The last of them. */
    public record Refusal(Cause cause, String text, Instant at) {

        /** The cause as metrics and readiness spell it. */
        public String code() {
            return Refusals.code(cause);
        }
    }

    Refusals(InstantSource clock) {
        this.clock = clock;
        for (var cause : Cause.values()) {
            counts.put(cause, new AtomicLong());
        }
    }

    synchronized void add(byte[] envelope, Cause cause, String text) {
        if (!met.add(31 * Arrays.hashCode(envelope) + cause.name().hashCode())) {
            return;
        }
        if (met.size() > REMEMBERED) {
            met.remove(met.iterator().next());
        }
        counts.getOrDefault(cause, new AtomicLong()).incrementAndGet();
        last = new Refusal(cause, text, clock.instant());
        LOG.warn("Policy bundle refused ({}): {}. What acted goes on acting; find out who sent it", code(cause), text);
    }

    /** How many were refused for this cause since the start. */
    public long count(Cause cause) {
        return counts.getOrDefault(cause, new AtomicLong()).get();
    }

    public Optional<Refusal> last() {
        return Optional.ofNullable(last);
    }

    /** A cause in lower case. */
    public static String code(Cause cause) {
        return cause.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
