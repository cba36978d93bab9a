-- What else lay in the exports beside DICOM?
SELECT lower(regexp_extract(uri, '\.([^./!]+)$', 1)) AS ending, count(*) AS n, sum(size_bytes) AS bytes
FROM file
WHERE outcome = 'not_dicom'
GROUP BY ALL
ORDER BY n DESC;
