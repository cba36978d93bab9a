-- Which coded concepts do the objects use, and in which sequences?
SELECT sequence_keyword, code, any_value("CodeMeaning") AS meaning, count(DISTINCT "SeriesInstanceUID") AS n_series
FROM coded_value
GROUP BY sequence_keyword, code
ORDER BY n_series DESC, code;
