package io.activationgateway.residency.document;

import java.util.List;

/** Policy documents cannot be read at all; each error says where and what would be right. */
public final class PolicyUnreadable extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient List<DocumentError> errors;

    PolicyUnreadable(List<DocumentError> errors) {
        super(DocumentError.text(errors));
        this.errors = List.copyOf(errors);
    }

    /** What was wrong with documents that somebody needs to read. */
    public static PolicyUnreadable of(PolicyDocuments.Rejected rejected) {
        return new PolicyUnreadable(rejected.errors());
    }

    public List<DocumentError> errors() {
        return errors;
    }
}
