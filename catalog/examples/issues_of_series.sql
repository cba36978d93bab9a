-- Which series have errors or warnings?
SELECT s."SeriesInstanceUID", s."Modality", s."SeriesDescription", list(DISTINCT x.code ORDER BY x.code) AS codes
FROM series s
JOIN issue x ON x.level = 'series' AND x.entity_id = s."SeriesInstanceUID"
WHERE x.severity IN ('error', 'warning')
GROUP BY ALL;
