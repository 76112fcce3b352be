package io.activationgateway.connectors;

import static java.util.Objects.requireNonNull;

import io.netty.buffer.Unpooled;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.buffer.BufferInternal;
import java.util.Arrays;
import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A draft whose body is an opening, the records separated by commas, and a closing. Knows the limits; what a record looks
 * like is the vendor's {@link Encoder}.
 */
public final class BatchDraft implements Draft {

    /** Writes one record as JSON. */
    @FunctionalInterface
    public interface Encoder {

        /** Writes the record, or answers why it cannot be said; what was written until then is taken back. */
        @Nullable
        VendorCode encode(OutgoingRecord record, JsonBytes out);
    }

    private static final int INITIAL_BYTES = 16 * 1024;

    /** Room of drafts that are finished, for the next: bodies grow to megabytes, and growing copies. */
    private static final Queue<JsonBytes> ROOM = new ArrayBlockingQueue<>(16);

    private static final int KEPT_BYTES = 4 << 20;

    /** The same for the records' indexes. */
    private static final Queue<int[]> INDEXES = new ArrayBlockingQueue<>(16);

    private final Attempt attempt;
    private final Limits limits;
    private final Encoder encoder;
    private final String closing;
    private final Function<Buffer, VendorRequest> finisher;
    private final JsonBytes body;
    private int[] indexes;
    private int records;
    private boolean finished;

    /**
     * @param opening JSON text before the first record
     * @param closing JSON text after the last record, ASCII
     * @param finisher makes the request of the finished body
     */
    public BatchDraft(
            Attempt attempt,
            Limits limits,
            JsonBytes opening,
            Encoder encoder,
            String closing,
            Function<Buffer, VendorRequest> finisher) {
        this.attempt = requireNonNull(attempt, "attempt");
        this.limits = requireNonNull(limits, "limits");
        this.body = requireNonNull(opening, "opening");
        this.encoder = requireNonNull(encoder, "encoder");
        this.closing = requireNonNull(closing, "closing");
        this.finisher = requireNonNull(finisher, "finisher");
        // One index is not worth a look into what others share.
        var room = limits.maxRecords() == 1 ? new int[1] : INDEXES.poll();
        this.indexes = room == null ? new int[16] : room;
    }

    /** An opening to write into. */
    public static JsonBytes opening(String ascii) {
        var room = ROOM.poll();
        if (room == null) {
            room = new JsonBytes(INITIAL_BYTES);
        } else {
            room.truncate(0);
        }
        return room.ascii(ascii);
    }

    @Override
    public Addition add(OutgoingRecord record) {
        if (records == limits.maxRecords()) {
            return Full.FULL;
        }
        int before = body.length();
        if (records > 0) {
            body.ascii(",");
        }
        int start = body.length();
        var code = encoder.encode(record, body);
        if (code == null && body.length() - start > limits.maxRecordBytes()) {
            code = VendorCode.RECORD_TOO_LARGE;
        }
        if (code != null) {
            body.truncate(before);
            return new Unsayable(code);
        }
        if (bytes() > limits.maxBytes()) {
            body.truncate(before);
            return records > 0 ? Full.FULL : new Unsayable(VendorCode.RECORD_TOO_LARGE);
        }
        if (records == indexes.length) {
            indexes = Arrays.copyOf(indexes, records * 2);
        }
        indexes[records++] = record.index();
        return Taken.TAKEN;
    }

    @Override
    public int records() {
        return records;
    }

    @Override
    public int bytes() {
        return body.length() + closing.length();
    }

    @Override
    public Sent finish() {
        if (records == 0 || finished) {
            throw new IllegalStateException(finished ? "finished already" : "no record was taken");
        }
        finished = true;
        body.ascii(closing);
        var bytes = body.toByteArray();
        if (body.capacity() <= KEPT_BYTES) {
            ROOM.offer(body);
        }
        var request = finisher.apply(BufferInternal.buffer(Unpooled.wrappedBuffer(bytes)));
        var sent = new Sent(request, attempt, indexes, records);
        if (indexes.length > 1) {
            INDEXES.offer(indexes);
        }
        return sent;
    }
}
