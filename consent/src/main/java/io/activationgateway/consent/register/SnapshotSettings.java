package io.activationgateway.consent.register;

import java.nio.file.Path;
import java.time.Duration;

/**
 * Where and how often a node writes down what it has in memory, so that its next start need not read the whole log. The
 * file holds pseudonyms and profiles, 20 bytes an identifier; nothing is lost with it.
 *
 * @param file is replaced as a whole; beside it the next one is written. Its folder is made where missing
 * @param every after this time, if anything changed
 * @param rows after this many rows of the log, whatever the time
 */
public record SnapshotSettings(Path file, Duration every, long rows) {

    public SnapshotSettings {
        if (every.isZero() || every.isNegative() || rows < 1) {
            throw new IllegalArgumentException("consent register: a snapshot every " + every + " or " + rows
                    + " rows (expected: some time, and 1 row or more)");
        }
    }

    /** A snapshot every 15 minutes or million rows. */
    public static SnapshotSettings in(Path file) {
        return new SnapshotSettings(file, Duration.ofMinutes(15), 1_000_000);
    }
}
