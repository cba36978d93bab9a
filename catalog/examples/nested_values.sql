-- Which codes stand anywhere in sequences, and how often?
SELECT value_text AS meaning, count(*) AS n
FROM element
WHERE keyword = 'CodeMeaning' AND depth > 0
GROUP BY ALL
ORDER BY n DESC, meaning;
