package io.activationgateway.gateway.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.activationgateway.connectors.Operation;
import io.activationgateway.connectors.Use;
import io.activationgateway.connectors.VendorCode;
import io.activationgateway.connectors.courier.Ending;
import io.activationgateway.connectors.courier.JobState;
import io.activationgateway.consent.identity.SubjectKey;
import io.activationgateway.consent.profile.Channel;
import io.activationgateway.consent.register.RegisterStore;
import io.activationgateway.gateway.delivery.Activation;
import io.activationgateway.gateway.delivery.JobBook.Carried;
import io.activationgateway.gateway.region.SettableClock;
import io.activationgateway.gateway.region.TestDatabase;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Jobs of vendors on every database; time does not pass by itself here. */
@ParameterizedClass
@EnumSource
class JobsTest {

    private static final List<Carried> TWO =
            List.of(new Carried(3, new SubjectKey(1, 2)), new Carried(7, new SubjectKey(3, 4)));

    @Parameter
    TestDatabase kind;

    @TempDir
    Path folder;

    private final SettableClock clock = new SettableClock();
    private final Vendor vendor = new Vendor();
    private RegisterStore database;
    private Jobs jobs;

    @BeforeEach
    void open() {
        database = kind.open(folder, clock);
        jobs = Jobs.open(database, RandomGenerator.of("L64X128MixRandom"));
        jobs.open(activation(), "job-1", TWO, Duration.ofSeconds(10))
                .toCompletableFuture()
                .join();
    }

    @AfterEach
    void close() {
        jobs.close();
        database.close();
    }

    @Test
    void aJobIsAskedForUntilItsEndAndThenForgotten() throws Exception {
        assertThat(jobs.pass(vendor)).isFalse();
        vendor.answers.add(CompletableFuture.completedStage(new JobState.Running(Duration.ofSeconds(30))));
        vendor.answers.add(
                CompletableFuture.completedStage(new JobState.Unanswered(VendorCode.NO_ANSWER, Duration.ZERO)));
        vendor.answers.add(CompletableFuture.failedStage(new IllegalStateException("away")));
        var endings = List.of(
                new Ending(3, Ending.Kind.APPLIED, VendorCode.OK),
                new Ending(7, Ending.Kind.REJECTED, VendorCode.DATA_INVALID));
        vendor.answers.add(CompletableFuture.completedStage(new JobState.Ended(endings)));

        clock.pass(Duration.ofSeconds(10));
        assertThat(jobs.pass(vendor)).isTrue();
        assertThat(jobs.pass(vendor)).isFalse();
        for (int i = 0; i < 3; i++) {
            clock.pass(Duration.ofHours(1));
            assertThat(jobs.pass(vendor)).isTrue();
        }
        clock.pass(Duration.ofHours(1));
        assertThat(jobs.pass(vendor)).isFalse();
        assertThat(vendor.ended).containsExactly(endings);
        assertThat(vendor.asked).hasSize(4).allSatisfy(job -> {
            assertThat(job.job()).isEqualTo("job-1");
            assertThat(job.records()).isEqualTo(TWO);
            assertThat(job.question().indexes()).containsExactly(3, 7);
            assertThat(job.of().received()).isEqualTo(SettableClock.START);
        });
    }

    @Test
    void whoIsInAJobIsKnownUntilItsEnd() throws Exception {
        var people = new ArrayList<SubjectKey>();
        jobs.read("crm", people::add);
        assertThat(people).as("another destination").isEmpty();
        jobs.read("hook", people::add);
        assertThat(people).containsExactly(new SubjectKey(1, 2), new SubjectKey(3, 4));

        clock.pass(Duration.ofSeconds(10));
        vendor.answers.add(CompletableFuture.completedStage(new JobState.Ended(List.of(
                new Ending(3, Ending.Kind.APPLIED, VendorCode.OK),
                new Ending(7, Ending.Kind.APPLIED, VendorCode.OK)))));
        assertThat(jobs.pass(vendor)).isTrue();

        people.clear();
        jobs.read("hook", people::add);
        assertThat(people).isEmpty();
    }

    @Test
    void anotherNodeGoesOnAskingWhenOneDies() throws Exception {
        clock.pass(Duration.ofSeconds(10));
        vendor.answers.add(CompletableFuture.failedStage(new Error("the node dies here")));
        assertThat(jobs.pass(vendor)).isTrue();
        try (var other = Jobs.open(database, RandomGenerator.of("L64X128MixRandom"))) {
            clock.pass(Duration.ofMinutes(10));
            vendor.answers.add(CompletableFuture.completedStage(new JobState.Running(Duration.ZERO)));
            assertThat(other.pass(vendor)).isTrue();
            assertThat(vendor.asked.getLast().asked()).isEqualTo(1);
        }
    }

    @Test
    void whatCanNeverBeAskedIsLetGo() throws Exception {
        clock.pass(Duration.ofSeconds(10));
        vendor.answers.add(CompletableFuture.failedStage(new IllegalArgumentException("another vendor")));
        assertThat(jobs.pass(vendor)).isTrue();
        clock.pass(Duration.ofDays(1));
        assertThat(jobs.pass(vendor)).isFalse();
        assertThat(vendor.ended).isEmpty();
    }

    @Test
    void anEndThatTheLedgerDoesNotHaveIsAskedForAgain() throws Exception {
        clock.pass(Duration.ofSeconds(10));
        vendor.ledger = CompletableFuture.failedStage(new IllegalStateException("disk"));
        var endings = List.of(new Ending(3, Ending.Kind.APPLIED, VendorCode.OK));
        vendor.answers.add(CompletableFuture.completedStage(new JobState.Ended(endings)));
        vendor.answers.add(CompletableFuture.completedStage(new JobState.Ended(endings)));
        jobs.pass(vendor);
        vendor.ledger = CompletableFuture.completedStage(List.of());
        clock.pass(Duration.ofHours(1));
        assertThat(jobs.pass(vendor)).isTrue();
        assertThat(vendor.ended).hasSize(2);
    }

    private Activation activation() {
        return new Activation(
                "01JTF3Z6M0R6S4Q0V3T5W7X9YA",
                "crm",
                "acme-eu",
                "hook",
                new Use("newsletter", Channel.EMAIL),
                Operation.UPSERT,
                null,
                clock.instant(),
                0);
    }

    /** Answers one after the other. */
    private static final class Vendor implements Jobs.Asking {

        private final Deque<CompletionStage<JobState>> answers = new ArrayDeque<>();
        private final List<StoredJob> asked = new ArrayList<>();
        private final List<List<Ending>> ended = new ArrayList<>();
        private CompletionStage<List<JobEnd>> ledger = CompletableFuture.completedStage(List.of());

        @Override
        public CompletionStage<JobState> ask(StoredJob job) {
            asked.add(job);
            return answers.remove();
        }

        @Override
        public CompletionStage<List<JobEnd>> ended(StoredJob job, List<Ending> endings) {
            ended.add(endings);
            return ledger;
        }
    }
}
