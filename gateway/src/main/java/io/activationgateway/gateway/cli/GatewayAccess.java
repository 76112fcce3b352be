package io.activationgateway.gateway.cli;

import io.activationgateway.gateway.config.ConfigException;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where a running gateway is, and who asks. */
final class GatewayAccess {

    private static final String VARIABLE = "GATEWAY_SOURCE_KEY";
    private static final int HTTPS = 443;
    private static final int HTTP = 80;

    @Option(
            names = "--url",
            paramLabel = "URL",
            defaultValue = "http://127.0.0.1:8080",
            description = "Where the gateway of the region is; ${DEFAULT-VALUE} unless told.")
    private URI url = URI.create("http://127.0.0.1:8080");

    @Option(
            names = "--key",
            paramLabel = "FILE",
            description = "A file that holds the source's key; without it, the key is taken from " + VARIABLE + ".")
    private @Nullable Path key;

    /** The gateway at this address, asked with the key in this file or in the environment. */
    static GatewayAccess of(URI url, @Nullable Path key) {
        var access = new GatewayAccess();
        access.url = url;
        access.key = key;
        return access;
    }

    /** A request of the source; throws {@link ConfigException} where it cannot be made. */
    RequestOptions request(HttpMethod method, String path, Terminal terminal) throws IOException {
        var scheme = url.getScheme() == null ? "" : url.getScheme().toLowerCase(Locale.ROOT);
        boolean tls = scheme.equals("https");
        if (url.getHost() == null || !(tls || scheme.equals("http"))) {
            throw new ConfigException("--url: " + url + " (expected: http://host:port or https://host)");
        }
        return new RequestOptions()
                .setMethod(method)
                .setHost(url.getHost())
                .setPort(url.getPort() >= 0 ? url.getPort() : tls ? HTTPS : HTTP)
                .setSsl(tls)
                .setURI(path)
                .putHeader("Authorization", "Bearer " + secret(terminal));
    }

    private String secret(Terminal terminal) throws IOException {
        var secret = key == null ? terminal.environment().apply(VARIABLE) : Files.readString(key);
        if (secret == null || secret.isBlank()) {
            throw new ConfigException(
                    key == null
                            ? "--key: is missing and " + VARIABLE + " is not set (expected: the key of a source)"
                            : "--key: " + key + " is empty (expected: the key of a source)");
        }
        return secret.strip();
    }
}
