-- A shared part of headers that is missing or there twice.
SELECT template_id, n
FROM (SELECT DISTINCT template_id FROM header_own WHERE template_id IS NOT NULL)
LEFT JOIN (SELECT template_id, count(*) AS n FROM header_shared GROUP BY template_id) USING (template_id)
WHERE n IS DISTINCT FROM 1;
