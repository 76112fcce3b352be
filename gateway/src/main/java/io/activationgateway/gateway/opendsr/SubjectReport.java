package io.activationgateway.gateway.opendsr;

import io.activationgateway.consent.identity.Identifier;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** Reads what is held about a person. */
@FunctionalInterface
public interface SubjectReport {

    /**
     * What is held.
     *
     * @param subjects how many persons the identifiers lead to
     * @param json a document in UTF-8
     */
    @SuppressWarnings("ArrayRecordComponent") // handed on once and never compared
    record Report(int subjects, byte[] json) {
        @Override
        public String toString() {
            return "Report[" + subjects + ", redacted]";
        }
    }

    /** Fails where it cannot be read now. */
    CompletionStage<Report> of(List<Identifier> identifiers);
}
