-- Whether a record of the person still waits in the chunk: later ones of the same person and destination wait for it.
ALTER TABLE outbox_subject ADD COLUMN waiting BOOLEAN DEFAULT TRUE NOT NULL;
UPDATE outbox_subject SET waiting = FALSE WHERE chunk IN (SELECT id FROM outbox_chunk WHERE waiting = 0);

-- Chunks with a record that waited for an earlier one, which has ended: they are looked at whatever their time. A chunk
-- may be here several times.
CREATE TABLE outbox_wake (
    destination VARCHAR(63) NOT NULL,
    chunk       BIGINT NOT NULL
);
CREATE INDEX outbox_wake_destination ON outbox_wake (destination, chunk);
