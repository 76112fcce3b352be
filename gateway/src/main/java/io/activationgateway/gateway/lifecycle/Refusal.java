package io.activationgateway.gateway.lifecycle;

import io.activationgateway.residency.document.DocumentError;
import java.util.List;

/** Something that cannot be done with a draft or version now. The message says what is expected. */
public final class Refusal extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final Cause cause;
    private final transient List<DocumentError> errors;

    /** Why. */
    public enum Cause {
        /** There is no draft of this id. */
        NO_DRAFT,
        /** There is no version of this number. */
        NO_VERSION,
        /** It is published or discarded. */
        CLOSED,
        /** Another version was published since the draft was begun. */
        OUTDATED,
        /** The content is another than the one named. */
        CHANGED,
        /** The person wrote in it. */
        FOUR_EYES,
        /** Nobody else has approved this content. */
        NOT_APPROVED,
        /** It says what already acts. */
        NO_CHANGE,
        /** It may not be published as it is. */
        FAULTY,
        /** This node signs no versions. */
        NO_SIGNER,
        /** It is too large. */
        TOO_LARGE
    }

    public Refusal(Cause cause, String expected) {
        this(cause, expected, List.of());
    }

    Refusal(Cause cause, String expected, List<DocumentError> errors) {
        super(expected, null, false, false);
        this.cause = cause;
        this.errors = List.copyOf(errors);
    }

    public Cause why() {
        return cause;
    }

    /** What is wrong with the documents; none where that is not the reason. */
    public List<DocumentError> errors() {
        return errors;
    }

    /** What is expected. */
    public String expected() {
        return String.valueOf(getMessage());
    }
}
