-- An ingest run whose outcomes and unchanged files do not add up to the files scanned.
SELECT batch_id, n_files, n_stored + n_duplicate + n_conflict + n_quarantined + n_not_dicom + n_dicomdir + n_unchanged AS n
FROM batch
WHERE status = 'done'
    AND n_files IS DISTINCT FROM
        n_stored + n_duplicate + n_conflict + n_quarantined + n_not_dicom + n_dicomdir + n_unchanged;
