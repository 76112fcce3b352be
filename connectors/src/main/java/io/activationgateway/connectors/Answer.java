package io.activationgateway.connectors;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What to do after a vendor's answer. */
public sealed interface Answer {

    /** One result per record of the request, in its order. */
    record Done(List<RecordResult> results) implements Answer {
        public Done {
            results = List.copyOf(results);
        }
    }

    /**
     * The same records again later.
     *
     * @param after how long the vendor asks to wait; null where it does not say
     * @param uncertain whether the records may have been taken all the same (a 502 says nothing about them, a 429 does)
     */
    record Retry(@Nullable Duration after, VendorCode why, boolean uncertain) implements Answer {
        public Retry {
            requireNonNull(why, "why");
        }
    }

    /** The whole request was refused because of some of its records: send halves. Only where it carries two or more. */
    record Split(VendorCode why) implements Answer {
        public Split {
            requireNonNull(why, "why");
        }
    }

    /** Nothing was taken and nothing will be until a person changes the configuration: send this destination nothing more. */
    record Stop(VendorCode why) implements Answer {
        public Stop {
            requireNonNull(why, "why");
        }
    }

    /** The exchange goes on: send this request after the delay, and read its answer with the same {@link Sent} records. */
    record Next(Sent sent, Duration delay) implements Answer {
        public Next {
            requireNonNull(sent, "sent");
            requireNonNull(delay, "delay");
        }
    }

    /**
     * The vendor has taken the records and works on them as a job, whose end can be asked for: they are accepted, and
     * {@code next} asks after the delay how they end. It {@link Sent#job names} the job, by which another process can go
     * on asking ({@link Connector#poll}).
     */
    record Working(Sent next, Duration delay) implements Answer {
        public Working {
            requireNonNull(next, "next");
            requireNonNull(delay, "delay");
            if (next.job() == null) {
                throw new IllegalArgumentException("a request without a job (expected: Sent.polling)");
            }
        }
    }

    /** Halves where there are any, else the one record is rejected. */
    static Answer splitOrReject(Sent sent, VendorCode why) {
        return sent.size() > 1 ? new Split(why) : new Done(sent.each(RecordResult.Outcome.REJECTED, why));
    }
}
