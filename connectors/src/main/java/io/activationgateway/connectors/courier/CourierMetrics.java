package io.activationgateway.connectors.courier;

import io.activationgateway.connectors.Answer;
import org.jspecify.annotations.Nullable;

/** What a courier counts. Called on any event loop; must not block. The destination is a label of the implementation. */
public interface CourierMetrics {

    /** Counts nothing. */
    CourierMetrics NONE = new CourierMetrics() {};

    /**
     * A request was handed over and has ended.
     *
     * @param answer the class of the vendor's answer
     * @param nanos from the last check to the end of the answer
     */
    default void attempted(AnswerClass answer, long nanos) {}

    /** A request goes out again. */
    default void retried() {}

    /** A last check put a request off. */
    default void held() {}

    /** So many consignments have set out together. */
    default void joined(int consignments) {}

    /** Requests in flight changed by one. */
    default void inFlight(int change) {}

    /** Records ended for good. */
    default void ended(Ending.Kind kind, int records) {}

    /** The circuit to the vendor changed. */
    default void circuit(Circuit state) {}

    /** Whether requests pass to a vendor. */
    enum Circuit {
        /** All pass. */
        CLOSED,
        /** One at a time passes, on trial. */
        HALF_OPEN,
        /** None passes: the vendor has failed too often. */
        OPEN
    }

    /** The classes of a vendor's answer: a fixed set. */
    enum AnswerClass {
        DONE,
        RETRY,
        SPLIT,
        STOP,
        NEXT,
        NONE;

        /** The class of an answer; null where none came that could be read. */
        static AnswerClass of(@Nullable Answer answer) {
            return switch (answer) {
                case null -> NONE;
                case Answer.Done _ -> DONE;
                case Answer.Retry _ -> RETRY;
                case Answer.Split _ -> SPLIT;
                case Answer.Stop _ -> STOP;
                case Answer.Next _ -> NEXT;
                case Answer.Working _ -> NEXT;
            };
        }
    }
}
