package io.activationgateway.gateway.cli;

import io.activationgateway.gateway.demo.DemoCommand;
import java.io.PrintWriter;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.UnmatchedArgumentException;

/** All commands of the program. */
public final class CommandLines {

    private static final Logger LOG = LoggerFactory.getLogger(CommandLines.class);

    private CommandLines() {}

    /** Runs the command that the arguments name and answers the exit code. Blocks until the command has ended. */
    public static int execute(PrintWriter out, PrintWriter err, String... arguments) {
        return of(new Terminal(out, err, System::getenv, new UntilStopped())).execute(arguments);
    }

    static CommandLine of(Terminal terminal) {
        var program = new CommandLine(new Program())
                .addSubcommand(new ServeCommand(terminal))
                .addSubcommand(new SandboxCommand(terminal))
                .addSubcommand(new DemoCommand())
                .addSubcommand(new CommandLine(new Policy())
                        .addSubcommand(new PolicyCheckCommand(terminal, InstantSource.system()))
                        .addSubcommand(new PolicyExplainCommand(terminal))
                        .addSubcommand(new PolicyTestCommand(terminal))
                        .addSubcommand(new PolicyDiffCommand(terminal))
                        .addSubcommand(new PolicyPlanCommand(terminal))
                        .addSubcommand(new PolicyPublishCommand(terminal))
                        .addSubcommand(new PolicyApproveCommand(terminal))
                        .addSubcommand(new PolicyStatusCommand(terminal)))
                .addSubcommand(new CommandLine(new Connectors())
                        .addSubcommand(new ConnectorDocsCommand(terminal))
                        .addSubcommand(new ConnectorDryRunCommand(terminal, InstantSource.system())))
                .addSubcommand(new CommandLine(new Ledger()).addSubcommand(new LedgerVerifyCommand(terminal)))
                .addSubcommand(new CommandLine(new Consent())
                        .addSubcommand(new ConsentImportCommand(terminal))
                        .addSubcommand(new ConsentExportCommand(terminal)))
                .addSubcommand(new CommandLine(new Keys())
                        .addSubcommand(new KeysInitCommand(terminal))
                        .addSubcommand(new KeysRotateCommand(terminal)))
                .addSubcommand(new CommandLine(new Pseudonym()).addSubcommand(new PseudonymRevealCommand(terminal)));
        return program.setCaseInsensitiveEnumValuesAllowed(true)
                .setOut(terminal.out())
                .setErr(terminal.err())
                .setUsageHelpWidth(100)
                .setParameterExceptionHandler(CommandLines::misused)
                .setExecutionExceptionHandler((exception, command, _) -> {
                    LOG.debug("{} failed", command.getCommandName(), exception);
                    var failure = Failure.of(exception);
                    var name = command.getCommandSpec().qualifiedName();
                    failure.message().lines().forEach(line -> terminal.err().println(name + ": " + line));
                    return failure.exitCode();
                });
    }

    private static int misused(ParameterException wrong, String... arguments) {
        var command = wrong.getCommandLine();
        var err = command.getErr();
        err.println(command.getCommandSpec().qualifiedName() + ": " + wrong.getMessage());
        UnmatchedArgumentException.printSuggestions(wrong, err);
        err.println("Try '" + command.getCommandSpec().qualifiedName() + " --help'.");
        LOG.debug("Not understood: {} arguments", Arrays.asList(arguments).size(), wrong);
        return ExitCode.USAGE;
    }

    @Command(
            name = "activation-gateway",
            scope = ScopeType.INHERIT,
            mixinStandardHelpOptions = true,
            versionProvider = Version.class,
            sortOptions = false,
            sortSynopsis = false,
            synopsisHeading = "Usage: ",
            descriptionHeading = "%n",
            parameterListHeading = "%nParameters:%n",
            optionListHeading = "%nOptions:%n",
            commandListHeading = "%nCommands:%n",
            exitCodeOnInvalidInput = ExitCode.USAGE,
            exitCodeOnExecutionException = ExitCode.SOFTWARE,
            exitCodeListHeading = "%nExit codes:%n",
            exitCodeList = {
                "0:done, nothing wrong found",
                "1:the answer is no: the ledger is not what was signed, policies differ, something would newly be sent, nodes are"
                        + " missing",
                "64:the command line is not understood",
                "65:data is wrong: a policy document, a key, a checkpoint, a pseudonym",
                "69:something needed is not available: a port is taken, there is no JDK 25, the gateway went away",
                "70:internal error of the program",
                "74:a file cannot be read or written",
                "78:a node's configuration file is wrong or refers to what is missing",
                "130, 143:ended by SIGINT or SIGTERM, after what was accepted was answered"
            })
    private static final class Program {}

    @Command(name = "policy", description = "Work with policy documents.")
    private static final class Policy {}

    @Command(name = "consent", description = "Work with the consent register of a running gateway.")
    private static final class Consent {}

    @Command(name = "connector", description = "Work with the connectors to vendors.")
    private static final class Connectors {}

    @Command(name = "ledger", description = "Work with the evidence of a node.")
    private static final class Ledger {}

    @Command(name = "keys", description = "Work with the keys and secrets of a node.")
    private static final class Keys {}

    @Command(name = "pseudonym", description = "Work with the pseudonyms that left instead of values.")
    private static final class Pseudonym {}

    /** The version stands in the manifest of the program's jar; classes run from a folder have none. */
    static final class Version implements IVersionProvider {

        @Override
        public String[] getVersion() {
            var version = Version.class.getPackage().getImplementationVersion();
            return new String[] {
                "activation-gateway " + Objects.requireNonNullElse(version, "(unpackaged)"), "Java " + Runtime.version()
            };
        }
    }
}
