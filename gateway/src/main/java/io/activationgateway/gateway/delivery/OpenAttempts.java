package io.activationgateway.gateway.delivery;

import static java.util.Objects.requireNonNullElse;

import io.activationgateway.connectors.courier.Attempt;
import io.activationgateway.connectors.courier.Ending;
import io.activationgateway.gateway.optout.Disclosures.Recipient;
import io.vertx.core.Future;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The attempts of a consignment that may still take effect with the vendor: an opt-out of whom they carry waits for them,
 * and is sent again behind those of which nobody knows when they do. Any thread, as {@link Permits} says.
 */
final class OpenAttempts {

    private final Recipient recipient;
    private final Permits permits;
    private final Map<Integer, Recipient.Open> open = new ConcurrentHashMap<>();
    private final Map<Integer, Future<Void>> booked = new ConcurrentHashMap<>();
    private final BitSet working = new BitSet();

    OpenAttempts(Recipient recipient, Permits permits) {
        this.recipient = recipient;
        this.permits = permits;
    }

    /** From now on an opt-out of one of these waits. */
    void begin(Attempt attempt, BitSet positions) {
        open.put(
                attempt.request(),
                recipient.opened((generation, keys) -> positions.stream()
                        .anyMatch(
                                position -> permits.batch(position).isAnyOf(permits.row(position), generation, keys))));
    }

    /**
     * The vendor works on these: they may take effect after an opt-out.
     *
     * @param job completes once it is written down that the job is to be asked for its end
     */
    void worksOn(Attempt attempt, BitSet positions, Future<Void> job) {
        positions.stream().forEach(working::set);
        booked.merge(
                attempt.request(), job, (one, other) -> Future.join(one, other).mapEmpty());
    }

    /** The attempt was given up before anything of it left. */
    void abandoned(Attempt attempt) {
        over(attempt, List.of());
    }

    /** The attempt has ended; before an opt-out follows it, its jobs are written down. */
    void ended(Attempt attempt, List<Ending> endings) {
        requireNonNullElse(booked.remove(attempt.request()), Future.<Void>succeededFuture())
                .onComplete(booking -> over(attempt, unsure(endings, booking.failed())));
    }

    private void over(Attempt attempt, List<Long> unsure) {
        var request = open.remove(attempt.request());
        if (request != null) {
            request.ended(unsure);
        }
    }

    /**
     * The prints of what may take effect, or have, without anybody knowing.
     *
     * @param unbooked whether the end of a job will not be known
     */
    private List<Long> unsure(List<Ending> endings, boolean unbooked) {
        return permits.prints(endings.stream()
                .filter(ending ->
                        ending.kind() == Ending.Kind.UNCERTAIN || (unbooked && working.get(ending.position())))
                .mapToInt(Ending::position));
    }
}
