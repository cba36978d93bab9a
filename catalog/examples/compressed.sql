-- How is the pixel data encoded?
SELECT transfer_syntax_name, count(*) AS n_series, sum(n_instances) AS n_instances
FROM series
WHERE n_frames > 0
GROUP BY ALL
ORDER BY n_instances DESC;
