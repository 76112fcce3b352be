package io.activationgateway.connectors.courier;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.internal.ContextInternal;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets what is smaller than a request wait a little for others that ask the same of the vendor, so that they share one.
 * What takes away never waits for company, and what waits never goes after it where it came before and carries the same
 * people: that sets out at once, and the removal follows its end, or the removal would be undone. What comes after such a
 * removal and carries its people follows the removal's end, or it would be undone itself.
 *
 * <p>Any thread; its lock is held for moments only.
 */
final class Lingering {

    private static final Logger LOG = LoggerFactory.getLogger(Lingering.class);

    /** Said of what may not wait. */
    private static final int NOT = -1;

    private final Supplier<Desk> desks;
    private final Map<Company.Kind, Company> waiting = new HashMap<>();

    /** What follows the end of something else, until its own. */
    private final List<Following> following = new ArrayList<>();

    private boolean over;

    private record Following(Consignment consignment, Future<List<Ending>> done) {}

    /** {@code desks} tells the desk as it is now: a company that has waited is sent by the newest secrets. */
    Lingering(Supplier<Desk> desks) {
        this.desks = desks;
    }

    /** Never fails. On the context, which is an event loop's; completes there. */
    Future<List<Ending>> deliver(Consignment one, ContextInternal context) {
        var desk = desks.get();
        if (desk.settings().linger().isZero()) {
            return alone(one, context);
        }
        if (one.operation().takesAway()) {
            return behind(one, context);
        }
        var later = afterRemovals(one, context);
        if (later != null) {
            return later;
        }
        int bytes = mayWait(desk, one, context) ? bytes(desk, one) : NOT;
        return bytes == NOT ? past(one, context) : wait(desk, one, bytes, context);
    }

    /** What waits sets out at once, and nothing waits any more. */
    void end() {
        List<Company> all;
        synchronized (this) {
            over = true;
            all = List.copyOf(waiting.values());
        }
        all.forEach(this::hurry);
    }

    private Future<List<Ending>> alone(Consignment one, ContextInternal context) {
        return new Delivery(desks.get(), one, context).begin();
    }

    /** After those that wait with the same people, which set out now, and those that follow others with them. */
    private Future<List<Ending>> behind(Consignment removal, ContextInternal context) {
        List<Company> all;
        Promise<List<Ending>> done = context.promise();
        var before = new ArrayList<Future<?>>();
        synchronized (this) {
            all = waiting.values().stream()
                    .filter(company -> before.addAll(company.before(removal)))
                    .toList();
            before.addAll(followed(other -> !other.operation().takesAway() && other.precedes(removal)));
            follow(removal, before, done);
        }
        if (before.isEmpty()) {
            return alone(removal, context);
        }
        ended(before, context).compose(_ -> alone(removal, context)).onComplete(done);
        all.forEach(this::hurry);
        return done.future();
    }

    /** After removals of the same people that follow others themselves; null where there is none. */
    private @Nullable Future<List<Ending>> afterRemovals(Consignment one, ContextInternal context) {
        Promise<List<Ending>> done = context.promise();
        List<Future<?>> before;
        synchronized (this) {
            before = followed(other -> other.operation().takesAway() && one.precedes(other));
            follow(one, before, done);
        }
        if (before.isEmpty()) {
            return null;
        }
        ended(before, context).compose(_ -> past(one, context)).onComplete(done);
        return done.future();
    }

    /** The ends of those meant that follow others. With the lock. */
    private List<Future<?>> followed(Predicate<Consignment> meant) {
        var ends = new ArrayList<Future<?>>();
        following.stream().filter(other -> meant.test(other.consignment())).forEach(other -> ends.add(other.done()));
        return ends;
    }

    /** Where there is something before it, what comes later may follow it. With the lock. */
    private void follow(Consignment one, List<Future<?>> before, Promise<List<Ending>> done) {
        if (!before.isEmpty()) {
            var self = new Following(one, done.future());
            following.add(self);
            done.future().onComplete(_ -> forget(self));
        }
    }

    private synchronized void forget(Following one) {
        following.remove(one);
    }

    /** Completes on the context, whatever became of them. */
    private static Future<Void> ended(List<Future<?>> before, ContextInternal context) {
        Promise<Void> ended = context.promise();
        Future.join(before).onComplete(_ -> ended.complete());
        return ended.future();
    }

    /** What cannot wait does not overtake what waits for the same. */
    private Future<List<Ending>> past(Consignment one, ContextInternal context) {
        Company before;
        synchronized (this) {
            before = waiting.get(Company.Kind.of(one, context));
        }
        if (before != null) {
            depart(before);
        }
        return alone(one, context);
    }

    private Future<List<Ending>> wait(Desk desk, Consignment one, int bytes, ContextInternal context) {
        var limits = desk.connector().limits(one.operation());
        var linger = desk.settings().linger();
        var kind = Company.Kind.of(one, context);
        var member = new Company.Member(one, context, context.promise());
        Company found;
        Company joined;
        boolean leaves;
        synchronized (this) {
            found = waiting.get(kind);
            joined = found;
            if (joined == null || !joined.joins(member, bytes, limits, linger)) {
                joined = new Company(member, kind, bytes);
                waiting.put(kind, joined);
            }
            leaves = over || joined.isFull(limits);
        }
        if (joined != found) {
            var begun = joined;
            begun.callOff = desk.after(linger.toNanos(), () -> depart(begun));
            if (found != null) {
                depart(found);
            }
        }
        if (leaves) {
            depart(joined);
        }
        return member.done().future();
    }

    /** Whether a consignment gains by company, and can afford to wait for it. */
    private static boolean mayWait(Desk desk, Consignment one, ContextInternal context) {
        var connector = desk.connector();
        var operation = one.operation();
        var needs = desk.settings().linger().plus(desk.settings().requestTimeout());
        return context.isEventLoopContext()
                && one.deadline() - desk.now() >= needs.toNanos()
                && connector.refusal(operation, one.audience(), one.use().channel()) == null
                && one.size() < connector.limits(operation).maxRecords()
                && !desk.breaker().refuses()
                && connector.shares(operation)
                && !(one.comesAgain() && connector.recognisesRequests(operation));
    }

    /** How large a request of its own would be; {@link #NOT} where it needs several, or cannot be said. */
    private static int bytes(Desk desk, Consignment one) {
        var all = new BitSet();
        all.set(0, one.size());
        try {
            var attempt = Trial.said(desk, one, new Attempt(0, 1, 1, one.key(), all));
            var alone = Manifest.write(desk.connector(), one, attempt, all);
            return alone.next() < 0 && !alone.carried().isEmpty()
                    ? alone.draft().bytes()
                    : NOT;
        } catch (RuntimeException broken) {
            LOG.error("A request could not be written ahead: {}", Fault.of(broken));
            return NOT;
        }
    }

    private void hurry(Company company) {
        company.context().runOnContext(_ -> depart(company));
    }

    /** On its event loop; it sets out once. */
    private void depart(Company company) {
        synchronized (this) {
            waiting.remove(company.kind(), company);
            if (company.departed) {
                return;
            }
            company.departed = true;
        }
        company.callOff.run();
        company.context().emit(_ -> setOut(company.members()));
    }

    private void setOut(List<Company.Member> members) {
        var first = members.getFirst();
        if (members.size() == 1) {
            alone(first.consignment(), first.context()).onComplete(first.done());
            return;
        }
        var desk = desks.get();
        desk.metrics().joined(members.size());
        var joint = new JointConsignment(members);
        var delivery = new Delivery(desk, joint, first.context());
        for (int nth = 0; nth < members.size(); nth++) {
            var part = joint.parts().get(nth);
            Promise<List<Ending>> its = first.context().promise();
            its.future().map(part::endings).onComplete(members.get(nth).done());
            delivery.tellEnds(part.from(), part.to(), its);
        }
        delivery.begin();
    }
}
