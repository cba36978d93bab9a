-- Which SOP Instance UIDs came with two contents?
SELECT i."SOPInstanceUID", i.instance_version_id, i.is_current, f.uri
FROM instance i
JOIN file f USING (file_id)
WHERE i."SOPInstanceUID" IN (SELECT "SOPInstanceUID" FROM instance WHERE NOT is_current)
ORDER BY ALL;
