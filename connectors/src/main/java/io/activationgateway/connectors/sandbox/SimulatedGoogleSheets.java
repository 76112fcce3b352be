package io.activationgateway.connectors.sandbox;

import static java.util.Objects.requireNonNull;

import io.activationgateway.connectors.Settings;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.time.InstantSource;
import java.util.Base64;
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
                    destination, settings.text("spreadsheet_id"), settings.text("client_email"), publicKey(key));
        } catch (GeneralSecurityException | IllegalArgumentException wrong) {
            throw settings.wrong("private_key", "is not a private key", "give an RSA key in PEM, from BEGIN to END");
        }
    }

    private static PublicKey publicKey(String pem) throws GeneralSecurityException {
        var base64 = pem.replace("\\n", "").replaceAll("-----[A-Z ]+-----|\\s", "");
        var rsa = KeyFactory.getInstance("RSA");
        if (!(rsa.generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(base64)))
                instanceof RSAPrivateCrtKey key)) {
            throw new IllegalArgumentException("a key without its public exponent");
        }
        return rsa.generatePublic(new RSAPublicKeySpec(key.getModulus(), key.getPublicExponent()));
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
