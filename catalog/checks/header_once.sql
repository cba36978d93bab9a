-- An instance version without a header, or with several.
SELECT i.instance_version_id, count(h.instance_version_id) AS n
FROM instance_row i
LEFT JOIN header_own h USING (instance_version_id)
GROUP BY ALL
HAVING count(h.instance_version_id) <> 1;
