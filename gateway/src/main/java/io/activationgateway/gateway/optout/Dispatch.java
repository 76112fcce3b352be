package io.activationgateway.gateway.optout;

import com.github.f4b6a3.ulid.UlidCreator;
import io.activationgateway.connectors.courier.JobState;
import io.activationgateway.connectors.courier.OpenJob;
import io.activationgateway.consent.register.ConsentView;
import io.activationgateway.gateway.ledger.LedgerEntry;
import io.activationgateway.gateway.optout.OptOutConsignment.Mail;
import io.activationgateway.gateway.optout.OptOutConsignment.Surroundings;
import io.activationgateway.gateway.optout.OptOutStore.Step;
import io.activationgateway.residency.table.PolicyTable;
import io.vertx.core.Vertx;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends what is due: one consignment a destination at a time, so that the acts for a person keep their order there. Nothing
 * is sent for people whom a request under way carries, since that could take effect after it. {@link #step} is for one
 * thread, and blocks.
 */
final class Dispatch {

    private static final Logger log = LoggerFactory.getLogger(Dispatch.class);

    private static final int BATCH = 200;

    /** Over all attempts of a consignment. */
    private static final Duration DEADLINE = Duration.ofSeconds(60);

    /** A node that ends in between leaves its opt-outs to be sent again after this. */
    private static final Duration RETAKE = Duration.ofMinutes(3);

    /** What was unsure, and nobody can ask for, has taken effect by then, or never will. */
    static final Duration AGAIN = Duration.ofMinutes(10);

    /** How often it is looked whether the job of a vendor has ended that carries a person. */
    static final Duration WORKING = Duration.ofSeconds(30);

    /** The end of a job is asked for within this. */
    private static final Duration QUESTION = Duration.ofSeconds(20);

    private final OptOutStore optOuts;
    private final Disclosures disclosures;
    private final ConsentView register;
    private final Steps steps;
    private final Vertx vertx;
    private final Desk desk;
    private final Map<String, CompletableFuture<Void>> busy = new ConcurrentHashMap<>();
    private final Queue<Sent> ended = new ConcurrentLinkedQueue<>();

    /** What ended, and under which claim it was sent. */
    private record Sent(String destination, long epoch, List<Step> steps) {}

    /**
     * What it works with.
     *
     * @param jobs tells whom vendors still work on
     * @param epoch of this node's claim
     * @param orphaned whether a node before this one may have left requests without an outcome of late
     * @param wake called when something has ended
     */
    record Desk(
            Surroundings surroundings, JobWatch jobs, LongSupplier epoch, BooleanSupplier orphaned, Runnable wake) {}

    Dispatch(OptOutStore optOuts, Disclosures disclosures, ConsentView register, Steps steps, Vertx vertx, Desk desk) {
        this.optOuts = optOuts;
        this.disclosures = disclosures;
        this.register = register;
        this.steps = steps;
        this.vertx = vertx;
        this.desk = desk;
    }

    /** Writes down what has ended; answers whether there was any. What cannot be written now stays for the next time. */
    boolean settle() throws SQLException {
        boolean any = false;
        for (var sent = ended.peek(); sent != null; sent = ended.peek()) {
            any = true;
            // Since a claim was lost another node may have gone on with them; what it left is due again by itself.
            if (sent.epoch() == desk.epoch().getAsLong()) {
                optOuts.step(sent.steps());
            }
            ended.remove();
            busy.remove(sent.destination());
        }
        return any;
    }

    /** Sends what is due to a destination, unless something is under way there. */
    boolean step(Target target, PolicyTable policy) throws SQLException {
        if (busy.containsKey(target.name())) {
            return false;
        }
        var due = optOuts.due(target.name(), BATCH);
        if (due.isEmpty()) {
            return false;
        }
        var entries = disclosures
                .lookup()
                .entries(due.stream().map(OptOut::entry).distinct().toList());
        var inJobs = desk.jobs().carrying(target.name(), register.generation(), entries.values());
        var done = new ArrayList<Step>();
        var ready = new ArrayList<Mail>();
        for (var optOut : due) {
            var entry = entries.get(optOut.entry());
            if (entry == null) {
                done.add(new Step(optOut, OptOutStatus.SUPERSEDED, "erased", null, optOut.again(), null));
            } else {
                var mail = new Mail(optOut, entry, again(entry, inJobs.contains(entry.id())));
                if (inJobs.contains(entry.id()) && isRepetition(optOut)) {
                    done.add(new Step(optOut, optOut.status(), optOut.code(), WORKING, true, null));
                } else {
                    sort(mail, target, policy, ready, done);
                }
            }
        }
        if (!done.isEmpty()) {
            optOuts.step(done);
        }
        if (!ready.isEmpty()) {
            begin(target, policy, ready);
        }
        return !done.isEmpty();
    }

    /** Whether it has been through, and is to be sent once more because of what may take effect after it. */
    private static boolean isRepetition(OptOut optOut) {
        return optOut.again()
                && optOut.job() == null
                && (optOut.status() == OptOutStatus.ACCEPTED || optOut.status() == OptOutStatus.APPLIED);
    }

    private void sort(Mail mail, Target target, PolicyTable policy, List<Mail> ready, List<Step> done) {
        var optOut = mail.optOut();
        var now = desk.surroundings().clock().instant();
        if (optOut.status() == OptOutStatus.FAILED || optOut.status() == OptOutStatus.NOT_SUPPORTED) {
            done.add(steps.ended(optOut, optOut.status(), optOut.code(), now));
        } else if (optOut.job() == null && isReversed(mail, target, policy)) {
            done.add(new Step(optOut, OptOutStatus.SUPERSEDED, "consented-again", null, optOut.again(), null));
        } else if (!disclosures
                .recipient(target.name())
                .isCarrying(register.generation(), mail.entry().keys())) {
            ready.add(mail);
        }
    }

    private boolean isReversed(Mail mail, Target target, PolicyTable policy) {
        var cells = target.cells(policy);
        int generation = register.generation();
        var known = mail.entry().keys().stream()
                .mapToInt(key -> register.find(generation, key.high(), key.low()))
                .filter(number -> number != ConsentView.UNKNOWN)
                .distinct()
                .toArray();
        if (known.length == 0) {
            return false;
        }
        for (int number : known) {
            if (!Acts.isReversed(mail.optOut().act(), register.profile(number), cells)) {
                return false;
            }
        }
        return true;
    }

    /** Begins with the kind of the one that is due longest; what else is due comes next. */
    private void begin(Target target, PolicyTable policy, List<Mail> ready) throws SQLException {
        var first = ready.getFirst().optOut();
        var job = first.job();
        var together = job == null
                ? ready.stream()
                        .filter(mail -> mail.optOut().job() == null
                                && mail.optOut().act().equals(first.act()))
                        .toList()
                : List.of(ready.getFirst());
        long epoch = desk.epoch().getAsLong();
        optOuts.taken(together.stream().map(Mail::optOut).toList(), RETAKE);
        if (job != null) {
            busy.put(target.name(), new CompletableFuture<>());
            vertx.getOrCreateContext().runOnContext(_ -> ask(target, epoch, together.getFirst(), job));
            return;
        }
        var opened = opened(target, together);
        if (!opened.isEmpty()) {
            busy.put(target.name(), new CompletableFuture<>());
            vertx.getOrCreateContext().runOnContext(_ -> send(target, epoch, policy, opened));
        }
    }

    /** Opens the identifiers of those about to be sent, and of nobody else; one that does not open holds up no other. */
    private List<Mail> opened(Target target, List<Mail> mails) throws SQLException {
        var opened = new ArrayList<Mail>();
        var broken = new ArrayList<Step>();
        for (var mail : mails) {
            try {
                opened.add(mail.opened(disclosures.seal().open(mail.entry().identifiers())));
            } catch (IllegalStateException doesNotOpen) {
                var now = desk.surroundings().clock().instant();
                broken.add(steps.waiting(mail.optOut(), "seal-broken", now));
            }
        }
        if (!broken.isEmpty()) {
            log.error(
                    "{} opt-outs for {} wait: what the disclosure record sealed does not open; was keys.pseudonym replaced?",
                    broken.size(),
                    target.name());
            optOuts.step(broken);
        }
        return opened;
    }

    private void send(Target target, long epoch, PolicyTable policy, List<Mail> mails) {
        var act = mails.getFirst().optOut().act();
        var snapshot = new LedgerEntry.Snapshot(policy.version(), policy.digest(), register.position());
        long deadline = desk.surroundings().ticker().getAsLong() + DEADLINE.toNanos();
        var consignment = new OptOutConsignment(
                UlidCreator.getMonotonicUlid().toString(),
                mails,
                new OptOutConsignment.Terms(target.name(), act, target.sandbox(), snapshot, deadline),
                desk.surroundings());
        target.courier().deliver(consignment).onSuccess(endings -> {
            var now = desk.surroundings().clock().instant();
            end(
                    target,
                    epoch,
                    endings.stream()
                            .map(ending -> {
                                var mail = consignment.mail(ending.position());
                                return steps.after(
                                        mail.optOut(), ending, consignment.job(ending.position()), mail.again(), now);
                            })
                            .toList());
        });
    }

    private void ask(Target target, long epoch, Mail mail, String job) {
        var optOut = mail.optOut();
        long deadline = desk.surroundings().ticker().getAsLong() + QUESTION.toNanos();
        target.courier()
                .poll(new OpenJob(job, optOut.act().operation(), List.of(0)), deadline)
                .map(state -> switch (state) {
                    case JobState.Ended(var endings) ->
                        steps.after(
                                optOut,
                                endings.getFirst(),
                                null,
                                mail.again(),
                                desk.surroundings().clock().instant());
                    case JobState.Running(var askAgain) -> asked(optOut, askAgain);
                    case JobState.Unanswered(var _, var askAgain) -> asked(optOut, askAgain.plus(QUESTION));
                })
                // A job that nobody can ask for stays accepted.
                .otherwise(_ -> new Step(optOut, OptOutStatus.ACCEPTED, optOut.code(), null, optOut.again(), null))
                .onSuccess(step -> end(target, epoch, List.of(step)));
    }

    private static Step asked(OptOut optOut, Duration askAgain) {
        return new Step(optOut, OptOutStatus.ACCEPTED, optOut.code(), askAgain, optOut.again(), optOut.job());
    }

    private void end(Target target, long epoch, List<Step> of) {
        ended.add(new Sent(target.name(), epoch, of));
        var over = busy.get(target.name());
        if (over != null) {
            over.complete(null);
        }
        desk.wake().run();
    }

    /** Completes when what is under way has ended; {@link #settle} writes it down. */
    CompletableFuture<Void> idle() {
        return CompletableFuture.allOf(busy.values().toArray(CompletableFuture[]::new));
    }

    /** How long after its end an opt-out is to be sent once more: what was sent before it may take effect later. */
    private @Nullable Duration again(Entry entry, boolean inJob) {
        if (inJob) {
            return WORKING;
        }
        var unsure = entry.unsure();
        var since = desk.surroundings().clock().instant().minus(AGAIN);
        return desk.orphaned().getAsBoolean() || (unsure != null && unsure.isAfter(since)) ? AGAIN : null;
    }
}
