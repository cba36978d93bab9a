-- What is left to convert?
SELECT "Modality", kind, verdict, count(*) AS n
FROM pending_volumes
GROUP BY ALL
ORDER BY n DESC;
