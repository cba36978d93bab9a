-- A volume that has several rows.
SELECT volume_id, count(*) AS n
FROM volume
GROUP BY volume_id
HAVING count(*) > 1;
