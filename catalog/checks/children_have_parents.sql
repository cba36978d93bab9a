-- A series without its study, or a study without its patient.
SELECT 'series' AS level, s."SeriesInstanceUID" AS uid
FROM series s
ANTI JOIN study t USING ("StudyInstanceUID", patient_key)
WHERE s."StudyInstanceUID" IS NOT NULL
UNION ALL
SELECT 'study', t."StudyInstanceUID"
FROM study t
ANTI JOIN patient p USING (patient_key)
WHERE t.patient_key IS NOT NULL;
