-- Data subject requests (OpenDSR). Runs on H2 and PostgreSQL alike. No clear identifier is stored: those that are
-- still needed are sealed (AES-GCM under a key of the region), and go when the request is done or its results expire.

-- One row a request. To work on it a node moves next_millis on; of a completed one it is when its results expire.
CREATE TABLE dsr_request (
    source               VARCHAR(63) NOT NULL,
    id                   VARCHAR(36) NOT NULL,
    controller           VARCHAR(63) NOT NULL,
    kind                 VARCHAR(16) NOT NULL,
    api_version          VARCHAR(8) NOT NULL,
    content              BYTEA NOT NULL,
    callbacks            VARCHAR NOT NULL,
    received_millis      BIGINT NOT NULL,
    expected_millis      BIGINT NOT NULL,
    status               VARCHAR(16) NOT NULL,
    sealed               BYTEA,
    results_count        INTEGER,
    attempts             INTEGER NOT NULL,
    next_millis          BIGINT,
    PRIMARY KEY (source, id)
);
CREATE INDEX dsr_request_next ON dsr_request (next_millis);

-- Whom a request is about, as long as something about the person is kept for it.
CREATE TABLE dsr_subject (
    source   VARCHAR(63) NOT NULL,
    request  VARCHAR(36) NOT NULL,
    key_high BIGINT NOT NULL,
    key_low  BIGINT NOT NULL,
    PRIMARY KEY (source, request, key_high, key_low)
);
CREATE INDEX dsr_subject_key ON dsr_subject (key_high, key_low);

-- Changes of state that a controller has not been told yet; place is that of the URL in the request, step that of the
-- state among the states.
CREATE TABLE dsr_callback (
    source       VARCHAR(63) NOT NULL,
    request      VARCHAR(36) NOT NULL,
    place        INTEGER NOT NULL,
    step         INTEGER NOT NULL,
    url          VARCHAR NOT NULL,
    since_millis BIGINT NOT NULL,
    attempts     INTEGER NOT NULL,
    next_millis  BIGINT NOT NULL,
    PRIMARY KEY (source, request, place, step)
);
CREATE INDEX dsr_callback_next ON dsr_callback (next_millis);
