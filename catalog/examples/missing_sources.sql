-- Which derived objects refer to images that are not in the lake?
SELECT i."Modality", i."SOPInstanceUID", count(*) AS n_missing
FROM reference r
JOIN instance i ON i.instance_version_id = r.from_instance
WHERE NOT r.resolved AND i."Modality" IN ('SEG', 'SR', 'RTSTRUCT', 'PR', 'KO')
GROUP BY ALL
ORDER BY n_missing DESC;
