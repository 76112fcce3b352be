package io.activationgateway.connectors.courier;

import static io.activationgateway.connectors.VendorCode.BUSY;
import static org.assertj.core.api.Assertions.assertThat;

import io.activationgateway.connectors.Limits;
import io.activationgateway.connectors.Operation;
import io.vertx.core.Context;
import io.vertx.core.Promise;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GateTest {

    private static final int RATE = 20;

    private final Rig rig = new Rig();
    private final Context context = rig.vertx.getOrCreateContext();
    private final Queue<String> granted = new ConcurrentLinkedQueue<>();
    private final LineConnector connector =
            new LineConnector(URI.create("http://vendor.example"), new Limits(10, 100, 100, RATE));
    private RateShare share = RateShare.alone(rig.time);

    @AfterEach
    void stop() throws Exception {
        rig.close();
    }

    @Test
    void whatTakesAwayGoesBeforeAllThatWaits() throws Exception {
        var gate = endless(1);
        for (var name : List.of("first", "b", "c")) {
            ask(gate, Operation.UPSERT, name);
        }
        ask(gate, Operation.REMOVE, "removal");
        ask(gate, Operation.ERASE, "erasure");

        for (int i = 0; i < 4; i++) {
            gate.release();
        }

        assertThat(granted()).containsExactly("first", "removal", "erasure", "b", "c");
    }

    @Test
    void aPermitIsKeptForWhatTakesAway() throws Exception {
        var gate = endless(5);
        for (int i = 0; i < 100; i++) {
            ask(gate, Operation.ADD, "add");
        }
        assertThat(granted()).hasSize(4);

        ask(gate, Operation.REMOVE, "removal");
        assertThat(granted()).hasSize(5).last().isEqualTo("removal");

        gate.release();
        assertThat(granted()).as("the permit that came back is kept again").hasSize(5);
        gate.release();
        assertThat(granted()).hasSize(6);
    }

    @Test
    void aTenthOfASharedRateIsKeptForWhatTakesAway() throws Exception {
        connector.oneBudget = true;
        var gate = gate(Integer.MAX_VALUE);
        for (int i = 0; i < 100 * RATE; i++) {
            ask(gate, Operation.UPSERT, "upsert");
        }

        for (int second = 1; second <= 10; second++) {
            advance(Duration.ofMillis(500));
            ask(gate, Operation.SUPPRESS, "suppression " + second);
            assertThat(granted()).as("at once, whatever waits").contains("suppression " + second);
            advance(Duration.ofMillis(500));
        }

        assertThat(granted().stream().filter("upsert"::equals).count())
                .isBetween((long) (0.89 * RATE * 10), (long) (0.9 * RATE * 10) + 2);
        assertThat(granted()).hasSizeLessThanOrEqualTo(RATE * 10 + RATE / 10);
    }

    @Test
    void whatHasARateOfItsOwnHasAllOfIt() throws Exception {
        var gate = gate(Integer.MAX_VALUE);
        for (int i = 0; i < 100 * RATE; i++) {
            ask(gate, Operation.UPSERT, "upsert");
        }

        advance(Duration.ofSeconds(10));

        assertThat(granted()).hasSizeBetween(RATE * 10, RATE * 10 + RATE / 10);
    }

    @Test
    void anExchangeOfTwoRequestsGoesHalfAsOften() throws Exception {
        connector.requests = 2;
        var gate = gate(Integer.MAX_VALUE);
        for (int i = 0; i < 100 * RATE; i++) {
            ask(gate, Operation.ADD, "add");
        }

        advance(Duration.ofSeconds(10));

        assertThat(granted()).hasSizeBetween(RATE * 5, RATE * 5 + RATE / 10);
    }

    @Test
    void aVendorThatAsksToSlowDownGetsHalfAndThenMoreAgain() throws Exception {
        var gate = gate(Integer.MAX_VALUE);
        for (int i = 0; i < 100 * RATE; i++) {
            ask(gate, Operation.UPSERT, "upsert");
        }
        advance(Duration.ofSeconds(1));
        int before = granted().size();
        gate.slowDown(Operation.UPSERT);
        gate.slowDown(Operation.UPSERT);

        advance(Duration.ofSeconds(1));
        int slow = granted().size() - before;
        assertThat(slow).isBetween((int) (0.45 * RATE), (int) (0.6 * RATE));

        advance(Duration.ofSeconds(10));
        int recovered = granted().size();
        advance(Duration.ofSeconds(1));
        assertThat(granted().size() - recovered).isBetween(RATE - 1, RATE + 1);
    }

    @Test
    void nothingGoesWithoutAShareAndAllThatItLetsOnceThereIsOne() throws Exception {
        var shares = new double[] {0};
        share = new RateShare() {
            @Override
            public double perSecond(Operation budget, double most) {
                return shares[0];
            }

            @Override
            public void slowDown(Operation budget) {}
        };
        var gate = gate(Integer.MAX_VALUE);
        for (int i = 0; i < 100; i++) {
            ask(gate, Operation.UPSERT, "upsert");
        }
        advance(Duration.ofSeconds(3));
        assertThat(granted()).isEmpty();

        shares[0] = RATE / 4.0;
        advance(Duration.ofSeconds(2));

        assertThat(granted()).hasSizeBetween(RATE / 2 - 1, RATE / 2 + 1);
    }

    @Test
    void aFloodOfDeliveriesLeavesAPlaceForARemoval() throws Exception {
        var vendor = rig.vendor(told -> {
            if (told.lines().contains("removed")) {
                told.answer(200);
            }
        });
        var courier = rig.courier(new LineConnector(vendor.uri(), Rig.LIMITS), Rig.with(2, 10, 1), CourierMetrics.NONE);
        for (int i = 0; i < 9; i++) {
            courier.deliver(rig.consignment("flood"));
        }
        assertThat(Rig.await(courier.deliver(rig.consignment("too many"))))
                .extracting(Ending::code)
                .containsExactly(BUSY);

        var removal = rig.consignment("removed");
        removal.operation = Operation.REMOVE;

        assertThat(Rig.await(courier.deliver(removal)).getFirst().kind().forwarded())
                .isTrue();
    }

    private Gate endless(int permits) {
        return new Gate(permits, new LineConnector(connector.endpoint().base(), Rig.LIMITS), share, rig.time, rig.time);
    }

    private Gate gate(int permits) {
        return new Gate(permits, connector, share, rig.time, rig.time);
    }

    private void ask(Gate gate, Operation operation, String name) {
        gate.ask(operation, context, () -> granted.add(name));
    }

    private void advance(Duration duration) {
        for (long ms = duration.toMillis(); ms > 0; ms--) {
            rig.time.advance(Duration.ofMillis(1));
        }
    }

    /** What was granted until now. */
    private List<String> granted() throws Exception {
        Promise<Void> turn = Promise.promise();
        context.runOnContext(_ -> turn.complete());
        Rig.await(turn.future());
        return List.copyOf(granted);
    }
}
