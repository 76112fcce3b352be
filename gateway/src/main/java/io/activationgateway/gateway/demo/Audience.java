package io.activationgateway.gateway.demo;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One post of a reverse-ETL job.
 *
 * @param list the vendor's list, for {@code ADD} and {@code REMOVE}
 * @param waitSeconds how many seconds the sender waits, 0 for the gateway's own deadline
 */
record Audience(Job job, String operation, @Nullable String list, Body body, List<Row> rows, int waitSeconds) {

    /** Which gateway a row is posted to. */
    enum Site {
        EU,
        TR;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Who posts where to what end. */
    record Job(Site site, String source, String destination, String purpose) {}

    /** How the rows are written. */
    record Body(Format format, boolean gzip) {}

    enum Format {
        JSON("application/json"),
        NDJSON("application/x-ndjson"),
        CSV("text/csv");

        private final String mediaType;

        Format(String mediaType) {
            this.mediaType = mediaType;
        }

        String mediaType() {
            return mediaType;
        }
    }

    Audience {
        rows = List.copyOf(rows);
    }
}
