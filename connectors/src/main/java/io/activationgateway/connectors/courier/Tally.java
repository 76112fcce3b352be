package io.activationgateway.connectors.courier;

import static java.util.Objects.requireNonNull;

import io.activationgateway.connectors.VendorCode;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * How each record of a consignment ended: exactly once, and never as something that denies what may have been taken.
 * Not thread-safe.
 */
final class Tally {

    private final @Nullable Ending[] endings;
    private final BitSet touched = new BitSet();
    private final List<Share> shares = new ArrayList<>();
    private int open;

    /** Whoever waits for the endings of some positions only. */
    private record Share(int from, int to, Promise<List<Ending>> whom) {}

    Tally(int size) {
        endings = new Ending[size];
        open = size;
    }

    int size() {
        return endings.length;
    }

    boolean isComplete() {
        return open == 0;
    }

    /** Bytes of this record have left and no readable answer came. */
    void touch(int position) {
        touched.set(position);
    }

    /** The first ending of a record counts. */
    void finish(Ending ending) {
        int at = ending.position();
        if (endings[at] != null) {
            return;
        }
        boolean denied = touched.get(at) && !ending.kind().forwarded() && ending.kind() != Ending.Kind.UNCERTAIN;
        endings[at] = denied ? new Ending(at, Ending.Kind.UNCERTAIN, VendorCode.NO_ANSWER) : ending;
        open--;
    }

    void finish(BitSet positions, Ending.Kind kind, VendorCode code) {
        for (int at = positions.nextSetBit(0); at >= 0; at = positions.nextSetBit(at + 1)) {
            finish(new Ending(at, kind, code));
        }
    }

    /** All from that position on. */
    void finishFrom(int from, Ending.Kind kind, VendorCode code) {
        for (int at = from; at < endings.length; at++) {
            finish(new Ending(at, kind, code));
        }
    }

    private boolean isComplete(int from, int to) {
        return open == 0 || IntStream.range(from, to).allMatch(at -> endings[at] != null);
    }

    /** Tells the endings of the positions from one to before another at the {@link #tell} that finds all of them. */
    void tellEnds(int from, int to, Promise<List<Ending>> whom) {
        shares.add(new Share(from, to, whom));
    }

    /** Tells those that wait for positions which have all ended. */
    void tell() {
        shares.removeIf(share -> {
            boolean ended = isComplete(share.from(), share.to());
            if (ended) {
                share.whom().complete(endings(share.from(), share.to()));
            }
            return ended;
        });
    }

    /** One ending for each position, in order; only once all have ended. */
    List<Ending> endings() {
        return endings(0, endings.length);
    }

    /** One ending for each of the positions from one to before another, in order; only once these have ended. */
    List<Ending> endings(int from, int to) {
        var all = new ArrayList<Ending>(to - from);
        for (int at = from; at < to; at++) {
            all.add(requireNonNull(endings[at]));
        }
        return Collections.unmodifiableList(all);
    }

    /** How many ended how; only once all have ended. */
    Map<Ending.Kind, Integer> counts() {
        var counts = new EnumMap<Ending.Kind, Integer>(Ending.Kind.class);
        for (var ending : endings) {
            counts.merge(requireNonNull(ending).kind(), 1, Integer::sum);
        }
        return counts;
    }
}
