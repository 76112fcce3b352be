package io.activationgateway.gateway.outbox;

import io.activationgateway.consent.identity.SubjectKey;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** What the outbox has others do with the records that it holds. Any thread; never blocks. */
public interface Dispatch {

    /**
     * Screens the records as the region stands now and sends those that may go.
     *
     * @param mine asked in every last check: false once another node may hold the records
     * @return one for each record; never fails
     */
    CompletionStage<List<Attempted>> attempt(Parcel parcel, BooleanSupplier mine);

    /** How many parcels for a destination may be tried at once, from 1. */
    int atOnce(String destination);

    /**
     * Says what an attempt would find now, and sends nothing.
     *
     * @return how many records there are of each verdict; fails where nothing can be decided
     */
    CompletionStage<Map<String, Integer>> judge(Parcel parcel);

    /** Completes once the ledger has it that these records stand where they stand. */
    CompletionStage<Void> note(StoredActivation activation, List<Noted> records);

    /**
     * A record that was put somewhere without an attempt.
     *
     * @param subject the key that stands for it; null where it names nobody
     */
    record Noted(int index, @Nullable SubjectKey subject, RecordState state, String reason) {

        static Noted of(Entry entry) {
            var keys = entry.subjectKeys();
            return new Noted(entry.index, keys.isEmpty() ? null : keys.getFirst(), entry.state, entry.reason);
        }
    }
}
