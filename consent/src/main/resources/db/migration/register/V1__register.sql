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

-- Append-only: one row an event (see RecordedEventCodec: keys, cells, kinds and times only), with all keys of its
-- subject after it, the profile that results, and the running SHA-256 over the rows so far.
CREATE TABLE consent_log (
    sequence      BIGINT PRIMARY KEY,
    subject_keys  BYTEA NOT NULL,
    event_id      VARCHAR(128) NOT NULL,
    event         BYTEA NOT NULL,
    effect        VARCHAR(16) NOT NULL,
    superseded_by VARCHAR(128),
    profile       INTEGER NOT NULL,
    digest        BYTEA NOT NULL
);
CREATE INDEX consent_log_event ON consent_log (event_id);

-- What falls due by itself after a row: the profile from that instant on.
CREATE TABLE log_due (
    sequence   BIGINT NOT NULL,
    due_millis BIGINT NOT NULL,
    profile    INTEGER NOT NULL,
    PRIMARY KEY (sequence, due_millis)
);
CREATE INDEX log_due_time ON log_due (due_millis, sequence);

-- Which subject a key belongs to, which events a subject has, and its latest row. A late link rewrites these three;
-- they follow from the log.
CREATE TABLE subject_key (
    key_high BIGINT NOT NULL,
    key_low  BIGINT NOT NULL,
    subject  BIGINT NOT NULL,
    PRIMARY KEY (key_high, key_low)
);
CREATE INDEX subject_key_subject ON subject_key (subject);
CREATE TABLE subject_event (
    subject  BIGINT NOT NULL,
    sequence BIGINT NOT NULL,
    PRIMARY KEY (subject, sequence)
);
CREATE TABLE subject (
    subject  BIGINT PRIMARY KEY,
    sequence BIGINT NOT NULL UNIQUE
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
