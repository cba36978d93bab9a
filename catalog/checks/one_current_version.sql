-- A SOPInstanceUID that has no current version, or several: exactly one version is current, always.
SELECT "SOPInstanceUID", count(*) AS n_versions, count(*) FILTER (is_current) AS n_current
FROM instance_row
WHERE "SOPInstanceUID" IS NOT NULL
GROUP BY "SOPInstanceUID"
HAVING count(*) FILTER (is_current) <> 1;
