package io.activationgateway.consent.register;

import java.sql.SQLException;

/** How failures are told: a database's own messages may quote the values of a row. */
final class Failures {

    private Failures() {}

    /** What a caller is told, who may log it: a mistake of its own as it is, anything else without its message. */
    static RuntimeException forCaller(String what, Throwable failure) {
        return failure instanceof IllegalArgumentException || failure instanceof IllegalStateException
                ? (RuntimeException) failure
                : new IllegalStateException(
                        "consent register: failed at " + what + " (" + describe(failure) + "); try again");
    }

    /** What a log may say of a failure. */
    static String describe(Throwable failure) {
        return failure instanceof SQLException sql
                ? sql.getClass().getSimpleName() + ", SQLState " + sql.getSQLState() + ", code " + sql.getErrorCode()
                : failure.toString();
    }

    /** The failure that a failure goes back to: a database's, mostly. */
    static Throwable root(Throwable failure) {
        var cause = failure.getCause();
        return failure instanceof SQLException || cause == null ? failure : root(cause);
    }
}
