package io.activationgateway.gateway.opendsr;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;

/** A stored request as a row of the database has it. */
final class RequestRow {

    /** Of table {@code dsr_request}, by the name {@code r}. */
    static final String COLUMNS = "r.source, r.id, r.controller, r.kind, r.api_version, r.received_millis,"
            + " r.expected_millis, r.status, r.sealed, r.results_count, r.attempts, r.next_millis";

    /** How many columns these are. */
    static final int WIDTH = 12;

    private RequestRow() {}

    /** The request in a row that begins with {@link #COLUMNS}. */
    static StoredRequest read(ResultSet row) throws SQLException {
        return new StoredRequest(
                row.getString(1),
                row.getString(2),
                row.getString(3),
                RequestKind.valueOf(row.getString(4)),
                ApiVersion.of(row.getString(5)),
                Instant.ofEpochMilli(row.getLong(6)),
                Instant.ofEpochMilli(row.getLong(7)),
                RequestStatus.valueOf(row.getString(8)),
                row.getBytes(9),
                row.getObject(10) == null ? null : row.getInt(10),
                row.getInt(11),
                row.getObject(12) == null ? null : row.getLong(12));
    }
}
