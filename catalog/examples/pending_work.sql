-- What is left to convert?
SELECT s."Modality", p.kind, p.verdict, count(*) AS n
FROM pending_volumes AS p
LEFT JOIN series AS s ON s."SeriesInstanceUID" = p."SeriesInstanceUID"
GROUP BY ALL
ORDER BY n DESC;
