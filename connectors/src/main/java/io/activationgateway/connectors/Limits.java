package io.activationgateway.connectors;

/**
 * What one request, and requests over time, may measure.
 *
 * @param maxRecords records in one request, at least 1
 * @param maxBytes bytes of one request's body
 * @param maxRecordBytes bytes of one record as it is written into the body
 * @param requestsPerSecond the pace that the vendor allows this operation
 * @param requestsPerDay how many it allows within any 24 hours beside that; {@link #ANY} where it counts no days
 */
public record Limits(int maxRecords, int maxBytes, int maxRecordBytes, double requestsPerSecond, int requestsPerDay) {

    /** As many a day as the pace makes. */
    public static final int ANY = Integer.MAX_VALUE;

    /** Limits of a vendor that counts no days. */
    public Limits(int maxRecords, int maxBytes, int maxRecordBytes, double requestsPerSecond) {
        this(maxRecords, maxBytes, maxRecordBytes, requestsPerSecond, ANY);
    }

    public Limits {
        if (maxRecords < 1 || maxBytes < 1 || maxRecordBytes < 1 || !(requestsPerSecond > 0) || requestsPerDay < 1) {
            throw new IllegalArgumentException("limits (expected: all positive)");
        }
    }
}
