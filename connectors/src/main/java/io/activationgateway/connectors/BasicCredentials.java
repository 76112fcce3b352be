package io.activationgateway.connectors;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** HTTP Basic (RFC 7617), which many vendors ask for. */
public final class BasicCredentials {

    private BasicCredentials() {}

    /** The value of the header {@code Authorization}; the user must hold no colon. */
    public static String header(String user, String password) {
        return "Basic " + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
    }
}
