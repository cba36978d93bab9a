-- How many volumes can be used as regular grids, and why can the others not?
WITH one AS (
    SELECT volume_id, verdict, unnest(CASE WHEN len(reason_codes) > 0 THEN reason_codes ELSE [NULL] END) AS reason
    FROM volume
)
SELECT verdict, reason, count(*) AS n
FROM one
GROUP BY ALL
ORDER BY n DESC;
