-- How a policy version comes about. Runs on H2 and PostgreSQL alike. Of people it holds the names by which the
-- configuration knows them, nothing else.

-- The documents are compressed JSON: file names and their text. The digest is that of the policy they make, empty where
-- they make none. State is OPEN, PUBLISHED or DISCARDED.
CREATE TABLE policy_draft (
    id             VARCHAR(26) PRIMARY KEY,
    title          VARCHAR(200) NOT NULL,
    base           BIGINT NOT NULL,
    revision       INTEGER NOT NULL,
    state          VARCHAR(10) NOT NULL,
    digest         VARCHAR(80) NOT NULL,
    documents      BYTEA NOT NULL,
    version        BIGINT,
    changed_millis BIGINT NOT NULL
);

-- Everybody who ever wrote in a draft: none of them may approve it.
CREATE TABLE policy_draft_editor (
    draft  VARCHAR(26) NOT NULL,
    person VARCHAR(63) NOT NULL,
    PRIMARY KEY (draft, person)
);

-- Who approved which content of a draft.
CREATE TABLE policy_approval (
    draft     VARCHAR(26) NOT NULL,
    digest    VARCHAR(80) NOT NULL,
    person    VARCHAR(63) NOT NULL,
    at_millis BIGINT NOT NULL,
    PRIMARY KEY (draft, digest, person)
);

-- What everybody did, append-only.
CREATE TABLE policy_audit (
    sequence  BIGINT PRIMARY KEY,
    at_millis BIGINT NOT NULL,
    person    VARCHAR(63) NOT NULL,
    action    VARCHAR(20) NOT NULL,
    subject   VARCHAR(63) NOT NULL,
    digest    VARCHAR(80) NOT NULL,
    detail    VARCHAR(1000) NOT NULL
);
