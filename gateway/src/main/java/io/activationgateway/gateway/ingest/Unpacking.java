package io.activationgateway.gateway.ingest;

import java.io.InputStream;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How a body is packed. */
public enum Unpacking {
    /** Not at all. */
    IDENTITY,
    /** gzip (RFC 1952), of one or several members. */
    GZIP;

    /**
     * The packing of a {@code Content-Encoding} header.
     *
     * @return empty where it names anything but {@code gzip} or {@code identity}: the answer is 415
     */
    public static Optional<Unpacking> ofContentEncoding(@Nullable String contentEncoding) {
        if (contentEncoding == null) {
            return Optional.of(IDENTITY);
        }
        return switch (contentEncoding.strip().toLowerCase(Locale.ROOT)) {
            case "", "identity" -> Optional.of(IDENTITY);
            case "gzip", "x-gzip" -> Optional.of(GZIP);
            default -> Optional.empty();
        };
    }

    /**
     * Unpacks a whole body and verifies its checksums, before anything of it counts.
     *
     * @param limit bytes after unpacking; what would pass it is not unpacked further
     */
    public Result unpack(byte[] body, int limit) {
        return switch (this) {
            case IDENTITY -> body.length > limit ? new Result.Failed(Gzip.tooLarge(limit)) : new Result.Unpacked(body);
            case GZIP -> Gzip.unpack(body, limit);
        };
    }

    /**
     * Unpacks a body as it is read. What is wrong with the packed bytes is thrown as an {@link java.io.IOException}, in
     * its place: {@link BodyChunks} tells it apart from a sender that went away.
     */
    public InputStream stream(InputStream body) {
        return switch (this) {
            case IDENTITY -> body;
            case GZIP -> new GzipInput(body);
        };
    }

    /** What came of unpacking. */
    public sealed interface Result {

        /** The body as it was before it was packed. Personal data: it does not print. */
        @SuppressWarnings("ArrayRecordComponent") // a body is handed on once and never compared
        record Unpacked(byte[] bytes) implements Result {

            @Override
            public String toString() {
                return "Unpacked[" + bytes.length + " bytes]";
            }
        }

        record Failed(Reading.Broken broken) implements Result {}
    }
}
