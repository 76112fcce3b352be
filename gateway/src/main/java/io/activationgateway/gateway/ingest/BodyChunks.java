package io.activationgateway.gateway.ingest;

import static io.activationgateway.gateway.ingest.Reading.Broken;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Optional;

/**
 * Cuts a body of any length into chunks of whole records, each a body of its own for {@link RowReader}: NDJSON at line
 * ends, CSV at line ends outside quotes, the header repeated. Memory is bounded by a chunk and a row. Reading blocks:
 * for a thread that may. Not thread-safe.
 */
public final class BodyChunks {

    private static final int READ = 1 << 16;

    private final InputStream body;
    private final boolean csv;
    private final int records;
    private final int chunkBytes;
    private final int rowBytes;
    private byte[] buffer = new byte[READ];
    private int length;
    private byte[] header = {};
    private boolean headerRead;
    private boolean ended;

    /**
     * @param body unpacked
     * @param format NDJSON or CSV; a JSON body is one value and cannot be cut
     * @param records the most lines of a chunk
     * @param chunkBytes a chunk ends with the first line that passes this
     */
    public BodyChunks(InputStream body, BodyFormat format, int records, int chunkBytes, Limits limits) {
        if (format == BodyFormat.JSON) {
            throw new IllegalArgumentException("format: JSON (expected: NDJSON or CSV)");
        }
        this.body = body;
        this.csv = format == BodyFormat.CSV;
        this.records = records;
        this.chunkBytes = chunkBytes;
        this.rowBytes = limits.rowBytes();
    }

    /** The body broke off or is damaged: earlier chunks stand, nothing more can be read. */
    public static final class BrokenBody extends Exception {

        private static final long serialVersionUID = 1L;

        private final transient Broken broken;

        private BrokenBody(Broken broken) {
            super(broken.detail(), null, false, false);
            this.broken = broken;
        }

        public Broken broken() {
            return broken;
        }
    }

    /**
     * The next chunk; empty at the end.
     *
     * @throws IOException where the sender went away
     * @throws BrokenBody where a packed body is damaged or a row never ends
     */
    public Optional<byte[]> next() throws IOException, BrokenBody {
        var scan = new Scan();
        while (true) {
            int end = scan.until(length);
            if (!headerRead && csv && scan.firstLine >= 0) {
                header = Arrays.copyOf(buffer, scan.firstLine);
                headerRead = true;
                drop(scan.firstLine);
                scan = new Scan();
                continue;
            }
            if (end >= 0) {
                return Optional.of(take(end));
            }
            if (ended) {
                return length == 0 && (headerRead || !csv) ? Optional.empty() : rest();
            }
            if (length - Math.max(0, scan.lastLine) > rowBytes) {
                throw new BrokenBody(RowReader.endless(rowBytes, Math.max(0, scan.lastLine), scan.lines));
            }
            fill();
        }
    }

    /** What follows the last line end; a header alone is a body of no records, which the reader checks. */
    private Optional<byte[]> rest() {
        boolean onlyHeader = csv && !headerRead;
        headerRead = true;
        var chunk = take(length);
        if (onlyHeader) {
            header = chunk;
        }
        return Optional.of(chunk);
    }

    private void fill() throws IOException, BrokenBody {
        if (length == buffer.length) {
            buffer = Arrays.copyOf(buffer, buffer.length * 2);
        }
        try {
            int count = body.read(buffer, length, buffer.length - length);
            if (count < 0) {
                ended = true;
            } else {
                length += count;
            }
        } catch (GzipInput.BrokenGzip e) {
            throw new BrokenBody(e.broken());
        }
    }

    private byte[] take(int end) {
        var chunk = new ByteArrayOutputStream(header.length + end);
        chunk.writeBytes(header);
        chunk.write(buffer, 0, end);
        drop(end);
        return chunk.toByteArray();
    }

    private void drop(int end) {
        System.arraycopy(buffer, end, buffer, 0, length - end);
        length -= end;
    }

    /** Where lines end, as far as the buffer is filled; it goes on where it stopped. */
    private final class Scan {
        private int at;
        private boolean quoted;
        private int lines;
        private int lastLine = -1;
        private int firstLine = -1;

        /** The end of the chunk, -1 where more must be read. */
        private int until(int end) {
            for (; at < end; at++) {
                byte b = buffer[at];
                if (csv && b == '"') {
                    quoted = !quoted;
                } else if (b == '\n' && !quoted) {
                    lines++;
                    lastLine = at + 1;
                    if (firstLine < 0) {
                        firstLine = lastLine;
                    }
                    if (lines == records || lastLine >= chunkBytes) {
                        return lastLine;
                    }
                    if (csv && !headerRead) {
                        return -1;
                    }
                }
            }
            return -1;
        }
    }
}
