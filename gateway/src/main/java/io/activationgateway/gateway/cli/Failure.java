package io.activationgateway.gateway.cli;

import static java.util.Objects.requireNonNullElse;

import io.activationgateway.connectors.SettingsException;
import io.activationgateway.gateway.config.ConfigException;
import io.activationgateway.gateway.keys.SecretUnusable;
import io.activationgateway.gateway.ledger.LedgerFailed;
import io.activationgateway.residency.document.PolicyUnreadable;
import io.activationgateway.residency.signing.KeyUnusable;
import java.io.IOException;
import java.net.BindException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.sql.SQLException;

/**
 * What the user is told of an exception: a message that names the place and the remedy, never a stack trace.
 *
 * @param message one line, or one per error of a configuration
 */
record Failure(int exitCode, String message) {

    static Failure of(Throwable thrown) {
        return switch (thrown) {
            case ConfigException wrong -> new Failure(ExitCode.CONFIG, text(wrong));
            case SettingsException wrong -> new Failure(ExitCode.CONFIG, text(wrong));
            case KeyUnusable wrong -> new Failure(ExitCode.DATA, text(wrong));
            case SecretUnusable wrong -> new Failure(ExitCode.IO, text(wrong));
            case LedgerFailed failed -> new Failure(ExitCode.IO, text(failed));
            case RemoteNode.Refused refused -> new Failure(refused.exitCode(), text(refused));
            case PolicyUnreadable wrong -> new Failure(ExitCode.DATA, text(wrong));
            case BindException _ ->
                new Failure(
                        ExitCode.UNAVAILABLE,
                        "cannot listen: the port is taken or the address is not this machine's (" + text(thrown) + ")");
            case NoSuchFileException missing -> new Failure(ExitCode.IO, text(missing) + ": no such file");
            case AccessDeniedException denied ->
                new Failure(ExitCode.IO, text(denied) + ": access denied; run as the user who owns it");
            case IOException failed -> new Failure(ExitCode.IO, text(failed));
            // Its message may quote what was written.
            case SQLException _ ->
                new Failure(
                        ExitCode.UNAVAILABLE,
                        "the database cannot be opened; is another node running on the same data folder?");
            // Whatever wraps a failure says less about it than the failure does.
            case Throwable wrapper when wrapper.getCause() != null -> of(wrapper.getCause());
            // Its message may hold anything.
            default ->
                new Failure(
                        ExitCode.SOFTWARE,
                        "internal error: " + thrown.getClass().getSimpleName()
                                + " (LOG_LEVEL=debug logs where it happened)");
        };
    }

    private static String text(Throwable thrown) {
        return requireNonNullElse(thrown.getMessage(), thrown.getClass().getSimpleName());
    }
}
