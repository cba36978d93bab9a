-- Which is the first CT after a lung cancer was diagnosed, with a creatinine in the 30 days before it?
WITH ill AS (
    SELECT p.patient_key, min(coalesce(d.onset_datetime, d.recorded_datetime)) AS diagnosed
    FROM diagnosis d
    JOIN (SELECT DISTINCT patient_key, person_id FROM patient_identity WHERE is_primary) i USING (patient_key)
    JOIN patient_link p ON p.person_id = i.person_id
    WHERE d.code LIKE 'C34%' AND (d.status IS NULL OR d.status NOT IN ('refuted', 'cancelled', 'wrong'))
    GROUP BY 1
),
next_ct AS (
    SELECT ill.patient_key, ill.diagnosed, min(s.study_datetime) AS study_datetime, arg_min(s."StudyInstanceUID", s.study_datetime) AS "StudyInstanceUID"
    FROM ill JOIN study s ON s.patient_key = ill.patient_key AND s.study_datetime >= ill.diagnosed
    WHERE list_contains(s."ModalitiesInStudy", 'CT')
    GROUP BY 1, 2
),
creatinine AS (
    SELECT p.patient_key, o.value_double, coalesce(o.unit_ucum, o.unit) AS unit, o.observed_datetime
    FROM observation o
    JOIN (SELECT DISTINCT patient_key, person_id FROM patient_identity WHERE is_primary) i USING (patient_key)
    JOIN patient_link p ON p.person_id = i.person_id
    WHERE o.code = '2160-0' AND o.value_double IS NOT NULL
)
SELECT
    n.patient_key,
    n."StudyInstanceUID",
    date_diff('day', n.diagnosed, n.study_datetime) AS days_since_diagnosis,
    arg_max(c.value_double, c.observed_datetime) AS creatinine,
    arg_max(c.unit, c.observed_datetime) AS unit
FROM next_ct n
JOIN creatinine c ON c.patient_key = n.patient_key
    AND c.observed_datetime BETWEEN n.study_datetime - INTERVAL 30 DAY AND n.study_datetime
GROUP BY ALL
ORDER BY n.patient_key;
