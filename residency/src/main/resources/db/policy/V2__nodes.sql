-- Which policy version each node has compiled and acts under. Its own row is renewed by each node about every second; a
-- follower's rows are told to the authority, which keeps them beside its own.
CREATE TABLE policy_node (
    region   VARCHAR(63) NOT NULL,
    node     VARCHAR(63) NOT NULL,
    prepared BIGINT NOT NULL,
    acting   BIGINT NOT NULL,
    refused  VARCHAR(32) NOT NULL,
    seen     TIMESTAMP WITH TIME ZONE NOT NULL,
    PRIMARY KEY (region, node)
);
