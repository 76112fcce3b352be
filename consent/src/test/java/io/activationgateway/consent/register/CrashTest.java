package io.activationgateway.consent.register;

import static org.assertj.core.api.Assertions.assertThat;

import io.activationgateway.consent.identity.KeyRing;
import io.activationgateway.consent.profile.ConsentState;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Database.class)
class CrashTest {

    private static final int ROUNDS = 5;
    private static final int WITHDRAWALS = 20;

    @Parameter
    private Database database;

    @TempDir
    private Path folder;

    @Test
    void losesNothingAcknowledgedWhenTheProcessIsKilled() throws IOException, InterruptedException {
        var acknowledged = new int[ROUNDS];
        for (int round = 0; round < ROUNDS; round++) {
            acknowledged[round] = acknowledgedUntilKilled(round);
        }
        try (var f = Fixture.open(database, folder, Fixture.START, SendFence.NOTHING_IS_SENT)) {
            for (int round = 0; round < ROUNDS; round++) {
                for (int i = 0; i <= acknowledged[round]; i++) {
                    assertThat(f.newsletter("u-" + round + "-" + i))
                            .as("withdrawal %d of round %d", i, round)
                            .isEqualTo(ConsentState.WITHDRAWN);
                }
            }
        }
    }

    private String place() {
        return switch (database) {
            case H2 -> folder.resolve("register").toString();
            case POSTGRESQL -> Database.url(folder);
        };
    }

    /** The number of the last withdrawal whose acknowledgement the process got out before it was killed. */
    private int acknowledgedUntilKilled(int round) throws IOException, InterruptedException {
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var process = new ProcessBuilder(
                        java,
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Child.class.getName(),
                        database.name(),
                        place(),
                        Integer.toString(round))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (BufferedReader out = process.inputReader()) {
            var last = -1;
            for (var line = out.readLine(); line != null; line = out.readLine()) {
                if (line.startsWith("acknowledged ")) {
                    last = Integer.parseInt(line.substring("acknowledged ".length()));
                }
                if (last == WITHDRAWALS - 1) {
                    // By its handle, which leaves open what the process had already written.
                    process.toHandle().destroyForcibly();
                }
            }
            assertThat(last).isGreaterThanOrEqualTo(WITHDRAWALS - 1);
            return last;
        } finally {
            process.destroyForcibly();
            process.waitFor();
        }
    }

    /** Withdraws one consent after the other, says when each is acknowledged, and goes on until it is killed. */
    static final class Child {

        private Child() {}

        public static void main(String[] args) {
            var store = switch (Database.valueOf(args[0])) {
                case H2 -> RegisterStore.h2(Path.of(args[1]), InstantSource.system());
                case POSTGRESQL -> TestPostgres.open(args[1]);
            };
            var register = ConsentRegister.open(
                    store,
                    KeyRing.of(Fixture.KEY),
                    InstantSource.system(),
                    System::nanoTime,
                    RegisterPorts.of(SendFence.NOTHING_IS_SENT),
                    // On PostgreSQL the killed one before it is waited for until its lease is over.
                    new RegisterSettings(Duration.ofSeconds(1), Duration.ofMillis(250), 16, 8));
            Fixture.await(register.loaded());
            for (int i = 0; ; i++) {
                var id = args[2] + "-" + i;
                Fixture.await(register.append(List.of(Fixture.withdrawal("ev-" + id, "u-" + id))));
                System.out.println("acknowledged " + i);
                System.out.flush();
            }
        }
    }
}
