package io.activationgateway.connectors.courier;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.internal.ContextInternal;
import java.util.BitSet;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A consignment in a joint one: translates the positions of the whole into its own, and speaks to it on its own context.
 *
 * @param from the whole's position of its first record
 * @param context of the same event loop as the whole's
 */
record Part(Consignment consignment, int from, ContextInternal context) {

    private static final Logger LOG = LoggerFactory.getLogger(Part.class);

    /** The position after its last record. */
    int to() {
        return from + consignment.size();
    }

    /** The attempt as far as it is about this part: perhaps none of its records. */
    Attempt own(Attempt whole) {
        return new Attempt(
                whole.request(),
                whole.number(),
                whole.intent(),
                whole.requestKey(),
                whole.positions().get(from, to()));
    }

    /** The whole's positions of those of {@code granted} that the attempt is about: a part speaks for nobody else. */
    BitSet whole(Attempt own, BitSet granted) {
        var whole = new BitSet();
        granted.stream().filter(own.positions()::get).forEach(position -> whole.set(from + position));
        return whole;
    }

    /** Completes on the event loop. */
    Future<BitSet> intend(Attempt own) {
        Promise<BitSet> granted = context.promise();
        context.emit(_ -> {
            try {
                consignment.intend(own).onComplete(granted);
            } catch (RuntimeException broken) {
                granted.tryFail(broken);
            }
        });
        return granted.future();
    }

    /** On the event loop of the connection: where one part's check breaks, the others' must still be told the end. */
    LastCheck lastCheck(Attempt own, Reset reset) {
        try {
            return consignment.lastCheck(own, reset);
        } catch (RuntimeException broken) {
            LOG.error("The last check failed, the request is put off: {}", Fault.of(broken));
            return new LastCheck.Hold();
        }
    }

    /** Tells it what became of an attempt that it granted, by the endings of the whole's. */
    void ended(Attempt own, List<Ending> all) {
        var endings = endings(all.stream()
                .filter(ending -> ending.position() >= from && ending.position() < to())
                .toList());
        context.emit(_ -> consignment.ended(own, endings));
    }

    /** Endings of its records, by its own positions. */
    List<Ending> endings(List<Ending> its) {
        return its.stream()
                .map(ending -> new Ending(ending.position() - from, ending.kind(), ending.code()))
                .toList();
    }
}
