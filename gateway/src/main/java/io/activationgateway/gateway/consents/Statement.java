package io.activationgateway.gateway.consents;

import java.util.Set;

/** What a body tells about people: each kind has an endpoint, and fields, of its own. */
public enum Statement {
    /** Grants, denials and withdrawals of one cell; objections; what is known of the person. */
    CONSENT(
            "a consent event",
            "brand",
            "purpose",
            "channel",
            "state",
            "basis",
            "objection",
            "birth_date",
            "recipient_type",
            "expires",
            "registered"),
    /** Withdrawals from everything, or from a purpose or channel. */
    WITHDRAWAL("a withdrawal", "brand", "purpose", "channel"),
    /** Objections (GDPR Art 21). */
    OBJECTION("an objection", "brand", "objection", "channel"),
    /** Restrictions of processing (GDPR Art 18), and their end. */
    RESTRICTION("a restriction", "restriction"),
    /** Erasures (GDPR Art 17, KVKK Art 7). */
    ERASURE("an erasure");

    private final String title;
    private final Set<String> fields;

    Statement(String title, String... fields) {
        this.title = title;
        this.fields = Set.of(fields);
    }

    /** What one record is, with its article. */
    String title() {
        return title;
    }

    /** The fields that say what is told, beside those that every statement has. */
    Set<String> fields() {
        return fields;
    }
}
