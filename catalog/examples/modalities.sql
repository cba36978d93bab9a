-- What is in the lake, by modality?
SELECT "Modality", count(*) AS n_series, sum(n_instances) AS n_instances, round(sum(size_bytes) / 1e9, 3) AS gigabytes
FROM series
GROUP BY "Modality"
ORDER BY n_series DESC;
