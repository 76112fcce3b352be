package io.activationgateway.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Starts the program as it is handed out. */
class LauncherIT {

    private static final Path LAUNCHER = Path.of(System.getProperty("distribution"), "bin", "activation-gateway");

    @Test
    void startsWithoutAWordOfTheJvm() throws Exception {
        var process = new ProcessBuilder(LAUNCHER.toString(), "--help").start();
        process.getOutputStream().close();
        var said = new String(process.getInputStream().readAllBytes(), UTF_8);
        var complained = new String(process.getErrorStream().readAllBytes(), UTF_8);

        assertThat(process.waitFor()).isZero();
        assertThat(said).contains("Usage: activation-gateway");
        assertThat(complained).isEmpty();
    }
}
