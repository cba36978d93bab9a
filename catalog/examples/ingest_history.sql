-- What did each ingest run do?
SELECT batch_id, started_at, status, n_files, n_stored, n_duplicate, n_conflict, n_quarantined, n_not_dicom, n_unchanged
FROM batch
ORDER BY started_at DESC;
