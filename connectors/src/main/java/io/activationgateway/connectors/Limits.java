package io.activationgateway.connectors;

/**
 * What one request, and requests over time, may measure.
 *
 * @param maxRecords records in one request, at least 1
 * @param maxBytes bytes of one request's body
 * @param maxRecordBytes bytes of one record as it is written into the body
 * @param requestsPerSecond the pace that the vendor allows this operation
 */
public record Limits(int maxRecords, int maxBytes, int maxRecordBytes, double requestsPerSecond) {

    public Limits {
        if (maxRecords < 1 || maxBytes < 1 || maxRecordBytes < 1 || !(requestsPerSecond > 0)) {
            throw new IllegalArgumentException("limits (expected: all positive)");
        }
    }
}
