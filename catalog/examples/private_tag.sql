-- What does a private tag say, whatever block its creator has?
SELECT private(header, 'SIEMENS MR HEADER', '0c') AS b_value, count(*) AS n
FROM header
GROUP BY ALL
ORDER BY n DESC;
