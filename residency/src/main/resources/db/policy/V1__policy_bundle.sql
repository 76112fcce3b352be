-- The policy versions of the region, each as its signed envelope. Runs on H2 and PostgreSQL alike.
CREATE TABLE policy_bundle (
    version  BIGINT PRIMARY KEY,
    digest   VARCHAR(80) NOT NULL,
    envelope BYTEA NOT NULL
);
