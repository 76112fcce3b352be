package io.activationgateway.gateway.cli;

import io.activationgateway.gateway.ledger.LedgerVerifier;
import io.activationgateway.gateway.ledger.Verification;
import io.activationgateway.gateway.ledger.Verification.Anchor;
import io.activationgateway.residency.signing.VerifyingKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "verify",
        header = "Checks that a node's ledger is what was signed.",
        description = {
            "Needs nothing but the ledger's files and its public key, and changes nothing; the gateway may be running."
                    + " Reads every entry, rebuilds the Merkle tree (RFC 6962) and compares it with the stored hashes and"
                    + " the signed checkpoint: a flipped byte, a removed or a reordered entry is found.",
            "",
            "A ledger cannot tell by itself that its end was cut off, or that whoever holds the key wrote it anew. A"
                    + " checkpoint that was kept elsewhere can: fetch one from /v1/ledger/checkpoint now and then, keep it"
                    + " out of the node's reach, and give it with --checkpoint.",
            "",
            "A torn last entry, as a crash leaves it, is reported and is not tampering."
        },
        footer = {
            "%nExamples:",
            "  activation-gateway ledger verify data/eu/ledger --key data/eu/keys/ledger.key.pub",
            "  activation-gateway ledger verify data/eu/ledger --key ledger.key.pub --checkpoint 2026-05-01.checkpoint"
        })
final class LedgerVerifyCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Parameters(paramLabel = "DIR", description = "The folder of the ledger, or a copy of it.")
    private Path folder = Path.of("");

    @Option(
            names = "--key",
            paramLabel = "PUB",
            required = true,
            description = "The public key that checkpoints are signed with, in PEM.")
    private Path key = Path.of("");

    @Option(
            names = "--checkpoint",
            paramLabel = "FILE",
            description = "A checkpoint of this ledger that was kept elsewhere.")
    private @Nullable Path checkpoint;

    LedgerVerifyCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        if (!Files.isDirectory(folder)) {
            throw new NotDirectoryException(folder + ": not a folder (expected: the folder of a ledger)");
        }
        var publicKey = VerifyingKey.parse(Files.readString(key), key.toString());
        var held = checkpoint == null ? null : Files.readString(checkpoint);
        var found = LedgerVerifier.verify(folder, publicKey, held);
        report(found);
        return found.intact() ? ExitCode.OK : ExitCode.NO;
    }

    private void report(Verification found) {
        for (var fault : found.faults()) {
            terminal.err().println(fault.place() + ": " + fault.text());
        }
        var out = terminal.out();
        out.println(folder + ": "
                + (found.intact()
                        ? "intact"
                        : "NOT INTACT, " + count(found.faults().size(), "fault")));
        out.println("  signed    " + reach(found.signed()) + ", by the ledger's own checkpoint");
        var anchor = found.held();
        out.println("  anchored  "
                + (anchor == null
                        ? "nowhere: without --checkpoint a cut end or a rewritten past is not found"
                        : reach(anchor) + ", by the checkpoint kept elsewhere"));
        if (found.unsigned() > 0) {
            out.println("  unsigned  " + count(found.unsigned(), "entry", "entries")
                    + " behind the signed ones: the process ended before it signed them");
        }
        if (found.tornBytes() > 0) {
            out.println("  torn      " + count(found.tornBytes(), "byte")
                    + " at the end: the process ended while it wrote them; the next start cuts them off");
        }
    }

    private static String reach(Anchor anchor) {
        var until = anchor.until() == null ? "" : ", up to " + anchor.until();
        return count(anchor.size(), "entry", "entries") + until;
    }

    private static String count(long number, String thing) {
        return count(number, thing, thing + "s");
    }

    private static String count(long number, String one, String many) {
        return number + " " + (number == 1 ? one : many);
    }
}
