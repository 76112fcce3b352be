-- The consent register. Runs on H2 and PostgreSQL alike. Keys are pseudonyms: no clear identifier is
-- stored anywhere.

-- The one row that every append locks first, so that the order of sequences is the order of commits.
CREATE TABLE log_head (
    id              SMALLINT PRIMARY KEY CHECK (id = 1),
    epoch           BIGINT NOT NULL,
    sequence        BIGINT NOT NULL,
    digest          BYTEA NOT NULL,
    policy_version  BIGINT NOT NULL,
    received_micros BIGINT NOT NULL,
    server          VARCHAR(200) NOT NULL
);
INSERT INTO log_head VALUES (1, 0, 0, '', 0, 0, '');

-- Profiles by number, from 0 without gaps; the digest is the SHA-256 of the canonical bytes.
CREATE TABLE profile (
    number    INTEGER PRIMARY KEY,
    digest    BYTEA NOT NULL UNIQUE,
    canonical BYTEA NOT NULL
);

-- Append-only: one row an event (see RecordedEventCodec: keys, cells, kinds and times only) with all keys of its subject
-- after it, the profile that results, what falls due by itself (pairs of milliseconds since 1970 and a profile), and the
-- running SHA-256 over the rows so far. The subject is the one that the event was told of: after a late link it is part
-- of another one. The hash is the first half of the SHA-256 of the event's id.
CREATE TABLE consent_log (
    sequence      BIGINT PRIMARY KEY,
    subject       BIGINT NOT NULL,
    event_hash    BIGINT NOT NULL,
    subject_keys  BYTEA NOT NULL,
    event         BYTEA NOT NULL,
    effect        VARCHAR(16) NOT NULL,
    superseded_by VARCHAR(128),
    profile       INTEGER NOT NULL,
    due           BYTEA NOT NULL,
    digest        BYTEA NOT NULL
);
CREATE INDEX consent_log_subject ON consent_log (subject, event_hash);

-- The three that follow from the log, for the next append and for reading ahead.
-- Which subject a key belongs to.
CREATE TABLE subject_key (
    key_high BIGINT NOT NULL,
    key_low  BIGINT NOT NULL,
    subject  BIGINT NOT NULL,
    PRIMARY KEY (key_high, key_low)
);
-- A subject is named by the sequence of its first row. Its latest row, the rows that the next merge needs, and the
-- subjects that it took in (none where empty); a subject of one row has none here.
CREATE TABLE subject (
    subject  BIGINT PRIMARY KEY,
    sequence BIGINT NOT NULL,
    live     BYTEA NOT NULL,
    members  BYTEA NOT NULL
);
-- What falls due after the latest row of each subject: from that instant on it has this profile.
CREATE TABLE due (
    due_millis   BIGINT NOT NULL,
    sequence     BIGINT NOT NULL,
    subject_keys BYTEA NOT NULL,
    profile      INTEGER NOT NULL,
    PRIMARY KEY (due_millis, sequence)
);

-- What proves an event; deleted at erasure, which the log survives.
CREATE TABLE evidence (
    sequence BIGINT PRIMARY KEY,
    notice   VARCHAR,
    method   VARCHAR(32),
    source   VARCHAR,
    place    VARCHAR
);

-- The nodes that may send. A node commits its row before it first reads the head; its number is drawn at each entry.
CREATE TABLE node (
    node           BIGINT PRIMARY KEY,
    renewed_micros BIGINT NOT NULL,
    lease_millis   BIGINT NOT NULL
);
