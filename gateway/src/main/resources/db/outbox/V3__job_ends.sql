-- How a vendor's job has ended, kept for whoever reads the activation's results: positions, states and codes. The people
-- it carried are forgotten then. Null as long as its end is not known.
ALTER TABLE outbox_job ADD COLUMN ends BYTEA;
CREATE INDEX outbox_job_activation ON outbox_job (activation);
