package io.activationgateway.gateway.outbox;

import io.activationgateway.consent.identity.Identifier;
import io.activationgateway.consent.identity.KeyRing;
import io.activationgateway.consent.identity.SubjectKey;
import io.activationgateway.consent.identity.SubjectKeys;
import io.activationgateway.consent.register.HeldSubject;
import io.activationgateway.consent.register.RegisterStore;
import io.activationgateway.gateway.storage.Backoff;
import io.activationgateway.gateway.storage.RegionSeal;
import io.activationgateway.gateway.storage.Tables;
import java.security.GeneralSecurityException;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The region's durable outbox: takes activations to be sent later, sends them, and answers what became of them. What its
 * methods complete with is durable by then; they never block, and fail where the database cannot be reached. Any thread.
 */
public final class Outbox implements AutoCloseable {

    private static final String HMAC = "HmacSHA256";
    private static final int AT_DESK = 2;
    private static final long CLOSE_SECONDS = 10;

    private final LaneParts parts;
    private final KeyRing pseudonymKeys;
    private final byte[] comparing;
    private final Emptiness emptiness;
    private final Intake intake;
    private final Reports reports;
    private final Horizons horizons;
    private final Set<String> atWork = ConcurrentHashMap.newKeySet();
    private final Drain drain;
    private final ExecutorService desk = Executors.newFixedThreadPool(
            AT_DESK, Thread.ofPlatform().name("outbox-desk-", 0).daemon().factory());

    private Outbox(LaneParts parts, KeyRing pseudonymKeys, boolean shared) {
        this.parts = parts;
        this.pseudonymKeys = pseudonymKeys;
        this.comparing = RegionSeal.derived(pseudonymKeys.key(0), "activation-gateway outbox, content");
        this.emptiness = new Emptiness(shared);
        this.intake = new Intake(parts);
        this.reports = new Reports(parts.chunks());
        this.horizons = new Horizons(this::look, emptiness, this::atDesk);
        this.drain = new Drain(parts, emptiness);
    }

    /**
     * What the outbox stands on.
     *
     * @param pseudonymKeys the region's; people are found by the first, also after a rotation
     * @param node the name of this node
     * @param wall legal time
     * @param ticker monotonic, in nanoseconds
     */
    public record Surroundings(
            RegisterStore store,
            KeyRing pseudonymKeys,
            SealRing seals,
            String node,
            InstantSource wall,
            LongSupplier ticker,
            RandomGenerator jitter) {}

    /** Opens the outbox and begins to drain it. Blocks. */
    public static Outbox open(Surroundings on, OutboxSettings settings, Dispatch dispatch) {
        var outbox = at(on, settings, dispatch);
        outbox.drain.start();
        return outbox;
    }

    /** One that drains nothing by itself. */
    static Outbox at(Surroundings on, OutboxSettings settings, Dispatch dispatch) {
        var parts = new LaneParts(
                Tables.open(on.store(), "outbox", "outbox_schema_history"),
                new ChunkTable(on.seals()),
                dispatch,
                settings,
                new Backoff(settings.firstPause(), settings.longestPause(), on.jitter()),
                on.node() + "/" + UUID.randomUUID(),
                on.wall(),
                on.ticker());
        return new Outbox(parts, on.pseudonymKeys(), on.store().isShared());
    }

    /** This node's way to a destination. */
    Lane lane(String destination) {
        return new Lane(destination, parts);
    }

    /** Forgets what was kept long enough; done by itself now and then. Blocks. */
    void tidy() throws SQLException {
        drain.tidy();
    }

    /** The keys by which the outbox finds people again, in the order of the identifiers. */
    public List<SubjectKey> keys(Collection<Identifier> identifiers) {
        var keys = new SubjectKeys(KeyRing.of(pseudonymKeys.key(0)));
        return identifiers.stream().map(keys::key).distinct().toList();
    }

    /** Tells equal contents from others, without saying what they are: HMAC-SHA-256 under a key of the region. */
    public byte[] content(byte[]... content) {
        try {
            var mac = Mac.getInstance(HMAC);
            mac.init(new SecretKeySpec(comparing, HMAC));
            for (var part : content) {
                mac.update(part);
                mac.update((byte) 0);
            }
            return mac.doFinal();
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException("every Java platform has " + HMAC, missing);
        }
    }

    /** Whether this node was not working on that activation and does so from now on, until {@link #done}. */
    public boolean begin(String id) {
        return atWork.add(id);
    }

    /** This node works on that activation no more. */
    public void done(String id) {
        atWork.remove(id);
    }

    /** Whether nothing more is taken, as far as was seen last. */
    public boolean isFull() {
        return drain.census().bytes() >= parts.settings().mostBytes();
    }

    /** Stores an activation whose records are sent from now on. */
    public CompletionStage<Placing> place(Arrival arrival) {
        return atDesk(() -> {
            var placing = emptiness.storing(
                    () -> parts.tables().write((connection, now) -> intake.place(connection, arrival, true, now)));
            drain.wake();
            return placing;
        });
    }

    /** Keeps the results of an activation that was answered at once, for a caller that went away. */
    public CompletionStage<Placing> keep(Arrival arrival) {
        return atDesk(() -> parts.tables().write((connection, now) -> intake.place(connection, arrival, false, now)));
    }

    /** What became of an activation that a source posted with this id and content; empty where none was. */
    public CompletionStage<Optional<Placing>> posted(String source, String id, byte[] content) {
        return atDesk(() -> parts.tables().read((connection, _) -> Intake.placing(connection, source, id, content)));
    }

    /** How far an activation of this source is; empty where it has none of this id. */
    public CompletionStage<Optional<ActivationStatus>> status(String source, String id) {
        return atDesk(() -> parts.tables().read((connection, _) -> reports.status(connection, source, id)));
    }

    /** The parts of an activation's results, in their order; empty where the source has none of this id. */
    public CompletionStage<Optional<List<Long>>> resultParts(String source, String id) {
        return atDesk(() -> parts.tables().read((connection, _) -> reports.parts(connection, source, id)));
    }

    /** The results in one part, each a JSON object: of the records that have ended, dead letters included. */
    public CompletionStage<List<byte[]>> results(long part) {
        return atDesk(() -> parts.tables().read((connection, _) -> reports.results(connection, part)));
    }

    /**
     * Completes when nothing is held any more of the people with these identifiers; fails where that is not certain.
     *
     * @param held what the register holds about them, which tells whom they are linked to
     */
    public CompletionStage<Void> forget(List<Identifier> identifiers, List<HeldSubject> held) {
        return atDesk(() -> {
                    new Forgetting(parts, pseudonymKeys).forget(keys(identifiers), held);
                    return held.size();
                })
                .thenApply(_ -> null);
    }

    /** How far the outbox reaches for a destination now. */
    public CompletionStage<Horizon> horizon(String destination) {
        return horizons.of(destination);
    }

    /**
     * Records that were sent without the outbox were forwarded: what was in it when they came is superseded.
     *
     * @param older where it ended then
     * @return those of which something older is on its way at this moment: they are to be said again after it
     */
    public CompletionStage<Set<Later>> forwarded(String destination, Horizon older, List<Later> laters) {
        var placed = laters.stream()
                .map(later -> Supersession.Placed.after(later, older.lastChunk()))
                .toList();
        return atDesk(() -> {
            var overtaking = parts.supersession().apply(destination, placed);
            drain.wake();
            return overtaking;
        });
    }

    /** How many dead letters there are. */
    public CompletionStage<List<DeadLetterGroup>> deadLetters() {
        return atDesk(() -> new DeadLetters(parts).list());
    }

    /** Judges dead letters as the region stands now, and sends nothing: how many there are of each verdict. */
    public CompletionStage<Map<String, Integer>> judge(RedriveSelection selection) {
        return atDesk(() -> new DeadLetters(parts).judge(selection));
    }

    /** Puts dead letters back into the queue; how many. */
    public CompletionStage<Integer> redrive(RedriveSelection selection) {
        return atDesk(() -> {
            int count = emptiness.storing(() -> new DeadLetters(parts).redrive(selection));
            drain.wake();
            return count;
        });
    }

    /** Why this node does not drain it; empty where it does. */
    public Optional<OutboxTrouble> trouble() {
        return drain.trouble();
    }

    OutboxCensus census() {
        return drain.census();
    }

    /** How long the oldest record has been waiting, in seconds; 0 where none waits. */
    double ageSeconds(String destination) {
        Long since = drain.census().oldest().get(destination);
        return since == null ? 0 : Math.max(0, parts.wall().instant().toEpochMilli() - since) / 1e3;
    }

    private Horizon look(String destination) throws SQLException {
        return parts.tables().read((connection, _) -> parts.chunks().horizon(connection, destination));
    }

    private <T> CompletionStage<T> atDesk(Callable<T> work) {
        var done = new CompletableFuture<T>();
        try {
            desk.execute(() -> {
                try {
                    done.complete(work.call());
                } catch (Throwable failure) {
                    // An error too: somebody waits for the answer.
                    done.completeExceptionally(failure);
                }
            });
        } catch (RejectedExecutionException closed) {
            done.completeExceptionally(closed);
        }
        return done;
    }

    /** Lets what is under way come to its end; the rest waits in the database. */
    @Override
    public void close() {
        drain.close();
        desk.shutdown();
        try {
            var _ = desk.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
