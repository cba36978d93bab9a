-- Which series hold several volumes, and what tells them apart?
SELECT "SeriesInstanceUID", count(*) AS n_volumes, list(split_keys ORDER BY volume_index) AS told_apart_by
FROM volume
WHERE verdict <> 'not_a_volume'
GROUP BY "SeriesInstanceUID"
HAVING count(*) > 1;
