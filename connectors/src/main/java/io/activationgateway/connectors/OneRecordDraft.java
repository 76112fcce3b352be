package io.activationgateway.connectors;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/** A draft of a request that carries one record, so that its path and headers may depend on it. */
public final class OneRecordDraft implements Draft {

    /** Makes the request of a record. */
    @FunctionalInterface
    public interface Writer {

        /** The request, or why there can be none. */
        Said write(OutgoingRecord record);
    }

    /** What becomes of the record. */
    public sealed interface Said {

        /** It is said by this request. */
        record As(VendorRequest request) implements Said {
            public As {
                requireNonNull(request, "request");
            }
        }

        /** It cannot be said. */
        record Not(VendorCode code) implements Said {
            public Not {
                requireNonNull(code, "code");
            }
        }
    }

    private final Attempt attempt;
    private final Limits limits;
    private final Writer writer;
    private @Nullable VendorRequest request;
    private int index;
    private boolean finished;

    public OneRecordDraft(Attempt attempt, Limits limits, Writer writer) {
        this.attempt = requireNonNull(attempt, "attempt");
        this.limits = requireNonNull(limits, "limits");
        this.writer = requireNonNull(writer, "writer");
    }

    @Override
    public Addition add(OutgoingRecord record) {
        if (request != null) {
            return Full.FULL;
        }
        return switch (writer.write(record)) {
            case Said.Not(var code) -> new Unsayable(code);
            case Said.As(var said)
            when said.body().length() > limits.maxBytes() || said.body().length() > limits.maxRecordBytes() ->
                new Unsayable(VendorCode.RECORD_TOO_LARGE);
            case Said.As(var said) -> {
                request = said;
                index = record.index();
                yield Taken.TAKEN;
            }
        };
    }

    @Override
    public int records() {
        return request == null ? 0 : 1;
    }

    @Override
    public int bytes() {
        return request == null ? 0 : request.body().length();
    }

    @Override
    public Sent finish() {
        if (request == null || finished) {
            throw new IllegalStateException(finished ? "finished already" : "no record was taken");
        }
        finished = true;
        return new Sent(request, attempt, new int[] {index});
    }
}
