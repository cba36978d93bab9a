-- A file whose ingest run has no row.
SELECT f.file_id, f.batch_id
FROM file f
ANTI JOIN batch b USING (batch_id);
