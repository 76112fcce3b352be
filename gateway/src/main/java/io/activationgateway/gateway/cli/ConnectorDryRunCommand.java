package io.activationgateway.gateway.cli;

import static java.util.Objects.requireNonNull;

import io.activationgateway.connectors.Attempt;
import io.activationgateway.connectors.Connector;
import io.activationgateway.connectors.Draft;
import io.activationgateway.connectors.Operation;
import io.activationgateway.connectors.Use;
import io.activationgateway.connectors.VendorCode;
import io.activationgateway.connectors.VendorRequest;
import io.activationgateway.connectors.catalogue.Vendors;
import io.activationgateway.consent.identity.IdentifierType;
import io.activationgateway.consent.profile.Channel;
import io.activationgateway.gateway.config.ConfigException;
import io.activationgateway.gateway.config.ConfigLoader;
import io.activationgateway.gateway.config.DestinationConfig;
import io.activationgateway.gateway.config.SecretUse;
import io.activationgateway.gateway.ingest.BodyFormat;
import io.activationgateway.gateway.ingest.Columns;
import io.activationgateway.gateway.ingest.Limits;
import io.activationgateway.gateway.ingest.Reading;
import io.activationgateway.gateway.ingest.RowReader;
import io.activationgateway.gateway.ingest.Rows;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "dry-run",
        header = "Shows the requests that rows would become, and sends nothing.",
        description = {
            "Rows are read as NDJSON with the usual column names, and further identifiers under the names of their types,"
                    + " from a file or from standard input. Printed are method,"
                    + " URL, headers with secrets masked, and body of each request; rows that the vendor cannot be told are"
                    + " named with the reason. Where something is asked first (a token, a profile), the question is shown"
                    + " and after it, as far as it is known by then, the request that waits for the answer.",
            "",
            "Neither consent nor policy is asked: every row is shown as if all of it might leave. Use invented people."
        },
        footer = {
            "%nExamples:",
            "  activation-gateway connector dry-run node.yaml crm --operation upsert < rows.ndjson",
            "  activation-gateway connector dry-run node.yaml crm --operation add --audience vip rows.ndjson"
        })
final class ConnectorDryRunCommand implements Callable<Integer> {

    /** The usual columns, and one for each further type of identifier: what a source may configure. */
    private static final Columns COLUMNS = new Columns(
            Columns.DEFAULT.roles(),
            Stream.of(IdentifierType.values())
                    .collect(Collectors.toUnmodifiableMap(Function.identity(), IdentifierType::wireName)),
            Map.of());

    private final Terminal terminal;
    private final InstantSource clock;

    @Parameters(index = "0", paramLabel = "CONFIG", description = "The configuration file of a node.")
    private Path configuration = Path.of("");

    @Parameters(index = "1", paramLabel = "DESTINATION", description = "A destination that it configures.")
    private String destination = "";

    @Parameters(
            index = "2",
            arity = "0..1",
            paramLabel = "ROWS",
            description = "The rows; standard input where absent.")
    private @Nullable Path file;

    @Option(
            names = "--operation",
            required = true,
            paramLabel = "NAME",
            description = "upsert, add, remove, track, subscribe, unsubscribe, suppress or erase.")
    private Operation operation = Operation.UPSERT;

    @Option(names = "--audience", paramLabel = "NAME", description = "The audience of add and remove.")
    private @Nullable String audience;

    @Option(names = "--purpose", paramLabel = "NAME", defaultValue = "dry-run", description = "The policy's purpose.")
    private String purpose = "dry-run";

    @Option(
            names = "--channel",
            paramLabel = "NAME",
            defaultValue = "EMAIL",
            description = "The channel of the purpose (default: ${DEFAULT-VALUE}).")
    private Channel channel = Channel.EMAIL;

    @Option(names = "--without-consent", description = "Say the rows as some that leave on another basis than consent.")
    private boolean withoutConsent;

    ConnectorDryRunCommand(Terminal terminal, InstantSource clock) {
        this.terminal = terminal;
        this.clock = clock;
    }

    @Override
    public Integer call() throws IOException {
        var configured = configured();
        var connector = connector(configured);
        var operations = configured.operations(connector);
        var refusal = operations.contains(operation)
                ? connector.refusal(operation, audience, channel)
                : VendorCode.OPERATION_NOT_SUPPORTED;
        if (refusal != null) {
            terminal.err()
                    .println("--operation " + operation.wireName() + ": " + refusal.wireName()
                            + " (this destination does: "
                            + operations.stream()
                                    .sorted()
                                    .map(Operation::wireName)
                                    .toList()
                            + "; add and remove need --audience)");
            return ExitCode.USAGE;
        }
        return switch (RowReader.read(rows(), BodyFormat.NDJSON, COLUMNS, DryRecord.AnyField.NAMES, Limits.DEFAULT)) {
            case Reading.Broken(var _, var _, var detail, var _, var _) -> {
                terminal.err().println("rows: " + detail);
                yield ExitCode.DATA;
            }
            case Reading.Parsed(var rows) -> show(connector, rows);
        };
    }

    private int show(Connector connector, Rows rows) throws IOException {
        var shown = new ShownRequest(secrets());
        Draft draft = null;
        int requests = 0;
        for (int row = 0; row < rows.size(); row++) {
            var fault = rows.fault(row);
            if (fault != null) {
                tell(row, String.valueOf(fault));
                continue;
            }
            var record = new DryRecord(rows, row, !withoutConsent);
            draft = draft == null ? begin(connector, requests) : draft;
            var addition = draft.add(record);
            if (addition instanceof Draft.Full) {
                print(connector, draft, shown);
                draft = begin(connector, ++requests);
                addition = draft.add(record);
            }
            if (addition instanceof Draft.Unsayable(VendorCode code)) {
                tell(row, code.wireName());
            }
        }
        if (draft != null && draft.records() > 0) {
            print(connector, draft, shown);
            requests++;
        }
        return requests > 0 ? ExitCode.OK : ExitCode.DATA;
    }

    private Draft begin(Connector connector, int number) {
        var now = clock.instant();
        return connector.draft(
                new Attempt(operation, audience, new Use(purpose, channel), "dry-run-" + number, now, now, 0));
    }

    private void print(Connector connector, Draft draft, ShownRequest shown) {
        var sent = draft.finish();
        print(connector, sent.request(), shown);
        var later = sent.later();
        if (later != null) {
            terminal.out().println("then, with what the answer tells:");
            print(connector, later, shown);
        }
    }

    private void print(Connector connector, VendorRequest request, ShownRequest shown) {
        var elsewhere = request.elsewhere();
        terminal.out().println(shown.text(elsewhere == null ? connector.endpoint(operation) : elsewhere, request));
        terminal.out().flush();
    }

    private void tell(int row, String why) {
        terminal.err().println("row " + row + ": " + why);
    }

    private DestinationConfig configured() {
        var config = ConfigLoader.load(configuration, terminal.environment());
        var found = config.destinations().get(destination);
        if (found == null) {
            throw new ConfigException("destinations." + destination + ": is not configured (expected: one of "
                    + config.destinations().keySet().stream().sorted().toList() + ")");
        }
        return found;
    }

    private static Connector connector(DestinationConfig configured) {
        var vendor = Vendors.all().find(configured.vendor());
        if (vendor == null) {
            throw new ConfigException("destinations." + configured.name() + ".vendor: " + configured.vendor()
                    + " is not known (expected: one of " + Vendors.all().names() + ")");
        }
        return vendor.connect(configured.settings());
    }

    private List<String> secrets() throws IOException {
        var secrets = new ArrayList<String>();
        for (var use : SecretUse.of(configuration, terminal.environment())) {
            if (use.place().startsWith("destinations." + destination + ".")) {
                switch (use) {
                    case SecretUse.InFile inFile ->
                        secrets.add(Files.readString(inFile.file()).strip());
                    case SecretUse.InEnvironment variable ->
                        secrets.add(requireNonNull(terminal.environment().apply(variable.variable()), "a secret"));
                }
            }
        }
        return secrets;
    }

    private byte[] rows() throws IOException {
        return file == null ? System.in.readAllBytes() : Files.readAllBytes(file);
    }
}
