package io.activationgateway.gateway.outbox;

import io.activationgateway.connectors.Operation;
import io.activationgateway.connectors.courier.OpenJob;
import io.activationgateway.gateway.delivery.JobBook.Carried;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A job of a vendor whose end is not known yet.
 *
 * @param job names it to the vendor's connector
 * @param records in the order of the job
 * @param asked how often its end was asked for
 */
public record StoredJob(
        long id,
        String activation,
        String source,
        String destination,
        String purpose,
        Operation operation,
        @Nullable String audience,
        Instant received,
        String job,
        List<Carried> records,
        int asked) {

    public StoredJob {
        records = List.copyOf(records);
    }

    /** As the courier asks for it. */
    public OpenJob question() {
        return new OpenJob(job, operation, records.stream().map(Carried::index).toList());
    }

    /** The activation whose records it has. */
    public StoredActivation of() {
        return new StoredActivation(
                activation,
                source,
                destination,
                purpose,
                operation,
                audience,
                Set.of(),
                false,
                "{}",
                received,
                received);
    }
}
