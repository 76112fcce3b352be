package io.activationgateway.gateway.ingest;

import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The ways to write records into a body. */
public enum BodyFormat {
    /** {@code {"records":[{...}]}} (RFC 8259). */
    JSON("application/json"),
    /** One JSON object a line. */
    NDJSON("application/x-ndjson"),
    /** Comma-separated with a header line (RFC 4180). */
    CSV("text/csv");

    private final String mediaType;

    BodyFormat(String mediaType) {
        this.mediaType = mediaType;
    }

    public String mediaType() {
        return mediaType;
    }

    /**
     * The format of a {@code Content-Type} header. Parameters are ignored, except that a {@code charset} other than
     * UTF-8 (or its subset US-ASCII) and a CSV {@code header=absent} are not supported.
     *
     * @return empty where the header is missing or names something else: the answer is 415
     */
    public static Optional<BodyFormat> ofContentType(@Nullable String contentType) {
        if (contentType == null) {
            return Optional.empty();
        }
        var parts = contentType.split(";", -1);
        var mediaType = parts[0].strip().toLowerCase(Locale.ROOT);
        for (int i = 1; i < parts.length; i++) {
            if (!supported(parts[i].strip().toLowerCase(Locale.ROOT))) {
                return Optional.empty();
            }
        }
        for (var format : values()) {
            if (format.mediaType.equals(mediaType)) {
                return Optional.of(format);
            }
        }
        return Optional.empty();
    }

    private static boolean supported(String parameter) {
        int equals = parameter.indexOf('=');
        if (equals < 0) {
            return true;
        }
        var value = parameter.substring(equals + 1).strip().replace("\"", "");
        return switch (parameter.substring(0, equals).strip()) {
            case "charset" -> value.equals("utf-8") || value.equals("utf8") || value.equals("us-ascii");
            case "header" -> !value.equals("absent");
            default -> true;
        };
    }
}
