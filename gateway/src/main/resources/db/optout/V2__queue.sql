-- The opt-outs: what a row of the register's log obliges to tell a destination about one entry of its disclosure record.
-- next_millis is when it is taken up next, null where nothing is left to do; job names what a vendor works on.
CREATE TABLE optout (
    id              BIGINT PRIMARY KEY,
    sequence        BIGINT NOT NULL,
    destination     VARCHAR(63) NOT NULL,
    entry           BIGINT NOT NULL,
    operation       VARCHAR(16) NOT NULL,
    channel         VARCHAR(16) NOT NULL,
    status          VARCHAR(16) NOT NULL,
    code            VARCHAR(64) NOT NULL,
    received_millis BIGINT NOT NULL,
    changed_millis  BIGINT NOT NULL,
    attempts        INTEGER NOT NULL,
    again           BOOLEAN DEFAULT FALSE NOT NULL,
    job             VARCHAR(512),
    next_millis     BIGINT,
    UNIQUE (sequence, entry, operation, channel)
);
CREATE INDEX optout_next ON optout (destination, next_millis);
CREATE INDEX optout_entry ON optout (entry);

-- Which node follows the log and sends (the epoch changes with each), until when, and up to where it has followed. What
-- came before the first disclosure concerns no recipient.
CREATE TABLE optout_claim (
    only_row     INTEGER PRIMARY KEY,
    epoch        BIGINT NOT NULL,
    until_millis BIGINT NOT NULL,
    sequence     BIGINT NOT NULL
);
INSERT INTO optout_claim (only_row, epoch, until_millis, sequence)
    SELECT 1, 0, 0, COALESCE(MAX(l.sequence), 0) FROM consent_log l;
