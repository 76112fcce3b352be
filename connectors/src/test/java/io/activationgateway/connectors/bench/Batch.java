package io.activationgateway.connectors.bench;

import io.activationgateway.connectors.JsonRecord;
import io.activationgateway.connectors.Operation;
import io.activationgateway.connectors.OutgoingRecord;
import io.activationgateway.connectors.Use;
import io.activationgateway.connectors.courier.Attempt;
import io.activationgateway.connectors.courier.Consignment;
import io.activationgateway.connectors.courier.Ending;
import io.activationgateway.connectors.courier.LastCheck;
import io.activationgateway.connectors.courier.Passage;
import io.activationgateway.connectors.courier.Reset;
import io.activationgateway.consent.profile.Channel;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The same invented people again and again, whom nothing forbids to send. */
record Batch(String key, long deadline) implements Consignment {

    static final int RECORDS = 100;

    private static final Duration PATIENCE = Duration.ofSeconds(8);
    private static final Instant SINCE = Instant.parse("2026-11-22T08:00:00Z");
    private static final List<JsonRecord> PEOPLE = IntStream.range(0, RECORDS)
            .mapToObj(i -> JsonRecord.of(i, """
                    {"user_id":"u%d","email":"u%d@example.com","city":"Ankara","plan":"gold","visits":%d}""".formatted(i, i, i)))
            .toList();

    private static final Passage UNWATCHED = new Passage() {
        @Override
        public void handedToKernel() {}

        @Override
        public void abandoned() {}
    };

    static Batch number(long number) {
        return new Batch("b" + number, System.nanoTime() + PATIENCE.toNanos());
    }

    @Override
    public Operation operation() {
        return Operation.UPSERT;
    }

    @Override
    public @Nullable String audience() {
        return null;
    }

    @Override
    public Use use() {
        return new Use("newsletter", Channel.EMAIL);
    }

    @Override
    public Instant since() {
        return SINCE;
    }

    @Override
    public int size() {
        return RECORDS;
    }

    @Override
    public OutgoingRecord record(int position) {
        return PEOPLE.get(position);
    }

    @Override
    public Future<BitSet> intend(Attempt attempt) {
        return Future.succeededFuture(attempt.positions());
    }

    @Override
    public LastCheck lastCheck(Attempt attempt, Reset reset) {
        return new LastCheck.Go(attempt.positions(), false, UNWATCHED, "bench");
    }

    @Override
    public void ended(Attempt attempt, List<Ending> endings) {}
}
