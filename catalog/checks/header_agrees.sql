-- An instance whose header says another SOPInstanceUID than its row.
SELECT i.instance_version_id, i."SOPInstanceUID"
FROM instance_row i
JOIN header h USING (instance_version_id)
WHERE i."SOPInstanceUID" IS NOT NULL
    AND trim(json_extract_string(h.header, '$."00080018".Value[0]'), chr(0) || ' ') IS DISTINCT FROM i."SOPInstanceUID";
