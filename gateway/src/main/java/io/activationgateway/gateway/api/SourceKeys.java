package io.activationgateway.gateway.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.activationgateway.gateway.config.SourceConfig;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;

/** Knows a source by its key. Keys are looked up by their digest, so that no comparison tells how much was right. */
final class SourceKeys {

    private static final String SCHEME = "Bearer ";

    private final Map<String, SourceConfig> byDigest = new HashMap<>();

    SourceKeys(Collection<SourceConfig> sources) {
        for (var source : sources) {
            if (byDigest.put(digest(source.key().value()), source) != null) {
                throw new IllegalArgumentException("sources." + source.name()
                        + ".key: another source has the same key (expected: one of its own)");
            }
        }
    }

    /** The source of a request. */
    SourceConfig authenticate(HttpServerRequest request) {
        var header = request.getHeader(HttpHeaders.AUTHORIZATION);
        if (header == null || !header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            throw new ProblemException(Problems.unauthorized());
        }
        var source = byDigest.get(digest(header.substring(SCHEME.length()).strip()));
        if (source == null) {
            throw new ProblemException(Problems.unauthorized());
        }
        return source;
    }

    private static String digest(String key) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(key.getBytes(UTF_8)));
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("SHA-256 is missing from this Java runtime", missing);
        }
    }
}
