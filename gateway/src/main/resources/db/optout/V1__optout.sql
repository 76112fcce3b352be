-- Whom each destination was sent, and the opt-outs that travel to it. Runs on H2 and PostgreSQL alike. No clear identifier
-- is stored: each entry is sealed on its own (AES-GCM under a key of the region).

-- One row for each set of identifiers that a destination was sent. print stands for all subject keys of the record, form
-- for how its identifiers left; both only tell what is here already. One that is going is deleted once every node has
-- heard of it, unless the person has come back by then.
CREATE TABLE disclosure (
    entry        BIGINT PRIMARY KEY,
    destination  VARCHAR(63) NOT NULL,
    print        BIGINT NOT NULL,
    form         BIGINT NOT NULL,
    generation   INTEGER NOT NULL,
    sealed       BYTEA NOT NULL,
    since_millis BIGINT NOT NULL,
    unsure_millis BIGINT,
    going_millis BIGINT
);
CREATE INDEX disclosure_print ON disclosure (print);
CREATE INDEX disclosure_going ON disclosure (going_millis);

-- By which subjects an entry is found.
CREATE TABLE disclosure_key (
    key_high   BIGINT NOT NULL,
    key_low    BIGINT NOT NULL,
    entry      BIGINT NOT NULL,
    generation INTEGER NOT NULL,
    PRIMARY KEY (key_high, key_low, entry)
);
CREATE INDEX disclosure_key_entry ON disclosure_key (entry);
CREATE INDEX disclosure_key_generation ON disclosure_key (generation);
