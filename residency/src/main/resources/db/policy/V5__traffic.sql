-- What traffic brings to the checks and the what-if of drafts. Nothing in it is about a person. Runs on H2 and PostgreSQL
-- alike.

-- The columns that a source sent and the catalogue of the time did not know; each node says so again while they come.
CREATE TABLE traffic_column (
    source      VARCHAR(255) NOT NULL,
    name        VARCHAR(40) NOT NULL,
    seen_millis BIGINT NOT NULL,
    PRIMARY KEY (source, name)
);

-- What one node asks the region's others: what a draft, here in its canonical form, would change in their traffic against
-- a version at an instant.
CREATE TABLE what_if_question (
    id        VARCHAR(26) PRIMARY KEY,
    node      VARCHAR(63) NOT NULL,
    acting    BIGINT NOT NULL,
    at_millis BIGINT NOT NULL,
    documents BYTEA NOT NULL,
    asked     TIMESTAMP WITH TIME ZONE NOT NULL
);

-- What they answer: JSON, counts alone; empty where they cannot. Question and answers are deleted once they are read.
CREATE TABLE what_if_answer (
    question VARCHAR(26) NOT NULL,
    node     VARCHAR(63) NOT NULL,
    report   BYTEA NOT NULL,
    PRIMARY KEY (question, node)
);
