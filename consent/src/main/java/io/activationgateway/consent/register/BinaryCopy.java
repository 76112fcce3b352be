package io.activationgateway.consent.register;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;

/** Rows in the binary format of PostgreSQL's COPY: a header, each row with its fields' lengths, a trailer. */
final class BinaryCopy {

    private static final byte[] SIGNATURE = {'P', 'G', 'C', 'O', 'P', 'Y', '\n', (byte) 0xff, '\r', '\n', 0};
    private static final int NULL = -1;

    /** More than most rows have; beyond that the buffer grows. */
    private static final int ROW = 384;

    private ByteBuffer bytes;

    private BinaryCopy(int capacity) {
        bytes = ByteBuffer.allocate(capacity);
    }

    /**
     * @param copy up to the names of the columns
     * @param columns each with a value a row: {@code Long}, {@code Integer}, {@code String}, {@code byte[]} or null
     */
    static void run(PGConnection connection, String copy, List<List<@Nullable Object>> columns) throws SQLException {
        var bytes = encode(columns);
        var in = connection.getCopyAPI().copyIn(copy + " FROM STDIN (FORMAT binary)");
        try {
            in.writeToCopy(bytes, 0, bytes.length);
            in.endCopy();
        } finally {
            if (in.isActive()) {
                in.cancelCopy();
            }
        }
    }

    private static byte[] encode(List<List<@Nullable Object>> columns) {
        int rows = columns.getFirst().size();
        var copy = new BinaryCopy(SIGNATURE.length + 2 * Integer.BYTES + rows * ROW);
        copy.bytes.put(SIGNATURE).putInt(0).putInt(0);
        for (int row = 0; row < rows; row++) {
            copy.room(Short.BYTES).putShort((short) columns.size());
            for (var column : columns) {
                copy.write(column.get(row));
            }
        }
        copy.room(Short.BYTES).putShort((short) -1);
        var content = new byte[copy.bytes.flip().remaining()];
        copy.bytes.get(content);
        return content;
    }

    private void write(@Nullable Object value) {
        switch (value) {
            case null -> room(Integer.BYTES).putInt(NULL);
            case Long number ->
                room(Integer.BYTES + Long.BYTES).putInt(Long.BYTES).putLong(number);
            case Integer number -> room(2 * Integer.BYTES).putInt(Integer.BYTES).putInt(number);
            case String text -> write(text.getBytes(StandardCharsets.UTF_8));
            case byte[] content -> write(content);
            default -> throw new IllegalArgumentException("a column of " + value.getClass());
        }
    }

    private void write(byte[] content) {
        room(Integer.BYTES + content.length).putInt(content.length).put(content);
    }

    /** The buffer, once so many bytes fit. */
    private ByteBuffer room(int more) {
        if (bytes.remaining() < more) {
            bytes = ByteBuffer.allocate(Math.max(2 * bytes.capacity(), bytes.position() + more))
                    .put(bytes.flip());
        }
        return bytes;
    }
}
