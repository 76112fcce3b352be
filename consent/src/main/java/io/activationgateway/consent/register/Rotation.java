package io.activationgateway.consent.register;

import io.activationgateway.consent.identity.KeyRing;
import io.activationgateway.consent.register.KeyRotation.Step;
import io.activationgateway.consent.register.KeyTables.Progress;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes the register to the next pseudonym key, whichever node was asked to. For the storage thread, but for
 * {@link #state()}.
 *
 * <ol>
 *   <li>The head announces the next generation. From then on writers keep the table of keys under both generations, and
 *       each node that has the key prepares an index under the next one beside the one in use.
 *   <li>One node copies the table, some rows at a time under the head's lock, between the appends of all.
 *   <li>Once the table is copied and the nodes are prepared, one entry of the log switches: what is appended after it is
 *       under the new keys, and each node exchanges its index when it applies that entry.
 *   <li>The table of the former keys is emptied, some rows at a time.
 * </ol>
 *
 * <p>All of it is in the database: a node that ends midway is replaced by the next one, which goes on from there. A node
 * that has not the key cannot append from the announcement on and cannot follow the log past the switch. It goes on by
 * itself when the key is there.
 *
 * <p>No subject is lost. Before the switch every key looked up, written and moved is of the former generation, after it of
 * the next, since both the switch and each append hold the head's lock; and at the switch the next table has a row for
 * each row of the former one: those that were there at the announcement were copied, those written since were written to
 * both.
 */
final class Rotation {

    private static final Logger log = LoggerFactory.getLogger(Rotation.class);

    /** Some tens of milliseconds, for which an append may have to wait. */
    private static final int GROUP = 1_000;

    private final Transactions transactions;
    private final RegisterLog registerLog;
    private final Replica replica;
    private final KeyRing keys;
    private final Executor storage;
    private volatile KeyRotation state;
    private boolean isOurs;
    private boolean isAwaited;
    private boolean isLacking;

    Rotation(Transactions transactions, RegisterLog registerLog, Replica replica, KeyRing keys, Executor storage) {
        this.transactions = transactions;
        this.registerLog = registerLog;
        this.replica = replica;
        this.keys = keys;
        this.storage = storage;
        this.state = new KeyRotation(0, 0, keys.newest(), Step.NONE);
    }

    KeyRotation state() {
        return state;
    }

    /** Takes keys that have come since; what cannot be read now is read later. */
    void refreshKeys() {
        try {
            if (keys.refresh()) {
                log.info("This node has the pseudonym keys up to generation {}", keys.newest());
            }
        } catch (RuntimeException unreadable) {
            log.warn("A pseudonym key cannot be read: {}", unreadable.getMessage());
        }
    }

    /**
     * Announces the next generation, or says how far the one is that was announced before.
     *
     * @throws RotationRefused where a node has not the key, or the rotation before is not finished
     */
    KeyRotation begin() throws SQLException {
        refreshKeys();
        var announced = transactions.durably(connection -> {
            var head = Head.lock(connection);
            if (head.nextGeneration() > head.generation()) {
                return head;
            }
            int next = head.generation() + 1;
            if (KeyTables.read(connection).step() != Step.NONE) {
                throw new RotationRefused("keys: those of generation " + (head.generation() - 1)
                        + " are still being deleted; ask again when the step is none");
            }
            checkKey(next);
            checkNodes(Nodes.all(connection), next);
            KeyTables.begin(connection, next, keys.print(next));
            var after = head.withGenerations(head.generation(), next);
            after.save(connection);
            log.info("Key rotation: generation {} of the pseudonym key was announced", next);
            return after;
        });
        renewed(announced);
        return state;
    }

    private void checkKey(int next) {
        if (!keys.reaches(next)) {
            throw new RotationRefused("keys: this node has no pseudonym key of generation " + next
                    + "; make it with `keys rotate` and put it beside the others on every node");
        }
        if (keys.prints().subList(0, next).contains(keys.print(next))) {
            throw new RotationRefused("keys: the pseudonym key of generation " + next
                    + " is that of an earlier one; make a new one with `keys rotate`");
        }
    }

    private void checkNodes(Map<Long, Nodes.Row> nodes, int next) {
        var wanted = keys.prints().subList(0, next + 1);
        long lacking = nodes.entrySet().stream()
                .filter(entry -> entry.getKey() != registerLog.node())
                .map(entry -> entry.getValue().keys().prints())
                .filter(prints ->
                        prints.size() <= next || !prints.subList(0, next + 1).equals(wanted))
                .count();
        if (lacking > 0) {
            throw new RotationRefused("keys: " + lacking + " of " + nodes.size()
                    + " nodes have not announced this pseudonym key of generation " + next
                    + "; put its file beside the others there, and ask again after a few seconds");
        }
    }

    /** This node has renewed its lease up to a head: it looks where the rotation is, and prepares what it will need. */
    void renewed(Head head) throws SQLException {
        if (head.nextGeneration() == 0) {
            state = new KeyRotation(0, 0, keys.newest(), Step.NONE);
            return;
        }
        warn(head);
        if (head.nextGeneration() > replica.generation() && keys.reaches(head.nextGeneration())) {
            replica.live().prepareNext(storage, Rotation::copier);
        }
        transactions.run(connection -> {
            var progress = KeyTables.read(connection);
            show(progress);
            assess(Nodes.all(connection), progress);
            return progress;
        });
    }

    private void warn(Head head) {
        boolean lacks = !keys.reaches(head.nextGeneration());
        if (lacks && !isLacking) {
            log.warn(
                    "Pseudonym key {} was announced and this node has it not: it cannot append, and decides nothing once"
                            + " the register goes over to it; put its file beside the others, no restart is needed",
                    head.nextGeneration());
        }
        isLacking = lacks;
    }

    private static void copier(Runnable work) {
        Thread.ofPlatform()
                .name("consent-key-rotation")
                .daemon()
                .priority(Thread.MIN_PRIORITY)
                .start(work);
    }

    private void show(Progress progress) {
        state = new KeyRotation(
                replica.generation(),
                Math.max(replica.generation(), progress.generation()),
                keys.newest(),
                progress.step());
    }

    /** The first of the nodes that have the key does what is to be done. */
    private void assess(Map<Long, Nodes.Row> nodes, Progress progress) {
        int next = progress.generation();
        long first = Long.MAX_VALUE;
        isAwaited = false;
        for (var entry : nodes.entrySet()) {
            var said = entry.getValue().keys();
            if (said.prints().size() > next && said.prints().get(next) == progress.print()) {
                first = Math.min(first, entry.getKey());
                isAwaited |= said.prepared() < next;
            }
        }
        isOurs = first == registerLog.node();
    }

    /** Does one step, if it is this node's to do; says whether it made the switch. */
    boolean advance() throws SQLException {
        if (!isOurs || !keys.reaches(state.next())) {
            return false;
        }
        return switch (state.step()) {
            case NONE -> false;
            case COPYING -> {
                transactions.run(connection -> {
                    var head = Head.lock(connection);
                    var progress = KeyTables.read(connection);
                    if (progress.step() == Step.COPYING) {
                        progress = KeyTables.copy(connection, Keying.toWrite(connection, head, keys), progress, GROUP);
                    }
                    show(progress);
                    return progress;
                });
                yield false;
            }
            case COPIED -> !isAwaited && turn();
            case EMPTYING -> {
                transactions.run(connection -> {
                    var progress = KeyTables.read(connection);
                    if (progress.step() == Step.EMPTYING) {
                        progress = KeyTables.empty(connection, progress, GROUP);
                    }
                    show(progress);
                    return progress;
                });
                yield false;
            }
        };
    }

    private boolean turn() throws SQLException {
        boolean isMade = transactions.durably(connection -> {
            var head = Head.lock(connection);
            var progress = KeyTables.read(connection);
            if (progress.step() != Step.COPIED) {
                return false;
            }
            var entry = new KeySwitch(head.sequence() + 1, progress.generation(), progress.print(), Digest.EMPTY)
                    .following(head.digest());
            entry.insert(connection);
            head.after(entry)
                    .withGenerations(progress.generation(), progress.generation())
                    .save(connection);
            KeyTables.switched(connection, entry);
            KeyTables.save(connection, progress.next(Step.EMPTYING));
            log.info("Key rotation: from row {} on keys are of generation {}", entry.sequence(), progress.generation());
            return true;
        });
        registerLog.followHead();
        transactions.run(connection -> {
            show(KeyTables.read(connection));
            return true;
        });
        return isMade;
    }
}
