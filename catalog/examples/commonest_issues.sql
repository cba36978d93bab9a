-- What is wrong with the data, most frequent first?
SELECT code, level, severity, count(*) AS n, any_value(message) AS example
FROM issue
GROUP BY code, level, severity
ORDER BY n DESC, code;
