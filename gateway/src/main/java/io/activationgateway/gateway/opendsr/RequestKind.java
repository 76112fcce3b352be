package io.activationgateway.gateway.opendsr;

import io.activationgateway.gateway.config.Right;
import java.util.Locale;

/** What a person may ask for, and the right that the source that passes it on needs. */
enum RequestKind {
    /** GDPR Art 15, KVKK Art 11. */
    ACCESS(Right.SUBJECTS),
    /** GDPR Art 20. */
    PORTABILITY(Right.SUBJECTS),
    /** GDPR Art 17, KVKK Art 7. */
    ERASURE(Right.ERASURES);

    private final Right right;

    RequestKind(Right right) {
        this.right = right;
    }

    Right right() {
        return right;
    }

    /** The {@code subject_request_type}. */
    String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
