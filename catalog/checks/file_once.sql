-- A file that has several rows: one row per uri.
SELECT uri, count(*) AS n
FROM file
GROUP BY uri
HAVING count(*) > 1 OR count(DISTINCT file_id) > 1;
