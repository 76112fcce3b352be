package io.activationgateway.connectors.mparticle;

import io.activationgateway.connectors.Attempt;
import io.activationgateway.connectors.JsonBytes;
import io.activationgateway.connectors.Moment;
import io.activationgateway.connectors.OutgoingRecord;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Writes what a batch tells of the consent to an attempt's purpose: under {@code gdpr} whether it is given, and under
 * {@code ccpa}, the other way round, whether the sale of the person's data is refused. Not thread-safe; one per draft.
 */
final class ConsentState {

    private final @Nullable String purpose;
    private final boolean sale;
    private final @Nullable String consentedAt;
    private final Instant since;
    private final Moment moment = new Moment();

    ConsentState(Attempt attempt, Input input) {
        this.purpose = input.consents().get(attempt.use().purpose());
        this.sale = input.sales().contains(attempt.use().purpose());
        this.consentedAt = input.consentedAt();
        this.since = attempt.since();
    }

    /** Whether mParticle has a counterpart of the purpose. */
    boolean isKnown() {
        return purpose != null || sale;
    }

    /** Tells the consent on which the record leaves, where its time can be read; otherwise nothing, and answers false. */
    boolean given(OutgoingRecord record, JsonBytes out) {
        if (!isKnown() || consentedAt == null || !record.consented()) {
            return false;
        }
        for (int field = 0; field < record.size(); field++) {
            if (record.name(field).equals(consentedAt)) {
                boolean told = moment.read(record, field, out) == Moment.Told.TIME;
                if (told) {
                    write(true, moment.epochMilli(), out);
                }
                return told;
            }
        }
        return false;
    }

    /** Tells that there is no consent any more, since the gateway took that. */
    void withdrawn(JsonBytes out) {
        write(false, since.toEpochMilli(), out);
    }

    private void write(boolean given, long epochMilli, JsonBytes out) {
        out.ascii(",\"consent_state\":{");
        int start = out.length();
        if (purpose != null) {
            out.ascii("\"gdpr\":{").string(purpose).ascii(":");
            state(given, epochMilli, out);
        }
        if (sale) {
            out.comma(start).ascii("\"ccpa\":{\"data_sale_opt_out\":");
            state(!given, epochMilli, out);
        }
        out.ascii("}");
    }

    private static void state(boolean consented, long epochMilli, JsonBytes out) {
        out.ascii("{\"consented\":").ascii(consented ? "true" : "false").ascii(",\"timestamp_unixtime_ms\":");
        out.number(epochMilli).ascii("}}");
    }
}
