package io.activationgateway.gateway.cli;

import io.activationgateway.gateway.cli.GatewayCall.RefusedException;
import io.activationgateway.gateway.cli.GatewayCall.UnreachableException;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import io.vertx.core.parsetools.RecordParser;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "import",
        header = "Tells a running gateway the consents, withdrawals and the like of a file.",
        description = {
            "Streams the file (NDJSON, or CSV where its name ends in .csv; packed where it ends in .gz) and reads the"
                    + " answer meanwhile, so that a file of any length needs little memory. Each record stands once it is"
                    + " answered, and a record that comes again changes nothing: an import that broke off is repeated as a"
                    + " whole.",
            "",
            "Records that the register does not take are named with their line and the reason; the others stand. The"
                    + " last line says how many ended in which way."
        },
        footer = {
            "%nExamples:",
            "  activation-gateway consent import consents.ndjson --key keys/source-crm.key",
            "  activation-gateway consent import out.csv.gz --as withdrawals --url https://eu.gateway.internal",
            "  activation-gateway consent import register.ndjson --as log"
        })
final class ConsentImportCommand implements Callable<Integer> {

    private static final long PROGRESS = 100_000;
    private static final String GZIP = ".gz";

    private final Terminal terminal;

    @Mixin
    private GatewayAccess gateway = new GatewayAccess();

    @Parameters(paramLabel = "FILE", description = "What is told, a record per line or row.")
    private Path file = Path.of("");

    @Option(
            names = "--as",
            paramLabel = "WHAT",
            defaultValue = "consents",
            description = "What the records are: ${COMPLETION-CANDIDATES}; log is what `consent export` wrote.")
    private What what = What.CONSENTS;

    private long answered;
    private long refused;
    private @Nullable JsonObject last;

    ConsentImportCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    /** What a file tells; on the command line in lower case. */
    private enum What {
        CONSENTS("/v1/consents"),
        WITHDRAWALS("/v1/withdrawals"),
        OBJECTIONS("/v1/objections"),
        RESTRICTIONS("/v1/restrictions"),
        ERASURES("/v1/erasures"),
        LOG("/v1/register/restore");

        private final String path;

        What(String path) {
            this.path = path;
        }

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @Override
    public Integer call() throws IOException {
        boolean csv = name().endsWith(".csv");
        var lines = new RecordLines(csv);
        var answer = RecordParser.newDelimited("\n", line -> result(new JsonObject(line), lines));
        var request = gateway.request(HttpMethod.POST, what.path, terminal)
                .putHeader("Content-Type", csv ? "text/csv" : "application/x-ndjson")
                .putHeader("Accept", "application/x-ndjson");
        try (var body = open();
                var call = new GatewayCall()) {
            call.post(request, body, lines::scan, answer::handle);
        } catch (RefusedException | UnreachableException broken) {
            terminal.err()
                    .println(file + ": " + broken.getMessage() + "; " + count(answered)
                            + " were answered and stand, send the file again for the rest");
            return broken instanceof RefusedException ? ExitCode.DATA : ExitCode.UNAVAILABLE;
        }
        return end(lines);
    }

    private int end(RecordLines lines) {
        var end = last;
        if (end == null) {
            terminal.err().println(file + ": the answer broke off; " + count(answered) + " stand, send the file again");
            return ExitCode.UNAVAILABLE;
        }
        var summary = end.getJsonObject("summary");
        var counts = summary.getJsonObject("counts");
        terminal.out()
                .println(file + ": "
                        + counts.stream()
                                .map(each -> each.getKey() + " " + each.getValue())
                                .collect(Collectors.joining(", "))
                        + "; consent_seq " + summary.getLong("consent_seq")
                        + (summary.containsKey("reached") ? ", reached by " + summary.getString("reached") : ""));
        var stopped = end.getJsonObject("stopped");
        if (stopped != null) {
            lines.end();
            terminal.err()
                    .println(file + ": stopped at line " + lines.next() + ", " + stopped.getString("code") + ": "
                            + stopped.getString("detail") + " What stands before it is in force; send the file again.");
            return ExitCode.UNAVAILABLE;
        }
        return refused == 0 ? ExitCode.OK : ExitCode.DATA;
    }

    private void result(JsonObject result, RecordLines lines) {
        if (result.containsKey("summary")) {
            last = result;
            return;
        }
        long line = lines.next();
        answered++;
        var end = result.getString("result");
        if (end.equals("failed") || end.equals("misdirected")) {
            refused++;
            terminal.err()
                    .println("line " + line + ": " + end + ", " + result.getString("reason")
                            + (result.containsKey("home") ? ", home " + result.getString("home") : "")
                            + (result.containsKey("detail") ? ": " + result.getString("detail") : ""));
        }
        if (answered % PROGRESS == 0) {
            terminal.err().println(count(answered) + " answered, " + refused + " of them refused");
        }
    }

    private InputStream open() throws IOException {
        var bytes = Files.newInputStream(file);
        return file.toString().toLowerCase(Locale.ROOT).endsWith(GZIP)
                ? new GZIPInputStream(bytes)
                : new BufferedInputStream(bytes);
    }

    private String name() {
        var name = file.toString().toLowerCase(Locale.ROOT);
        return name.endsWith(GZIP) ? name.substring(0, name.length() - GZIP.length()) : name;
    }

    private static String count(long records) {
        return records + (records == 1 ? " record" : " records");
    }
}
