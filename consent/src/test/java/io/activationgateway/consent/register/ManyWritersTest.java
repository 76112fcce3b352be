package io.activationgateway.consent.register;

import static io.activationgateway.consent.register.Fixture.await;
import static io.activationgateway.consent.register.Fixture.grant;
import static io.activationgateway.consent.register.Fixture.withdrawal;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several nodes write to one PostgreSQL at the same time, of the same people. */
class ManyWritersTest {

    private static final int NODES = 8;
    private static final int CALLS = 30;
    private static final int PEOPLE = 12;

    @TempDir
    private Path folder;

    @Test
    void everyNodeSeesEveryEventInTheOrderOfSequences() {
        var nodes = new ArrayList<Fixture>();
        try {
            for (int i = 0; i < NODES; i++) {
                nodes.add(Fixture.open(Database.POSTGRESQL, folder));
            }
            var results = write(nodes);

            var sequences = results.stream()
                    .map(result -> ((AppendResult.Appended) result).sequence())
                    .sorted()
                    .toList();
            assertThat(sequences)
                    .isEqualTo(LongStream.rangeClosed(1, 2L * NODES * CALLS)
                            .boxed()
                            .toList());
            nodes.forEach(node -> await(node.register.renew()));
            try (var fresh = Fixture.open(Database.POSTGRESQL, folder)) {
                assertThat(await(fresh.register.read(0, 1000)))
                        .extracting(LoggedEvent::sequence)
                        .isEqualTo(sequences);
                for (var node : nodes) {
                    assertThat(node.register.position().sequence()).isEqualTo(sequences.getLast());
                    for (int i = 0; i < PEOPLE; i++) {
                        assertThat(node.profile("u-" + i)).isEqualTo(fresh.profile("u-" + i));
                        assertThat(node.profile("u-" + i))
                                .isEqualTo(fresh.held("u-" + i).getFirst().profile());
                    }
                }
            }
        } finally {
            nodes.forEach(Fixture::close);
        }
    }

    private static List<AppendResult> write(List<Fixture> nodes) {
        var answers = new ArrayList<CompletableFuture<AppendAnswer>>();
        for (int call = 0; call < CALLS; call++) {
            for (int n = 0; n < nodes.size(); n++) {
                var id = n + "-" + call;
                // Everybody is linked with somebody now and then, each node in an order of its own.
                var person = "u-" + (call * (n + 1)) % PEOPLE;
                answers.add(nodes.get(n)
                        .register
                        .append(List.of(grant("g-" + id, person), withdrawal("w-" + id, person, "p-" + call % 5)))
                        .toCompletableFuture());
            }
        }
        // No node hears of another one here: each waits until the leases of the others are over.
        var all = CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new));
        while (!all.isDone()) {
            for (var node : nodes) {
                node.pass(Duration.ofMillis(500));
                await(node.register.expireAcknowledgements());
            }
        }
        return answers.stream()
                .flatMap(answer -> answer.join().results().stream())
                .toList();
    }
}
