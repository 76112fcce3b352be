package io.activationgateway.gateway.ingest;

/**
 * How much one body may hold, after unpacking.
 *
 * @param bodyBytes bytes of the whole body; beyond: 413
 * @param records rows of the body; beyond: 413
 * @param rowBytes bytes of one row; beyond: that row's {@code input.row-size}, or 413 where the body ends before the row
 * @param depth objects and arrays around a value, the row itself being the first; beyond: that row's {@code input.depth}
 * @param columns fields of one row; beyond: that row's {@code input.columns}, or 413 for a CSV header
 */
public record Limits(int bodyBytes, int records, int rowBytes, int depth, int columns) {

    /** 32 MiB, 10,000 records, 256 KiB a row, depth 32, 500 columns. */
    public static final Limits DEFAULT = new Limits(32 << 20, 10_000, 256 << 10, 32, 500);

    public Limits {
        positive("bodyBytes", bodyBytes);
        positive("records", records);
        positive("rowBytes", rowBytes);
        positive("depth", depth);
        positive("columns", columns);
    }

    /** Different column names of one body, so that a dictionary of names stays small; beyond: 413. */
    int names() {
        return columns * 20;
    }

    private static void positive(String name, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(name + ": " + value + " (expected: at least 1)");
        }
    }
}
