package io.activationgateway.consent.register;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;

/** Rows in the binary format of PostgreSQL's COPY: a header, each row with its fields' lengths, a trailer. */
final class BinaryCopy {

    private static final byte[] SIGNATURE = {'P', 'G', 'C', 'O', 'P', 'Y', '\n', (byte) 0xff, '\r', '\n', 0};
    private static final int NULL = -1;
    private static final int ROW = 128;

    private BinaryCopy() {}

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
        var bytes = new ByteArrayOutputStream(rows * ROW);
        try (var out = new DataOutputStream(bytes)) {
            out.write(SIGNATURE);
            out.writeInt(0);
            out.writeInt(0);
            for (int row = 0; row < rows; row++) {
                out.writeShort(columns.size());
                for (var column : columns) {
                    write(out, column.get(row));
                }
            }
            out.writeShort(-1);
        } catch (IOException e) {
            throw new UncheckedIOException("a buffer in memory does not fail", e);
        }
        return bytes.toByteArray();
    }

    private static void write(DataOutputStream out, @Nullable Object value) throws IOException {
        switch (value) {
            case null -> out.writeInt(NULL);
            case Long number -> {
                out.writeInt(Long.BYTES);
                out.writeLong(number);
            }
            case Integer number -> {
                out.writeInt(Integer.BYTES);
                out.writeInt(number);
            }
            case String text -> write(out, text.getBytes(StandardCharsets.UTF_8));
            case byte[] content -> write(out, content);
            default -> throw new IllegalArgumentException("a column of " + value.getClass());
        }
    }

    private static void write(DataOutputStream out, byte[] content) throws IOException {
        out.writeInt(content.length);
        out.write(content);
    }
}
