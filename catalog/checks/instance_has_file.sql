-- An instance version whose file has no row, or whose file says that it holds something else.
SELECT i.instance_version_id, i.file_id, f.outcome
FROM instance_row i
LEFT JOIN file f USING (file_id)
WHERE f.file_id IS NULL OR f.instance_version_id IS DISTINCT FROM i.instance_version_id;
