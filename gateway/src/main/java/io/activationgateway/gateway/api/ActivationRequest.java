package io.activationgateway.gateway.api;

import io.activationgateway.connectors.Operation;
import io.activationgateway.consent.signal.GpcSignal;
import io.activationgateway.gateway.config.Right;
import io.activationgateway.gateway.config.SourceConfig;
import io.activationgateway.gateway.ingest.BodyFormat;
import io.activationgateway.gateway.ingest.Unpacking;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of an activation or a decision, checked before the body is read.
 *
 * @param minConsentSequence the sender wants a node that has applied at least this write, 0 for any
 * @param optedOut whether the person's own browser says Global Privacy Control
 */
record ActivationRequest(
        SourceConfig source,
        String destination,
        String purpose,
        Operation operation,
        @Nullable String audience,
        BodyFormat format,
        Unpacking unpacking,
        Duration deadline,
        long minConsentSequence,
        boolean optedOut) {

    /** What its URL may say. */
    static final Set<String> PARAMETERS = Set.of("purpose", "operation", "audience", "min_consent_seq");

    private static final Pattern WAIT = Pattern.compile("(?:^|[,;])\\s*wait=(\\d{1,4})\\s*(?:$|[,;])");
    private static final Pattern AUDIENCE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");
    private static final Duration LONGEST = Duration.ofSeconds(60);

    /** Reads the parameters, or throws the {@link ProblemException} that names the first wrong one. */
    static ActivationRequest of(
            HttpServerRequest request, SourceConfig source, String destination, Duration usualDeadline) {
        if (!source.destinations().contains(destination)) {
            throw new ProblemException(Problems.forbidden("destination", destination));
        }
        var purpose = request.getParam("purpose");
        if (purpose == null || purpose.isBlank()) {
            throw new ProblemException(
                    Problems.parameter("purpose", "the name of a purpose, such as email-newsletter"));
        }
        if (!source.purposes().contains(purpose)) {
            throw new ProblemException(Problems.forbidden("purpose", "asked for"));
        }
        var operation = operation(request.getParam("operation"));
        if (operation == Operation.ERASE && !source.may(Right.ERASE)) {
            throw new ProblemException(Problems.forbidden("operation", operation.wireName()));
        }
        var audience = request.getParam("audience");
        if (audience != null && !AUDIENCE.matcher(audience).matches()) {
            throw new ProblemException(
                    Problems.parameter("audience", "1 to 64 letters, digits, dots, hyphens and underscores"));
        }
        return new ActivationRequest(
                source,
                destination,
                purpose,
                operation,
                audience,
                BodyFormat.ofContentType(request.getHeader(HttpHeaders.CONTENT_TYPE))
                        .orElseThrow(() -> new ProblemException(Problems.mediaType())),
                Unpacking.ofContentEncoding(request.getHeader(HttpHeaders.CONTENT_ENCODING))
                        .orElseThrow(() -> new ProblemException(Problems.encoding())),
                deadline(request.getHeader("Prefer"), usualDeadline),
                sequence(request.getParam("min_consent_seq")),
                source.ownBrowser() && GpcSignal.header(request.headers().getAll("Sec-GPC")));
    }

    private static Operation operation(@Nullable String name) {
        if (name == null) {
            return Operation.UPSERT;
        }
        return Arrays.stream(Operation.values())
                .filter(operation -> operation.wireName().equals(name))
                .findFirst()
                .orElseThrow(() -> new ProblemException(Problems.parameter(
                        "operation",
                        Arrays.stream(Operation.values())
                                .map(Operation::wireName)
                                .collect(Collectors.joining(", ", "one of ", "")))));
    }

    /** {@code Prefer: wait=N} (RFC 7240), in seconds; what it cannot mean is ignored, as that document says. */
    private static Duration deadline(@Nullable String prefer, Duration usual) {
        if (prefer == null) {
            return usual;
        }
        var wait = WAIT.matcher(prefer.toLowerCase(Locale.ROOT));
        if (!wait.find()) {
            return usual;
        }
        var asked = Duration.ofSeconds(Math.max(1, Integer.parseInt(wait.group(1))));
        return asked.compareTo(LONGEST) > 0 ? LONGEST : asked;
    }

    private static long sequence(@Nullable String text) {
        if (text == null) {
            return 0;
        }
        try {
            long sequence = Long.parseLong(text);
            if (sequence >= 0) {
                return sequence;
            }
        } catch (NumberFormatException wrong) {
            // Told below, like a negative one.
        }
        throw new ProblemException(Problems.parameter("min_consent_seq", "a sequence number that a write answered"));
    }
}
