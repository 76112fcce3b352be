package io.activationgateway.consent.register;

import java.sql.SQLException;

/** How failures are told: a database's own messages may quote the values of a row. */
final class Failures {

    private Failures() {}

    /** What a log may say of a failure. */
    static String describe(Throwable failure) {
        return failure instanceof SQLException sql
                ? sql.getClass().getSimpleName() + ", SQLState " + sql.getSQLState() + ", code " + sql.getErrorCode()
                : failure.toString();
    }
}
