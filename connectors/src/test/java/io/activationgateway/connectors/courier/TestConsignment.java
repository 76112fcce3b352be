package io.activationgateway.connectors.courier;

import static org.assertj.core.api.Assertions.assertThat;

import io.activationgateway.connectors.JsonBytes;
import io.activationgateway.connectors.Operation;
import io.activationgateway.connectors.OutgoingRecord;
import io.activationgateway.connectors.Use;
import io.activationgateway.consent.identity.IdentifierType;
import io.activationgateway.consent.profile.Channel;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.BitSet;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Records that are nothing but a dedupe key, and checks that the test decides. */
final class TestConsignment implements Consignment {

    private final List<String> keys;
    private final long deadline;
    Operation operation = Operation.UPSERT;
    Function<Attempt, Future<BitSet>> intend = attempt -> Future.succeededFuture(attempt.positions());
    BiFunction<Attempt, Reset, LastCheck> check = (attempt, _) -> go(attempt.positions());

    UnaryOperator<String> wording = UnaryOperator.identity();
    String key = "k";
    Instant since = Instant.EPOCH;
    boolean comesAgain;

    /** Whether it carries people of a removal. */
    boolean precedes;

    final Queue<Attempt> intended = new ConcurrentLinkedQueue<>();
    final Queue<Attempt> checked = new ConcurrentLinkedQueue<>();
    final Queue<Ended> ended = new ConcurrentLinkedQueue<>();
    final Queue<String> passages = new ConcurrentLinkedQueue<>();

    TestConsignment(long deadline, String... keys) {
        this.deadline = deadline;
        this.keys = List.of(keys);
    }

    final Queue<Working> working = new ConcurrentLinkedQueue<>();

    record Ended(Attempt attempt, List<Ending> endings) {}

    record Working(String job, BitSet positions, Duration askAgain) {}

    LastCheck.Go go(BitSet positions) {
        return new LastCheck.Go(
                positions,
                false,
                new Passage() {
                    @Override
                    public void handedToKernel() {
                        passages.add("handed");
                    }

                    @Override
                    public void abandoned() {
                        passages.add("abandoned");
                    }
                },
                "check 1");
    }

    @Override
    public Operation operation() {
        return operation;
    }

    @Override
    public Use use() {
        return new Use("newsletter", Channel.EMAIL);
    }

    @Override
    public @Nullable String audience() {
        return null;
    }

    @Override
    public String key() {
        return key;
    }

    @Override
    public boolean comesAgain() {
        return comesAgain;
    }

    @Override
    public boolean precedes(Consignment removal) {
        return precedes;
    }

    @Override
    public Instant since() {
        return since;
    }

    @Override
    public int size() {
        return keys.size();
    }

    @Override
    public OutgoingRecord record(int position) {
        return new Key(position, wording.apply(keys.get(position)));
    }

    @Override
    public long deadline() {
        return deadline;
    }

    @Override
    public Future<BitSet> intend(Attempt attempt) {
        intended.add(attempt);
        return intend.apply(attempt);
    }

    @Override
    public LastCheck lastCheck(Attempt attempt, Reset reset) {
        checked.add(attempt);
        return check.apply(attempt, reset);
    }

    @Override
    public void working(Attempt attempt, String job, BitSet positions, Duration askAgain) {
        assertThat(ended).as("told before the end").isEmpty();
        working.add(new Working(job, positions, askAgain));
    }

    @Override
    public void ended(Attempt attempt, List<Ending> endings) {
        ended.add(new Ended(attempt, endings));
    }

    private record Key(int index, String dedupeKey) implements OutgoingRecord {
        @Override
        public boolean consented() {
            return true;
        }

        @Override
        public int size() {
            return 0;
        }

        @Override
        public String name(int field) {
            throw new IndexOutOfBoundsException(field);
        }

        @Override
        public void writeName(int field, JsonBytes out) {
            throw new IndexOutOfBoundsException(field);
        }

        @Override
        public void writeValue(int field, JsonBytes out) {
            throw new IndexOutOfBoundsException(field);
        }

        @Override
        public @Nullable String text(int field) {
            throw new IndexOutOfBoundsException(field);
        }

        @Override
        public int identifier(IdentifierType type) {
            return -1;
        }

        @Override
        public int role(Role role) {
            return -1;
        }
    }
}
