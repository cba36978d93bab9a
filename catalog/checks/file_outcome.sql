-- A file whose outcome is not one of the six, or does not agree with its other columns.
SELECT file_id, outcome, reason
FROM file
WHERE outcome IS NULL
    OR outcome NOT IN ('stored', 'duplicate', 'conflict', 'quarantined', 'not_dicom', 'dicomdir')
    OR (outcome IN ('stored', 'duplicate', 'conflict')) <> (instance_version_id IS NOT NULL)
    OR (outcome = 'quarantined' AND reason IS NULL);
