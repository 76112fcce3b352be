package io.activationgateway.gateway.api;

import com.github.f4b6a3.ulid.UlidCreator;
import io.vertx.core.http.HttpServerRequest;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * How an activation was posted.
 *
 * @param id a ULID
 * @param chosen whether the sender chose it, so that a repetition is known by it
 * @param queued whether it is answered before it is sent ({@code Prefer: respond-async}, RFC 7240)
 */
record Posting(String id, boolean chosen, boolean queued) {

    static final String HEADER = "Activation-Id";

    private static final Pattern ULID = Pattern.compile("[0-7][0-9A-HJKMNP-TV-Z]{25}");
    private static final Pattern ASYNC = Pattern.compile("(?:^|[,;])\\s*respond-async\\s*(?:$|[,;])");

    /** Reads the headers, or throws the {@link ProblemException} that names the wrong one. */
    static Posting of(HttpServerRequest request) {
        var chosen = request.getHeader(HEADER);
        var prefer = request.getHeader("Prefer");
        boolean queued =
                prefer != null && ASYNC.matcher(prefer.toLowerCase(Locale.ROOT)).find();
        if (chosen == null) {
            return new Posting(UlidCreator.getMonotonicUlid().toString(), false, queued);
        }
        var id = chosen.strip().toUpperCase(Locale.ROOT);
        if (!isUlid(id)) {
            throw new ProblemException(Problems.parameter(
                    HEADER, "a ULID: 26 characters of Crockford's Base32, made anew for each batch"));
        }
        return new Posting(id, true, queued);
    }

    static boolean isUlid(String text) {
        return ULID.matcher(text).matches();
    }

    /** Whether what becomes of it is kept. */
    boolean remembered() {
        return chosen || queued;
    }
}
