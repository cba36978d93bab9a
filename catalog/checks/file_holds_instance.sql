-- A stored, duplicate or conflicting file whose instance version has no row.
SELECT f.file_id, f.outcome, f.instance_version_id
FROM file f
ANTI JOIN instance_row i USING (instance_version_id)
WHERE f.outcome IN ('stored', 'duplicate', 'conflict');
