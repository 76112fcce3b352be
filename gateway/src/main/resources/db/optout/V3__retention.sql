-- What is through is forgotten after a year: the ledger keeps the evidence.
CREATE INDEX optout_changed ON optout (changed_millis);
