package io.activationgateway.gateway.optout;

import io.activationgateway.consent.identity.KeyRing;
import io.activationgateway.consent.identity.SubjectKey;
import io.activationgateway.consent.register.ConsentRegister;
import io.activationgateway.consent.register.ConsentView;
import io.activationgateway.consent.register.RegisterStore;
import io.activationgateway.gateway.ledger.EvidenceLog;
import io.activationgateway.gateway.storage.Backoff;
import io.activationgateway.gateway.storage.Loop;
import io.activationgateway.gateway.storage.Tables;
import io.activationgateway.residency.table.PolicyTable;
import io.vertx.core.Vertx;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The opt-outs of a region: each withdrawal, objection, restriction and erasure that enters the register is told to every
 * destination to which the person was sent (GDPR Art 19, KVKK Art 7). One node of the region does it, whichever has the
 * claim. Any thread.
 */
public final class OptOuts implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(OptOuts.class);

    /** How long what is through is kept. */
    private static final Duration KEPT = Duration.ofDays(365);

    private static final Duration FORGETTING = Duration.ofHours(1);

    /** How often the opt-outs are counted while some go out, and while none do. */
    private static final Duration BUSY = Duration.ofSeconds(2);

    private static final Duration IDLE = Duration.ofSeconds(30);
    private static final long CLOSE_SECONDS = 15;

    private final Surroundings on;
    private final Terms terms;
    private final Enquiries enquiries;
    private final OptOutStore store;
    private final Claim claim;
    private final Follower follower;
    private final Dispatch dispatch;
    private final Loop loop;
    private volatile OptOutCensus census = OptOutCensus.NONE;
    private long claimed;
    private boolean hadClaim;
    private boolean worked = true;
    private long counted;
    private long forgot;

    /**
     * What it stands on, all of which ends after it.
     *
     * @param settling how long after an event was received another node may have under way what it forbids
     * @param policy the policy that acts
     * @param clock legal time
     * @param ticker monotonic, in nanoseconds; the couriers' too
     * @param jitter spreads the pauses; called on several threads
     */
    public record Surroundings(
            RegisterStore database,
            ConsentRegister register,
            KeyRing pseudonymKeys,
            Disclosures disclosures,
            OpenJobs jobs,
            Map<String, Target> targets,
            EvidenceLog ledger,
            Supplier<Optional<PolicyTable>> policy,
            Vertx vertx,
            Duration settling,
            InstantSource clock,
            LongSupplier ticker,
            RandomGenerator jitter) {
        public Surroundings {
            targets = Map.copyOf(targets);
        }
    }

    /**
     * Times from the receipt of an event.
     *
     * @param overdue after this an opt-out that has not reached its destination is reported
     * @param giveUp how long a destination is asked; then people must see to it
     */
    public record Terms(Duration overdue, Duration giveUp) {}

    private OptOuts(Surroundings on, Terms terms) {
        this.on = on;
        this.terms = terms;
        var tables = Tables.open(on.database(), "optout", "optout_schema_history");
        forgot = on.ticker().getAsLong();
        counted = forgot - IDLE.toNanos();
        claim = new Claim(tables, on.database().isShared(), on.settling(), on.ticker());
        store = new OptOutStore(tables, claim);
        enquiries = new Enquiries(store, on.disclosures().lookup(), terms.overdue());
        follower = new Follower(
                on.register(),
                on.disclosures(),
                store,
                on.targets(),
                new Follower.Pace(on.clock(), on.ticker(), on.settling(), terms.giveUp()));
        loop = new Loop("opt-outs", "opt-outs", this::pass, () -> {});
        dispatch = new Dispatch(
                store,
                on.disclosures(),
                on.register(),
                new Steps(new Backoff(Duration.ofSeconds(2), Duration.ofMinutes(10), on.jitter()), terms.giveUp()),
                on.vertx(),
                new Dispatch.Desk(
                        new OptOutConsignment.Surroundings(on.ledger(), on.clock(), on.ticker(), claim::isMine),
                        new JobWatch(on.jobs(), on.pseudonymKeys()),
                        claim::epoch,
                        this::isOrphaned,
                        loop::wake));
    }

    /** Goes on with what was left. Blocks. */
    public static OptOuts start(Surroundings on, Terms terms) {
        var started = new OptOuts(on, terms);
        started.loop.start();
        return started;
    }

    /** Answers what people and operators ask. */
    public Enquiries enquiries() {
        return enquiries;
    }

    /** The region's opt-outs as they were counted last. */
    public OptOutCensus census() {
        return census;
    }

    /** How long the oldest opt-out for a destination waits, in seconds; 0 where none does. */
    double oldestSeconds(String destination) {
        var open = census.open().get(destination);
        return open == null
                ? 0
                : Duration.between(open.oldest(), on.clock().instant()).toMillis() / 1e3;
    }

    /** Whether this node sends the region's opt-outs now. */
    boolean isSending() {
        return claim.isMine();
    }

    /** Since this node heard last who left the disclosure record, in seconds. */
    double unheardSeconds() {
        return on.disclosures().unheard().toMillis() / 1e3;
    }

    /** How many sets of identifiers this node knows were disclosed. */
    double disclosedPrints() {
        return on.disclosures().size();
    }

    /** Something of everything that is due; whether there was any. */
    private boolean pass() throws SQLException, InterruptedException {
        var policy = on.policy().get().orElse(null);
        refresh();
        if (policy == null || !renewed()) {
            return false;
        }
        // Before anything else: under an earlier key nobody is found, neither in a request under way nor in the
        // register.
        if (on.disclosures().keys().step(on.register().generation())) {
            return true;
        }
        boolean any = dispatch.settle();
        any |= follower.step(policy);
        for (var target : on.targets().values()) {
            any |= dispatch.step(target, policy);
        }
        any |= on.disclosures().store().destroy(this::isBack) > 0;
        any |= forgotten();
        worked |= any;
        return any;
    }

    private boolean renewed() throws SQLException {
        boolean mine = claim.renew();
        if (mine && !hadClaim) {
            claimed = on.ticker().getAsLong();
        }
        hadClaim = mine;
        return mine;
    }

    /** Counting reads everything, so that it is done now and then, and must not hold up what is to be sent. */
    private void refresh() {
        long now = on.ticker().getAsLong();
        if (now - counted < (worked ? BUSY : IDLE).toNanos()) {
            return;
        }
        counted = now;
        worked = false;
        try {
            census = store.census(terms.overdue());
        } catch (SQLException | RuntimeException failure) {
            log.warn("opt-outs could not be counted: {}", failure.getClass().getName());
        }
    }

    private boolean forgotten() throws SQLException {
        long now = on.ticker().getAsLong();
        if (now - forgot < FORGETTING.toNanos()) {
            return false;
        }
        if (store.forget(KEPT) > 0) {
            return true;
        }
        forgot = now;
        return false;
    }

    /** A node that ended without giving the claim back may have left requests whose outcome nobody knows. */
    private boolean isOrphaned() {
        return claim.isOrphaned() && on.ticker().getAsLong() - claimed < Dispatch.AGAIN.toNanos();
    }

    private boolean isBack(Set<SubjectKey> keys) {
        var register = on.register();
        int generation = register.generation();
        return keys.stream()
                .mapToInt(key -> register.find(generation, key.high(), key.low()))
                .filter(number -> number != ConsentView.UNKNOWN)
                .mapToObj(register::profile)
                .anyMatch(profile ->
                        profile.cells().values().stream().anyMatch(cell -> cell.reopened()) || !profile.erased());
    }

    /** Lets what is under way come to its end, then gives the claim back. */
    @Override
    public void close() {
        enquiries.close();
        loop.close();
        try {
            dispatch.idle()
                    .completeOnTimeout(null, CLOSE_SECONDS, TimeUnit.SECONDS)
                    .join();
            dispatch.settle();
            claim.release();
        } catch (SQLException | RuntimeException failure) {
            log.warn(
                    "the claim of the opt-outs could not be given back: {}",
                    failure.getClass().getName());
        }
    }
}
