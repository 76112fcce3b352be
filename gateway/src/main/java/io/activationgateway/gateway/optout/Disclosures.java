package io.activationgateway.gateway.optout;

import io.activationgateway.consent.identity.KeyRing;
import io.activationgateway.consent.identity.SubjectKey;
import io.activationgateway.consent.register.RegisterStore;
import io.activationgateway.gateway.optout.DisclosureStore.Intended;
import io.activationgateway.gateway.optout.DisclosureStore.Noted;
import io.activationgateway.gateway.storage.Tables;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The disclosure record of a region: which identifiers of whom each destination was sent (GDPR Art 15(1)(c), 19). It is
 * written before the first send to a destination; later sends find a bit in memory. Any thread.
 *
 * <p>What one node destroys must not stay noted in the memory of another, or the next disclosure would not be written:
 * each asks every second what is going, and takes nothing as noted while it cannot.
 */
public final class Disclosures implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Disclosures.class);

    /** How long what is going stays: every node has asked by then, or takes nothing as noted. */
    static final Duration GOING = Duration.ofSeconds(30);

    private static final Duration DEAF = Duration.ofSeconds(10);
    private static final Duration HEARING = Duration.ofSeconds(1);

    private final DisclosureStore store;
    private final EntryLookup lookup;
    private final EntrySeal seal;
    private final KeyFollower keys;
    private final LongSupplier ticker;
    private final Prints prints = new Prints();
    private final Map<String, Recipient> recipients = new ConcurrentHashMap<>();
    private final DisclosureWriter writer;
    private volatile long heard;
    private Set<Long> gone = Set.of();
    private int ways;

    private Disclosures(
            DisclosureStore store, EntryLookup lookup, EntrySeal seal, KeyFollower keys, LongSupplier ticker) {
        this.store = store;
        this.lookup = lookup;
        this.seal = seal;
        this.keys = keys;
        this.ticker = ticker;
        writer = new DisclosureWriter(store, this::note);
    }

    /**
     * Opens the record of a region, whose tables it brings up to date, and reads what is noted. Blocks.
     *
     * @param pseudonymKeys those that the keys follow from which seal identifiers
     * @param generation of the subject keys in use
     * @param ticker monotonic, in nanoseconds
     */
    public static Disclosures open(RegisterStore database, KeyRing pseudonymKeys, int generation, LongSupplier ticker)
            throws SQLException {
        var tables = Tables.open(database, "optout", "optout_schema_history");
        var seal = new EntrySeal(pseudonymKeys);
        new FormerSeals(tables, pseudonymKeys.key(0), seal).part();
        var store = new DisclosureStore(tables, seal);
        var keys = new KeyFollower(tables, pseudonymKeys, seal);
        var opened = new Disclosures(store, new EntryLookup(tables), seal, keys, ticker);
        opened.heard = ticker.getAsLong();
        store.readAll(generation, opened::note);
        opened.hear();
        opened.writer.every(HEARING, opened::hear);
        return opened;
    }

    /** The record of one destination. */
    public Recipient recipient(String destination) {
        return recipients.computeIfAbsent(destination, Recipient::new);
    }

    DisclosureStore store() {
        return store;
    }

    EntryLookup lookup() {
        return lookup;
    }

    EntrySeal seal() {
        return seal;
    }

    KeyFollower keys() {
        return keys;
    }

    /** Since what left the record was heard last. */
    Duration unheard() {
        return Duration.ofNanos(ticker.getAsLong() - heard);
    }

    /** How many sets of identifiers are in memory. */
    public int size() {
        return prints.size();
    }

    /** What one destination was sent. Any thread. */
    public final class Recipient {

        private final String destination;
        private final Set<Open> requests = ConcurrentHashMap.newKeySet();
        private final AtomicLong departures = new AtomicLong();
        private volatile Ways known = Ways.NONE;

        private Recipient(String destination) {
            this.destination = destination;
        }

        /** Whether {@link #has} may be asked now; where not, nothing counts as noted. */
        public boolean isCurrent() {
            return unheard().compareTo(DEAF) < 0;
        }

        /** Whether a record of this print has gone there in this form. */
        public boolean has(long print, long form) {
            int way = known.of(form);
            return way >= 0 && prints.has(print, way);
        }

        /** Grows when this node hears that somebody leaves the record: within a second or so, while it is current. */
        public long departures() {
            return departures.get();
        }

        /**
         * Which of these people the destination was sent until an instant, and still has as far as the record tells.
         * Blocks.
         *
         * @param generation of the keys
         * @throws SQLException where it cannot be told now
         */
        public Set<SubjectKey> sent(int generation, Collection<SubjectKey> keys, Instant until) throws SQLException {
            return lookup.sent(destination, generation, keys, until);
        }

        /** Completes when all this is durable; fails where that is not certain: it must not be sent then. */
        public CompletionStage<Void> write(List<Disclosed> what) {
            return writer.write(
                    what.stream().map(each -> new Intended(destination, each)).toList());
        }

        /**
         * Notes that a request is about to leave, until {@link Open#ended}.
         *
         * @param carried says whom it carries
         */
        public Open opened(Carried carried) {
            var open = new Open(carried);
            requests.add(open);
            return open;
        }

        /** Whether a request of this node is under way that carries somebody with one of these keys. */
        boolean isCarrying(int generation, Set<SubjectKey> keys) {
            return requests.stream().anyMatch(open -> open.carried.isAnyOf(generation, keys));
        }

        /** A request under way. */
        public final class Open {

            private final Carried carried;

            private Open(Carried carried) {
                this.carried = carried;
            }

            /**
             * The request has ended.
             *
             * @param unsure the prints of those of its records of which nobody knows whether, or when, the vendor takes them
             */
            public void ended(Collection<Long> unsure) {
                if (unsure.isEmpty()) {
                    requests.remove(this);
                } else {
                    // An opt-out that waits for this request must find what is unsure: it waits until that is written.
                    writer.unsure(destination, unsure, () -> requests.remove(this));
                }
            }
        }

        /** On the writing thread. */
        private int way(long form) {
            int way = known.of(form);
            if (way < 0) {
                way = ways++;
                known = known.with(form, way);
            }
            return way;
        }
    }

    /** Whom a request carries. Any thread. */
    @FunctionalInterface
    public interface Carried {
        /** Whether it carries somebody with one of these keys, which are of this generation; also where that is unknown. */
        boolean isAnyOf(int generation, Set<SubjectKey> keys);
    }

    private void note(Noted noted) {
        prints.put(noted.print(), recipient(noted.destination()).way(noted.form()));
    }

    /** Forgets what is going. */
    void hear() {
        long asked = ticker.getAsLong();
        try {
            var leaving = store.going(GOING.multipliedBy(2));
            for (var entry : leaving.entrySet()) {
                var going = entry.getValue();
                if (!gone.contains(entry.getKey())) {
                    recipient(going.destination()).departures.incrementAndGet();
                }
                int way = recipient(going.destination()).known.of(going.form());
                if (way >= 0) {
                    prints.take(going.print(), way);
                }
            }
            gone = leaving.keySet();
            heard = asked;
        } catch (SQLException | RuntimeException failure) {
            log.warn(
                    "what left the disclosure record could not be read: {}",
                    failure.getClass().getName());
        }
    }

    /** Writes what waits, then ends. */
    @Override
    public void close() {
        writer.close();
    }
}
