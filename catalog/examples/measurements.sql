-- What was measured, and in which range?
SELECT name, unit, count(*) AS n, min(value) AS least, median(value) AS median, max(value) AS largest
FROM measurement
GROUP BY name, unit
ORDER BY n DESC;
