-- An instance version that has several rows: the content is the key.
SELECT instance_version_id, count(*) AS n
FROM instance_row
GROUP BY instance_version_id
HAVING count(*) > 1 OR instance_version_id IS NULL;
