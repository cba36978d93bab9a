-- What does any tag of the headers say, also one without a column of its own?
SELECT tag(header, 'SoftwareVersions') AS versions, tag(header, '00081090') AS model, count(*) AS n
FROM header
JOIN instance USING (instance_version_id)
WHERE is_current
GROUP BY ALL
ORDER BY n DESC;
