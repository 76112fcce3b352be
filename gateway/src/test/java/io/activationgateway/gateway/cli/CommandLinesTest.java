package io.activationgateway.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.activationgateway.gateway.config.ConfigException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.nio.file.NoSuchFileException;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommandLinesTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "serve",
                "sandbox",
                "policy",
                "policy check",
                "connector",
                "connector docs",
                "ledger",
                "ledger verify",
                "keys",
                "keys init"
            })
    void everyCommandExplainsItselfAndItsExitCodes(String command) {
        var run = Run.of((command + " --help").strip().split(" "));

        assertThat(run.exitCode()).isZero();
        assertThat(run.err()).isEmpty();
        assertThat(run.out())
                .contains(("Usage: activation-gateway " + command).strip())
                .contains("Exit codes:")
                .containsPattern("78 +a node's configuration file is wrong");
        assertThat(run.out().lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(100));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "serve",
                "sandbox",
                "policy check",
                "connector docs",
                "connector dry-run",
                "ledger verify",
                "keys init"
            })
    void everyCommandThatActsHasAnExample(String command) {
        assertThat(Run.of((command + " --help").split(" ")).out()).contains("  activation-gateway " + command + " ");
    }

    @Test
    void versionNamesProgramAndJava() {
        var run = Run.of("--version");

        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).startsWith("activation-gateway ").contains("Java " + Runtime.version());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "polisy", "policy", "policy check", "keys init --force x", "sandbox --port many x"})
    void misuseIsToldInALineOrTwo(String command) {
        var run = Run.of(command.isEmpty() ? new String[0] : command.split(" "));

        assertThat(run.exitCode()).isEqualTo(64);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).startsWith("activation-gateway").contains("--help");
        assertThat(run.err().lines().count()).isLessThanOrEqualTo(4);
    }

    @Test
    void failuresKeepTheirKindAndLoseTheirStackTrace() {
        assertThat(Failure.of(new ConfigException("listen: wrong"))).isEqualTo(new Failure(78, "listen: wrong"));
        assertThat(Failure.of(new UncheckedIOException(new NoSuchFileException("key.pub"))))
                .isEqualTo(new Failure(74, "key.pub: no such file"));
        assertThat(Failure.of(new CompletionException(new BindException("in use")))
                        .exitCode())
                .isEqualTo(69);
    }

    @Test
    void anUnexpectedFailureQuotesNothing() {
        var failure = Failure.of(new IllegalStateException("ada@example.com"));

        assertThat(failure.exitCode()).isEqualTo(70);
        assertThat(failure.message()).contains("IllegalStateException").doesNotContain("ada@example.com");
    }
}
