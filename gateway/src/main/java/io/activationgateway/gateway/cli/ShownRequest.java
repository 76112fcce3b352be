package io.activationgateway.gateway.cli;

import static java.util.Objects.requireNonNull;

import io.activationgateway.connectors.Endpoint;
import io.activationgateway.connectors.VendorRequest;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A request as it may be shown: what is secret in it, or made of a secret, is masked. */
final class ShownRequest {

    private static final String MASK = "***";

    /** Headers that bear credentials or what is made of them; the key that names a request is none. */
    private static final Pattern CREDENTIAL =
            Pattern.compile("(?!idempotency-key$).*(auth|cookie|key|secret|signature|token).*");

    /** What a form asks for a token with: whoever has it is lent one too (RFC 6749, RFC 7521). */
    private static final Pattern PROOF =
            Pattern.compile("((?:^|&)(?:assertion|client_assertion|client_secret|refresh_token|password)=)[^&]*");

    private final List<String> secrets;

    /** {@code secrets} are masked wherever they stand. */
    ShownRequest(Collection<String> secrets) {
        this.secrets = secrets.stream()
                .sorted(Comparator.comparingInt(String::length).reversed())
                .toList();
    }

    /** Method and URL, headers, an empty line, the body. */
    String text(Endpoint endpoint, VendorRequest request) {
        requireNonNull(endpoint, "endpoint");
        var base = endpoint.base();
        var url = base.getScheme() + "://" + base.getRawAuthority() + request.pathAndQuery();
        var text = new StringBuilder()
                .append(request.method().name())
                .append(' ')
                .append(masked(url))
                .append('\n');
        new TreeMap<>(request.headers())
                .forEach((name, value) -> text.append(name)
                        .append(": ")
                        .append(header(name, value))
                        .append('\n'));
        var body = body(request);
        return text.append('\n')
                .append(masked(body))
                .append(body.isEmpty() ? "" : "\n")
                .toString();
    }

    private static String body(VendorRequest request) {
        var body = request.body().toString();
        boolean form =
                request.headers().getOrDefault("Content-Type", "").startsWith("application/x-www-form-urlencoded");
        return form ? PROOF.matcher(body).replaceAll("$1" + Matcher.quoteReplacement(MASK)) : body;
    }

    private String header(String name, String value) {
        if (!CREDENTIAL.matcher(name.toLowerCase(Locale.ROOT)).matches()) {
            return masked(value);
        }
        // The scheme (RFC 9110 section 11.4) tells how, not what.
        int space = value.indexOf(' ');
        return name.equalsIgnoreCase("Authorization") && space > 0 ? value.substring(0, space) + " " + MASK : MASK;
    }

    private String masked(String text) {
        var masked = text;
        for (var secret : secrets) {
            masked = masked.replace(secret, MASK);
        }
        return masked;
    }
}
