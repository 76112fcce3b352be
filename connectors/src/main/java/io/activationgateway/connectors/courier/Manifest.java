package io.activationgateway.connectors.courier;

import io.activationgateway.connectors.Connector;
import io.activationgateway.connectors.Draft;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;

/**
 * A request being written, and which records it carries: the nth record of the draft is the nth position of
 * {@code carried}.
 *
 * @param refused the records that cannot be said to the vendor
 * @param next the first position that was not looked at because the request is full; -1 where all were
 */
record Manifest(Draft draft, BitSet carried, Map<Integer, Ending> refused, int next) {

    /** Writes as many of the records as one request takes, in order. */
    static Manifest write(
            Connector connector,
            Consignment consignment,
            io.activationgateway.connectors.Attempt attempt,
            BitSet candidates) {
        var draft = connector.draft(attempt);
        var carried = new BitSet(candidates.length());
        var refused = new HashMap<Integer, Ending>();
        for (int at = candidates.nextSetBit(0); at >= 0; at = candidates.nextSetBit(at + 1)) {
            switch (draft.add(consignment.record(at))) {
                case Draft.Taken _ -> carried.set(at);
                case Draft.Unsayable(var code) -> refused.put(at, new Ending(at, Ending.Kind.REJECTED, code));
                case Draft.Full _ -> {
                    return new Manifest(draft, carried, refused, at);
                }
            }
        }
        return new Manifest(draft, carried, refused, -1);
    }
}
