-- Which instances came more than once, and from where?
SELECT instance_version_id, count(*) AS n_files, list(uri ORDER BY uri) AS uris
FROM file
WHERE outcome IN ('stored', 'duplicate')
GROUP BY instance_version_id
HAVING count(*) > 1;
