-- Each identifier under a seal of its own: bound to the entry, the destination, the print and its kind, null where none of
-- the kind left. sealed_generation says of which pseudonym key the seals' key follows.
ALTER TABLE disclosure ADD COLUMN sealed_generation INTEGER DEFAULT 0 NOT NULL;
ALTER TABLE disclosure ADD COLUMN sealed_email BYTEA;
ALTER TABLE disclosure ADD COLUMN sealed_phone BYTEA;
ALTER TABLE disclosure ADD COLUMN sealed_user_id BYTEA;
ALTER TABLE disclosure ADD COLUMN sealed_anonymous_id BYTEA;
ALTER TABLE disclosure ADD COLUMN sealed_device_id BYTEA;
ALTER TABLE disclosure ADD COLUMN sealed_custom BYTEA;

-- Before, the identifiers of an entry had one seal together. SQL cannot open it: the first node that starts brings these
-- to seals of their own, and empties the table, before it sends anything.
CREATE TABLE disclosure_former (
    entry  BIGINT PRIMARY KEY,
    sealed BYTEA NOT NULL
);
INSERT INTO disclosure_former (entry, sealed) SELECT d.entry, d.sealed FROM disclosure d;
ALTER TABLE disclosure DROP COLUMN sealed;
