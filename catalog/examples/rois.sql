-- Which regions of interest do the structure sets hold?
SELECT "ROIName", "RTROIInterpretedType", count(*) AS n, round(median(volume_ml), 2) AS median_ml
FROM roi
GROUP BY ALL
ORDER BY n DESC;
