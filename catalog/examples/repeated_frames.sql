-- Which frames are in the lake more than once, pixel for pixel, whatever their identifiers say?
SELECT pixel_sha256, count(*) AS n, list(entity_id ORDER BY entity_id) AS frames
FROM pixel_stat
WHERE level = 'frame' AND NOT blank
GROUP BY pixel_sha256
HAVING count(*) > 1
ORDER BY n DESC, pixel_sha256;
