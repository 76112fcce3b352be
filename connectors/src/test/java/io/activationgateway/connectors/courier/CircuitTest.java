package io.activationgateway.connectors.courier;

import static io.activationgateway.connectors.VendorCode.CIRCUIT_OPEN;
import static io.activationgateway.connectors.VendorCode.OK;
import static io.activationgateway.connectors.courier.Ending.Kind.ACCEPTED;
import static io.activationgateway.connectors.courier.Ending.Kind.UNAVAILABLE;
import static org.assertj.core.api.Assertions.assertThat;

import io.activationgateway.connectors.Operation;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the breaker does to deliveries. */
class CircuitTest {

    private final Rig rig = new Rig();
    private final Queue<CourierMetrics.Circuit> changes = new ConcurrentLinkedQueue<>();
    private volatile int status = 502;

    @AfterEach
    void stop() throws Exception {
        rig.close();
    }

    @Test
    void recordsToAVendorThatFailsEndAtOnceUntilItWorksAgain() throws Exception {
        var vendor = rig.vendor(told -> told.answer(status));
        var courier = courier(vendor);
        fail(courier);
        int told = vendor.told.size();

        var refused = rig.consignment("a", "b");
        assertThat(Rig.await(courier.deliver(refused)))
                .containsExactly(new Ending(0, UNAVAILABLE, CIRCUIT_OPEN), new Ending(1, UNAVAILABLE, CIRCUIT_OPEN));
        assertThat(refused.intended).isEmpty();
        assertThat(vendor.told).hasSize(told);

        status = 200;
        rig.time.advance(Duration.ofSeconds(5));
        for (var key : List.of("c", "d", "e")) {
            assertThat(rig.deliver(courier, rig.consignment(key))).containsExactly(new Ending(0, ACCEPTED, OK));
        }
        assertThat(changes)
                .containsExactly(
                        CourierMetrics.Circuit.OPEN, CourierMetrics.Circuit.HALF_OPEN, CourierMetrics.Circuit.CLOSED);
    }

    @Test
    void whileATrialIsUnderWayNothingElseGoes() throws Exception {
        var vendor = rig.vendor(told -> {
            if (status != 0) {
                told.answer(status);
            }
        });
        var courier = courier(vendor);
        fail(courier);
        status = 0;
        rig.time.advance(Duration.ofSeconds(5));
        int told = vendor.told.size();
        var trial = courier.deliver(rig.consignment("trial"));
        Rig.until(() -> vendor.told.size() > told);

        assertThat(Rig.await(courier.deliver(rig.consignment("a"))))
                .containsExactly(new Ending(0, UNAVAILABLE, CIRCUIT_OPEN));
        assertThat(trial.isComplete()).isFalse();
    }

    @Test
    void aWaitingDeliveryEndsOnceTheCircuitOpens() throws Exception {
        var vendor = rig.vendor(told -> told.answer(502));
        var courier = rig.courier(
                new LineConnector(vendor.uri(), new io.activationgateway.connectors.Limits(1, 100, 100, 1e9)),
                Rig.with(1, 64, 1),
                metrics());
        var consignment = rig.consignment("a", "b", "c", "d", "e", "f", "g", "h");
        consignment.operation = Operation.TRACK;

        assertThat(rig.deliver(courier, consignment))
                .endsWith(new Ending(6, UNAVAILABLE, CIRCUIT_OPEN), new Ending(7, UNAVAILABLE, CIRCUIT_OPEN));
        assertThat(vendor.told).hasSize(6);
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 422, 429})
    void anAnswerThatIsNoFailureOfTheVendorDoesNotOpenIt(int harmless) throws Exception {
        status = harmless;
        var courier = courier(rig.vendor(told -> told.answer(status)));

        for (int i = 0; i < 12; i++) {
            rig.deliver(courier, rig.consignment("a"));
        }

        assertThat(changes).isEmpty();
    }

    @Test
    void aJobIsHandedOverRatherThanAskedForThroughAnOpenCircuit() throws Exception {
        var vendor = rig.vendor(told -> told.answer(told.lines().contains("job") ? 201 : status));
        var courier = courier(vendor);
        var job = rig.consignment("job");
        var delivery = courier.deliver(job);
        Rig.until(() -> rig.time.pauses().contains(LineConnector.JOB_PAUSE));
        fail(courier);
        rig.advanceUntil(delivery::isComplete);

        assertThat(Rig.await(delivery)).containsExactly(new Ending(0, ACCEPTED, OK));
        assertThat(job.working).hasSize(1);
        assertThat(Rig.await(courier.poll(
                        new OpenJob("job1", Operation.UPSERT, List.of(0)), rig.time.in(Duration.ofSeconds(8)))))
                .isEqualTo(new JobState.Unanswered(CIRCUIT_OPEN, Duration.ZERO));
    }

    private Courier courier(TestVendor vendor) {
        return rig.courier(new LineConnector(vendor.uri(), Rig.LIMITS), Rig.with(4, 64, 1), metrics());
    }

    private CourierMetrics metrics() {
        return new CourierMetrics() {
            @Override
            public void circuit(Circuit state) {
                changes.add(state);
            }
        };
    }

    /** As many failures as open the circuit. */
    private void fail(Courier courier) throws Exception {
        for (int i = 0; i < Breaker.Rule.DEFAULT.calls() * 2; i++) {
            Rig.await(courier.deliver(rig.consignment("failing")));
            if (!changes.isEmpty()) {
                return;
            }
        }
        assertThat(changes).isNotEmpty();
    }
}
