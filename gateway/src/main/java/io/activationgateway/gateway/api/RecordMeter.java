package io.activationgateway.gateway.api;

import io.activationgateway.consent.signal.SignalAnswer.Flaw;
import io.activationgateway.consent.signal.SignalField;
import io.activationgateway.gateway.delivery.RecordEnd;
import java.util.List;
import java.util.Map;

/** Counts how records ended. Any thread; must not block. */
public interface RecordMeter {

    /** What became of a choice that a signal carried. */
    enum ChoiceEnd {
        /** The register has it as a grant. */
        GRANTED,
        /** The register has it as a denial. */
        DENIED,
        /** A yes of which nobody knows when it was given: it is not entered. */
        UNTIMED,
        /** The register does not take it. */
        REFUSED,
        /** The register could not be written. */
        UNSTORED
    }

    /** The records of one activation have ended. */
    void ended(String source, String destination, List<RecordEnd> ends);

    /** Rows of a source carried consent signals that prove nothing. */
    void unusable(String source, Map<Flaw, Integer> rows);

    /** Choices that consent signals of a source carried ended so. */
    void chosen(String source, SignalField signal, ChoiceEnd end, int count);

    /** A batch was screened. */
    void screened(int records, long nanos);
}
