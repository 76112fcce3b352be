package io.activationgateway.connectors.sandbox;

import static java.util.Objects.requireNonNull;

import io.activationgateway.connectors.Settings;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/**
 * A spreadsheet and the lender of tokens for it.
 *
 * @param key what a service account's assertions are verified with
 */
public record SimulatedGoogleSheets(String destination, String spreadsheetId, String clientEmail, PublicKey key)
        implements SimulatedVendor {

    public SimulatedGoogleSheets {
        requireNonNull(destination, "destination");
        requireNonNull(spreadsheetId, "spreadsheetId");
        requireNonNull(clientEmail, "clientEmail");
        requireNonNull(key, "key");
    }

    /** The other side of a configured destination. */
    static SimulatedGoogleSheets of(String destination, Settings settings) {
        var key = settings.text("private_key");
        try {
            return new SimulatedGoogleSheets(
                    destination,
                    settings.text("spreadsheet_id"),
                    settings.text("client_email"),
                    TokenLender.publicKey(key));
        } catch (GeneralSecurityException | IllegalArgumentException wrong) {
            throw settings.wrong("private_key", "is not a private key", "give an RSA key in PEM, from BEGIN to END");
        }
    }

    @Override
    public Simulation play(InstantSource clock, LongSupplier ticker) {
        return new GoogleSheetsSimulation(this, clock, ticker);
    }

    @Override
    public String toString() {
        return "SimulatedGoogleSheets[" + destination + "]";
    }
}
