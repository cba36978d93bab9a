-- A frame whose instance version has no row, or a frame that is there twice.
SELECT f.instance_version_id, f.frame_index, count(*) AS n
FROM frame f
LEFT JOIN instance_row i USING (instance_version_id)
GROUP BY ALL
HAVING count(*) > 1 OR count(i.instance_version_id) = 0;
