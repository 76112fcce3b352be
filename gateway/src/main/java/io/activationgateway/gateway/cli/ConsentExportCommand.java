package io.activationgateway.gateway.cli;

import io.activationgateway.gateway.cli.GatewayCall.RefusedException;
import io.activationgateway.gateway.cli.GatewayCall.UnreachableException;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "export",
        header = "Writes the register of a running gateway to a file.",
        description = {
            "The log as NDJSON, a line per event, people as keyed pseudonyms: it means something under the same pseudonym"
                    + " key only, and `consent import --as log` takes it back. The file is there once it is whole; what"
                    + " broke off leaves FILE.part behind and nothing else."
        },
        footer = {
            "%nExamples:",
            "  activation-gateway consent export register.ndjson --key keys/source-crm.key",
            "  activation-gateway consent export since.ndjson --after 8812"
        })
final class ConsentExportCommand implements Callable<Integer> {

    private static final long PROGRESS = 100_000;

    private final Terminal terminal;

    @Mixin
    private GatewayAccess gateway = new GatewayAccess();

    @Parameters(paramLabel = "FILE", description = "The file to write; one that is there already is replaced.")
    private Path file = Path.of("");

    @Option(names = "--after", paramLabel = "SEQ", description = "Only what came after this sequence.")
    private long after;

    private long events;

    ConsentExportCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        var part = file.resolveSibling(file.getFileName() + ".part");
        var request = gateway.request(HttpMethod.GET, "/v1/register/export?after=" + after, terminal);
        try (var call = new GatewayCall();
                var out = new BufferedOutputStream(Files.newOutputStream(part))) {
            call.get(request, bytes -> write(bytes, out));
        } catch (RefusedException | UnreachableException broken) {
            terminal.err().println(file + ": " + broken.getMessage() + "; " + events + " events are in " + part);
            return broken instanceof RefusedException ? ExitCode.DATA : ExitCode.UNAVAILABLE;
        } catch (UncheckedIOException full) {
            throw full.getCause();
        }
        Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
        terminal.out().println(file + ": " + events + (events == 1 ? " event" : " events"));
        return ExitCode.OK;
    }

    private void write(Buffer bytes, OutputStream out) {
        try {
            out.write(bytes.getBytes());
        } catch (IOException full) {
            throw new UncheckedIOException(full);
        }
        for (int i = 0; i < bytes.length(); i++) {
            if (bytes.getByte(i) == '\n' && ++events % PROGRESS == 0) {
                terminal.err().println(events + " events");
            }
        }
    }
}
