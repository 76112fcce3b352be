-- What else proves an event, as one JSON object of texts (see EvidenceDetail); null where nothing else is known.
ALTER TABLE evidence ADD COLUMN details VARCHAR;
