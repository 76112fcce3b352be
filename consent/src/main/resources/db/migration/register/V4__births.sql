-- What a date of birth follows from: beside the log, which nobody can change, so that an erasure can destroy it. Where a
-- date is known of a subject, the row of the log says what would hold without it, and here is what holds instead: the date
-- that the event told, if it told one, in days since 1970, the profile and what falls due. The hash is the SHA-256 over the
-- salt and these, and the log's digest covers it; after an erasure it alone is left.
CREATE TABLE birth (
    sequence BIGINT PRIMARY KEY,
    hash     BYTEA NOT NULL,
    salt     BYTEA,
    born     BIGINT,
    profile  INTEGER,
    due      BYTEA
);
