-- Which structures were segmented, by whom, and how large are they?
SELECT "SegmentLabel", "SegmentedPropertyType_meaning", "SegmentAlgorithmType", count(*) AS n, round(median(volume_ml), 2) AS median_ml
FROM segment
GROUP BY ALL
ORDER BY n DESC;
