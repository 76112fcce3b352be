package io.activationgateway.connectors.courier;

import io.activationgateway.connectors.VendorCode;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The records of one request, with what happened to it so far. Confined to the context of its delivery. */
final class Batch {

    final int request;
    final BitSet positions;
    final String key;
    int tries;
    int intents;
    /** The request written ahead; used by the first intent only. */
    @Nullable
    Manifest prepared;

    /** An attempt that goes on after a pause. */
    @Nullable
    Trial pending;

    /** Why it did not succeed so far. */
    VendorCode why = VendorCode.OUT_OF_TIME;

    /** Ends the pause. */
    Runnable callOff = () -> {};

    Batch(Consignment consignment, int request, BitSet positions) {
        this.request = request;
        this.positions = positions;
        this.key = consignment.requestKey(request, positions);
    }

    /** The next attempt, counted unless the last one was put off. */
    Attempt attempt() {
        tries++;
        intents++;
        return new Attempt(request, tries, intents, key, (BitSet) positions.clone());
    }

    /** The second half first. */
    static List<BitSet> halves(BitSet whole) {
        var second = new BitSet();
        var first = (BitSet) whole.clone();
        whole.stream().skip(whole.cardinality() / 2).forEach(at -> {
            first.clear(at);
            second.set(at);
        });
        return List.of(second, first);
    }
}
