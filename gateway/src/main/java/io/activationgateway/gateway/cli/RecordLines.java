package io.activationgateway.gateway.cli;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * In which line of a file each record begins, for the records that are sent and not answered yet: as many as are on their
 * way, however long the file is. One thread scans, another asks.
 */
final class RecordLines {

    private final boolean csv;
    private final Deque<Long> unanswered = new ArrayDeque<>();
    private long line = 1;
    private long began = 1;
    private boolean blank = true;
    private boolean quoted;
    private boolean headed;

    /** @param csv whether the file is CSV, whose first record names the columns and whose cells may hold line breaks */
    RecordLines(boolean csv) {
        this.csv = csv;
    }

    /** The next bytes of the file. */
    synchronized void scan(byte[] bytes, int count) {
        for (int i = 0; i < count; i++) {
            byte each = bytes[i];
            if (each == '\n') {
                if (!quoted) {
                    endRecord();
                }
                line++;
                if (!quoted) {
                    began = line;
                }
            } else if (each != '\r' && (csv || (each != ' ' && each != '\t'))) {
                blank = false;
                quoted ^= csv && each == '"';
            }
        }
    }

    /** The file is over: its last line may have no end. */
    synchronized void end() {
        endRecord();
    }

    /** The line of the next record that has no answer yet; 0 where there is none. */
    synchronized long next() {
        var next = unanswered.poll();
        return next == null ? 0 : next;
    }

    private void endRecord() {
        if (!blank) {
            if (csv && !headed) {
                headed = true;
            } else {
                unanswered.add(began);
            }
        }
        blank = true;
    }
}
