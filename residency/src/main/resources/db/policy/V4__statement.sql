-- What the authority last said of a version that this region follows: the signed statement and its time.
CREATE TABLE policy_statement (
    version  BIGINT PRIMARY KEY,
    at_millis BIGINT NOT NULL,
    envelope BYTEA NOT NULL
);
