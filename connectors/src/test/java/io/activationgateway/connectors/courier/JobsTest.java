package io.activationgateway.connectors.courier;

import static io.activationgateway.connectors.VendorCode.DATA_INVALID;
import static io.activationgateway.connectors.VendorCode.NOT_CONNECTED;
import static io.activationgateway.connectors.VendorCode.OK;
import static io.activationgateway.connectors.VendorCode.RATE_LIMITED;
import static io.activationgateway.connectors.courier.Ending.Kind.ACCEPTED;
import static io.activationgateway.connectors.courier.Ending.Kind.APPLIED;
import static io.activationgateway.connectors.courier.Ending.Kind.REJECTED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.activationgateway.connectors.Operation;
import io.activationgateway.connectors.courier.TestVendor.Told;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class JobsTest {

    private static final OpenJob JOB = new OpenJob("job1", Operation.UPSERT, List.of(7, 9));

    private final Rig rig = new Rig();
    private final BlockingQueue<Told> polls = new LinkedBlockingQueue<>();

    @AfterEach
    void stop() throws Exception {
        rig.close();
    }

    @Test
    void theOutcomeIsTheJobs() throws Exception {
        var vendor = vendor();
        var consignment = rig.consignment("a", "b");
        var delivery = courier(vendor).deliver(consignment);

        poll().answer(204);
        poll().answer(207, "ok no");

        rig.advanceUntil(delivery::isComplete);
        assertThat(Rig.await(delivery))
                .containsExactly(new Ending(0, APPLIED, OK), new Ending(1, REJECTED, DATA_INVALID));
        assertThat(consignment.working).isEmpty();
        assertThat(consignment.ended).hasSize(1);
        assertThat(consignment.checked)
                .as("a question about a job needs no check")
                .hasSize(1);
    }

    @Test
    void aWaitingJobHoldsNoPermit() throws Exception {
        var vendor = rig.vendor(told -> told.answer(told.lines().contains("job") ? 201 : 200));
        var courier = rig.courier(new LineConnector(vendor.uri(), Rig.LIMITS), Rig.with(1, 64, 1), CourierMetrics.NONE);
        var waiting = courier.deliver(rig.consignment("job"));
        Rig.until(() -> rig.time.pauses().contains(LineConnector.JOB_PAUSE));

        assertThat(Rig.await(courier.deliver(rig.consignment("b")))).containsExactly(new Ending(0, ACCEPTED, OK));
        assertThat(waiting.isComplete()).isFalse();
    }

    @Test
    void aJobThatRunsAtTheDeadlineLeavesItsRecordsAcceptedAndIsHandedOver() throws Exception {
        var vendor = rig.vendor(told -> told.answer(told.lines().isEmpty() ? 204 : 201));
        var consignment = rig.consignment("a", "unsayable", "b");

        assertThat(rig.deliver(courier(vendor), consignment))
                .extracting(Ending::kind)
                .containsExactly(ACCEPTED, REJECTED, ACCEPTED);
        var positions = new BitSet();
        positions.set(0);
        positions.set(2);
        assertThat(consignment.working)
                .containsExactly(new TestConsignment.Working("job1", positions, LineConnector.JOB_PAUSE));
        assertThat(consignment.ended).hasSize(1);
    }

    @Test
    void anUnansweredPollIsAskedAgainAndTheRecordsAreNotSentAgain() throws Exception {
        var vendor = vendor();
        var delivery = courier(vendor).deliver(rig.consignment("a"));

        poll().request().connection().close();
        poll().answer(502);
        poll().answer(429);
        poll().answer(207, "too many words");
        poll().answer(200);

        rig.advanceUntil(delivery::isComplete);
        assertThat(Rig.await(delivery)).containsExactly(new Ending(0, ACCEPTED, OK));
        assertThat(vendor.lines()).containsExactly("a");
    }

    @Test
    void credentialsRefusedAtAPollTakeNothingBack() throws Exception {
        var vendor = rig.vendor(told -> told.answer(told.lines().isEmpty() ? 401 : 201));
        var consignment = rig.consignment("a");

        assertThat(rig.deliver(courier(vendor), consignment)).containsExactly(new Ending(0, ACCEPTED, OK));
        assertThat(consignment.working).hasSize(1);
    }

    @Test
    void aJobCanBeAskedForByAnotherProcess() throws Exception {
        var vendor = vendor();
        var courier = courier(vendor);

        var running = courier.poll(JOB, deadline());
        poll().answer(204);
        assertThat(Rig.await(running)).isEqualTo(new JobState.Running(LineConnector.JOB_PAUSE));

        var limited = courier.poll(JOB, deadline());
        var told = poll();
        told.request().response().putHeader("Retry-After", "3");
        told.answer(429);
        assertThat(Rig.await(limited)).isEqualTo(new JobState.Unanswered(RATE_LIMITED, Duration.ofSeconds(3)));

        var ended = courier.poll(JOB, deadline());
        poll().answer(207, "ok no");
        assertThat(Rig.await(ended))
                .isEqualTo(
                        new JobState.Ended(List.of(new Ending(7, APPLIED, OK), new Ending(9, REJECTED, DATA_INVALID))));
        assertThat(vendor.told).extracting(one -> one.request().path()).containsOnly("/job1");
    }

    @Test
    void aQuestionThatNobodyAnswersEndsAtItsDeadline() throws Exception {
        var vendor = vendor();
        var hanging = courier(vendor).poll(JOB, deadline());
        poll();
        rig.time.advance(Duration.ofSeconds(8));
        assertThat(Rig.await(hanging)).isInstanceOf(JobState.Unanswered.class);

        int port;
        try (var unused = new ServerSocket(0)) {
            port = unused.getLocalPort();
        }
        var nowhere = rig.courier(new LineConnector(URI.create("http://127.0.0.1:" + port), Rig.LIMITS));
        assertThat(Rig.await(nowhere.poll(JOB, deadline())))
                .isEqualTo(new JobState.Unanswered(NOT_CONNECTED, Duration.ZERO));
    }

    @Test
    void aJobThatTheVendorNeverNamedCannotBeAskedFor() throws Exception {
        var courier = courier(vendor());

        assertThatThrownBy(
                        () -> Rig.await(courier.poll(new OpenJob("another", Operation.UPSERT, List.of(0)), deadline())))
                .hasCauseInstanceOf(IllegalArgumentException.class);
        Rig.await(courier.close());
    }

    /** Takes records as a job, and leaves the answers to its questions to the test. */
    private TestVendor vendor() throws Exception {
        return rig.vendor(told -> {
            if (told.lines().isEmpty()) {
                polls.add(told);
            } else {
                told.answer(201);
            }
        });
    }

    private Courier courier(TestVendor vendor) {
        return rig.courier(new LineConnector(vendor.uri(), Rig.LIMITS));
    }

    private long deadline() {
        return rig.time.in(Duration.ofSeconds(8));
    }

    /** The next question, with time going by until it comes. */
    private Told poll() {
        rig.advanceUntil(() -> !polls.isEmpty());
        return polls.remove();
    }
}
