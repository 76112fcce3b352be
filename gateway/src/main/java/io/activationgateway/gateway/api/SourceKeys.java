package io.activationgateway.gateway.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.activationgateway.gateway.config.SourceConfig;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Knows a source by its key. Keys are looked up by their digest, so that no comparison tells how much was right. */
final class SourceKeys {

    private static final String BEARER = "Bearer ";
    private static final String BASIC = "Basic ";

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
        return ofKey(credentials(request, BEARER));
    }

    /** The source of a request whose sender may know no scheme but Basic: the password is the key, the name is free. */
    SourceConfig authenticateAlsoBasic(HttpServerRequest request) {
        var basic = credentials(request, BASIC);
        if (basic == null) {
            return authenticate(request);
        }
        try {
            var pair = new String(Base64.getDecoder().decode(basic), UTF_8);
            return ofKey(pair.substring(pair.indexOf(':') + 1));
        } catch (IllegalArgumentException broken) {
            throw new ProblemException(Problems.unauthorized());
        }
    }

    private SourceConfig ofKey(@Nullable String key) {
        var source = key == null ? null : byDigest.get(digest(key));
        if (source == null) {
            throw new ProblemException(Problems.unauthorized());
        }
        return source;
    }

    /** The key of a request, null where it brings none. */
    static @Nullable String bearer(HttpServerRequest request) {
        return credentials(request, BEARER);
    }

    /** What stands after a scheme, null where the request has another or none. */
    private static @Nullable String credentials(HttpServerRequest request, String scheme) {
        var header = request.getHeader(HttpHeaders.AUTHORIZATION);
        return header != null && header.regionMatches(true, 0, scheme, 0, scheme.length())
                ? header.substring(scheme.length()).strip()
                : null;
    }

    static String digest(String key) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(key.getBytes(UTF_8)));
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("SHA-256 is missing from this Java runtime", missing);
        }
    }
}
