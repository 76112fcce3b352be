-- Rotation of the pseudonym key. A subject key of generation g is the first half of an HMAC over that of generation
-- g - 1, so that keys are brought from one generation to the next without the identifiers.

-- The generation of the keys that count, and the one that is being prepared; equal where none is.
ALTER TABLE log_head ADD COLUMN generation INTEGER DEFAULT 0 NOT NULL;
ALTER TABLE log_head ADD COLUMN next_generation INTEGER DEFAULT 0 NOT NULL;

-- Table subject_key holds the keys of even generations, this one those of odd ones. While the next generation is
-- prepared both are kept; after the switch the former one is emptied.
CREATE TABLE subject_key_odd (
    key_high BIGINT NOT NULL,
    key_low  BIGINT NOT NULL,
    subject  BIGINT NOT NULL,
    PRIMARY KEY (key_high, key_low)
);

-- The generations after the first. The print tells the generation's key from others and says nothing of it. The sequence
-- is that of the log's row that switched to it, 0 before; the keys in a row of the log and in one of table due are of the
-- generation to which the last switch before the row's sequence led. Up to the place the current step is done with the
-- table of keys: COPYING into the next one, then, SWITCHED, emptying the former one.
CREATE TABLE key_generation (
    generation INTEGER PRIMARY KEY,
    print      BIGINT NOT NULL,
    sequence   BIGINT NOT NULL,
    step       VARCHAR(16) NOT NULL,
    place_high BIGINT NOT NULL,
    place_low  BIGINT NOT NULL
);

-- The prints of the keys that a node has, in their order, and the generation for which it has an index in memory.
ALTER TABLE node ADD COLUMN prints BYTEA DEFAULT '' NOT NULL;
ALTER TABLE node ADD COLUMN prepared INTEGER DEFAULT 0 NOT NULL;
