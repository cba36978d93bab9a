-- What is left to convert?
SELECT s."Modality", v.kind, v.verdict, count(*) AS n
FROM pending_volumes
JOIN volume AS v USING (volume_id)
LEFT JOIN series AS s USING ("SeriesInstanceUID")
GROUP BY ALL
ORDER BY n DESC;
