package io.activationgateway.gateway.outbox;

import io.activationgateway.connectors.Operation;
import io.activationgateway.consent.identity.SubjectKey;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An activation to be stored.
 *
 * @param content equal for bodies that ask for the same
 * @param head members of every answer about it, as a JSON object: no personal data
 * @param records all of them; those that have ended are kept for their results
 */
@SuppressWarnings("ArrayRecordComponent") // stored once and never compared
public record Arrival(
        String id,
        String source,
        String destination,
        String purpose,
        Operation operation,
        @Nullable String audience,
        Set<String> ownColumns,
        boolean optedOut,
        byte[] content,
        String head,
        List<Arriving> records) {

    public Arrival {
        ownColumns = Set.copyOf(ownColumns);
        records = List.copyOf(records);
    }

    @Override
    public String toString() {
        return "Arrival[" + id + "]";
    }

    /** A record of it, at its position in the activation. */
    public sealed interface Arriving {

        int index();

        /**
         * To be sent. Personal data: it does not print.
         *
         * @param row a JSON object
         * @param keys of everybody it names, the one that stands for it first
         */
        record Waiting(int index, String id, byte[] row, List<SubjectKey> keys) implements Arriving {
            public Waiting {
                keys = List.copyOf(keys);
            }

            @Override
            public String toString() {
                return "Waiting[" + index + "]";
            }
        }

        /**
         * It has ended. Personal data: it does not print.
         *
         * @param id empty where nothing of it may be kept
         */
        record Ended(int index, String id, RecordState state, String reason, byte[] result, List<SubjectKey> keys)
                implements Arriving {
            public Ended {
                keys = List.copyOf(keys);
            }

            @Override
            public String toString() {
                return "Ended[" + index + ", " + state + "]";
            }
        }
    }

    List<Entry> entries(long now) {
        return records.stream()
                .map(record -> switch (record) {
                    case Arriving.Waiting(var index, var name, var row, var keys) -> {
                        var entry = new Entry(index, RecordState.WAITING, "", Entry.halves(keys), name);
                        entry.row = row;
                        entry.due = now;
                        yield entry;
                    }
                    case Arriving.Ended(var index, var name, var state, var reason, var result, var keys) -> {
                        var entry = new Entry(index, state, reason, Entry.halves(keys), name);
                        entry.result = result;
                        yield entry;
                    }
                })
                .toList();
    }
}
