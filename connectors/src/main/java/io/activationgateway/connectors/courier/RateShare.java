package io.activationgateway.connectors.courier;

import io.activationgateway.connectors.Operation;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * How much of the rate that a vendor allows one node may use now: all nodes of a region share it, and a vendor that asks
 * to slow down is sent less for a while. Any thread; never blocks.
 */
public interface RateShare {

    /**
     * Requests a second, from 0 to {@code most}, that this node may send until it is asked again. Asking says that
     * requests want to go: whoever grants shares may take back those that nobody asks for.
     *
     * @param budget the operation that the vendor counts the requests under
     * @param most what the vendor allows the region; positive, may be infinite
     */
    double perSecond(Operation budget, double most);

    /** The vendor has asked to slow down. */
    void slowDown(Operation budget);

    /** The share of a node that is alone in its region: all of the rate, or what is learned of it. */
    static RateShare alone(LongSupplier ticker) {
        return new RateShare() {
            private final Map<Operation, LearnedRate> learned = new EnumMap<>(Operation.class);

            @Override
            public synchronized double perSecond(Operation budget, double most) {
                return most * of(budget).share(ticker.getAsLong());
            }

            @Override
            public synchronized void slowDown(Operation budget) {
                learned.put(budget, of(budget).slowed(ticker.getAsLong()));
            }

            private LearnedRate of(Operation budget) {
                return learned.computeIfAbsent(budget, _ -> LearnedRate.all(ticker.getAsLong()));
            }
        };
    }
}
