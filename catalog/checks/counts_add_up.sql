-- A level of the hierarchy whose counts differ from those of the current instances.
WITH truth AS (
    SELECT
        count(*) FILTER ("SeriesInstanceUID" IS NOT NULL) AS in_series,
        count(*) FILTER ("StudyInstanceUID" IS NOT NULL) AS in_studies,
        count(*) FILTER (patient_key IS NOT NULL) AS in_patients,
        count(DISTINCT "SeriesInstanceUID") AS n_series
    FROM instance_row
    WHERE is_current
)
SELECT 'series' AS level, in_series AS expected, found
FROM truth, (SELECT coalesce(sum(n_instances), 0) AS found FROM series)
WHERE in_series <> found
UNION ALL
SELECT 'study', in_studies, found
FROM truth, (SELECT coalesce(sum(n_instances), 0) AS found FROM study)
WHERE in_studies <> found
UNION ALL
SELECT 'patient', in_patients, found
FROM truth, (SELECT coalesce(sum(n_instances), 0) AS found FROM patient)
WHERE in_patients <> found
UNION ALL
SELECT 'series rows', n_series, found
FROM truth, (SELECT count(*) AS found FROM series)
WHERE n_series <> found;
