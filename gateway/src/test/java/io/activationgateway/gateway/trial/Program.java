package io.activationgateway.gateway.trial;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

/** The program as it is handed out, in a process of its own. Any thread. */
public final class Program implements AutoCloseable {

    private static final long START_SECONDS = 240;
    private static final long END_SECONDS = 120;

    private final Process process;
    private final BufferedReader output;
    private final Path errors;

    private Program(Process process, Path errors) {
        this.process = process;
        this.output = process.inputReader(UTF_8);
        this.errors = errors;
    }

    /** Starts the program; what it says to standard error is kept in a file. */
    public static Program start(List<String> command, Map<String, String> environment, Path errors) {
        try {
            var builder = new ProcessBuilder(command).redirectError(errors.toFile());
            builder.environment().putAll(environment);
            var process = builder.start();
            process.getOutputStream().close();
            return new Program(process, errors);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /**
     * The command that runs a class of these tests or of the program in a small JVM. As users run it, the log goes to
     * standard error.
     *
     * @param options of the JVM, beside those for little memory
     */
    static List<String> small(List<String> options, Class<?> main, List<String> arguments) {
        var command = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElse("java"),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Dlogback.configurationFile=logback.xml"));
        command.addAll(options);
        command.addAll(List.of(
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                main.getName()));
        command.addAll(arguments);
        return command;
    }

    /** Waits for a line that contains {@code said}. */
    public Program untilItSays(String said) {
        CompletableFuture.supplyAsync(() -> says(said))
                .orTimeout(START_SECONDS, TimeUnit.SECONDS)
                .whenComplete((_, late) -> {
                    if (late != null) {
                        kill();
                    }
                })
                .join();
        return this;
    }

    private boolean says(String said) {
        try {
            for (var line = output.readLine(); line != null; line = output.readLine()) {
                if (line.contains(said)) {
                    return true;
                }
            }
            throw new IllegalStateException("the program ended before it said '" + said + "': " + complaints());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** SIGKILL: the process has no say in it. */
    void kill() {
        // By its handle: that of the process closes our end of its output too.
        process.toHandle().destroyForcibly();
    }

    /** SIGTERM: the process may end what it began. */
    void terminate() {
        process.toHandle().destroy();
    }

    /** Sends the process a signal, {@code STOP} or {@code CONT}. */
    void signal(String name) {
        try {
            new ProcessBuilder("kill", "-" + name, Long.toString(pid())).start().waitFor();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** The process. */
    public long pid() {
        return process.pid();
    }

    boolean runs() {
        return process.isAlive();
    }

    /** Waits for the end and tells the exit code. */
    public int exitCode() {
        try {
            if (!process.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
                kill();
                throw new IllegalStateException("not ended within " + END_SECONDS + " s: " + complaints());
            }
            return process.exitValue();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new CompletionException(interrupted);
        }
    }

    /** The rest of what it says to standard output, until its end. */
    String rest() {
        try {
            return output.readAllAsString();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** What it said to standard error so far. */
    public String complaints() {
        try {
            return Files.readString(errors);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @Override
    public void close() {
        kill();
        exitCode();
    }
}
