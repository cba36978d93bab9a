-- One row per event of a person whose images are in the lake: time points of imaging, stays, diagnoses, procedures, drugs, reports, death; days count from the first time point.
CREATE VIEW event_timeline AS
WITH identity AS (
    SELECT DISTINCT patient_key, person_id FROM patient_identity WHERE is_primary
),
said AS (
    SELECT patient_key, 'diagnosis' AS kind, coalesce(onset_datetime, recorded_datetime) AS event_datetime, code, code_system, description
    FROM diagnosis WHERE status IS NULL OR status NOT IN ('refuted', 'cancelled', 'wrong')
    UNION ALL
    SELECT patient_key, 'admission', admit_datetime, class, NULL, reason FROM encounter WHERE status IS NULL OR status NOT IN ('cancelled', 'wrong')
    UNION ALL
    SELECT patient_key, 'discharge', discharge_datetime, class, NULL, NULL FROM encounter WHERE status IS NULL OR status NOT IN ('cancelled', 'wrong')
    UNION ALL
    SELECT patient_key, 'procedure', performed_datetime, code, code_system, description FROM procedure WHERE status IS NULL OR status NOT IN ('cancelled', 'wrong')
    UNION ALL
    SELECT patient_key, 'medication', started_datetime, code, code_system, description FROM medication WHERE status IS NULL OR status NOT IN ('cancelled', 'wrong')
    UNION ALL
    SELECT patient_key, 'report', coalesce(reported_datetime, observed_datetime), code, code_system, coalesce(impression, description)
    FROM report WHERE is_current AND kind <> 'laboratory' AND (status IS NULL OR status NOT IN ('cancelled', 'wrong'))
    UNION ALL
    SELECT patient_key, 'death', death_datetime, NULL, NULL, NULL FROM patient_identity WHERE is_primary
),
baseline AS (
    SELECT patient_key, min(date) AS day FROM timepoint GROUP BY 1
),
told AS (
    SELECT l.patient_key, s.kind, s.event_datetime, s.code, s.code_system, s.description, NULL::INTEGER AS timepoint_index
    FROM patient_link l JOIN identity i ON i.person_id = l.person_id JOIN said s ON s.patient_key = i.patient_key
    WHERE s.event_datetime IS NOT NULL
    UNION ALL
    SELECT patient_key, 'imaging', date::TIMESTAMP, array_to_string(modalities, '+'), NULL, label, timepoint_index FROM timepoint
)
SELECT
    t.patient_key,
    t.kind,
    t.event_datetime,
    date_diff('day', b.day, t.event_datetime::DATE) AS days_from_baseline,
    t.code,
    t.code_system,
    t.description,
    t.timepoint_index
FROM told t LEFT JOIN baseline b USING (patient_key);

COMMENT ON COLUMN event_timeline.patient_key IS 'The patient of the images, see patient';
COMMENT ON COLUMN event_timeline.kind IS 'imaging, admission, discharge, diagnosis, procedure, medication, report, or death';
COMMENT ON COLUMN event_timeline.event_datetime IS 'When, wall clock';
COMMENT ON COLUMN event_timeline.days_from_baseline IS 'Days from the first time point of imaging';
COMMENT ON COLUMN event_timeline.code IS 'Its code; of imaging the modalities, of a stay the patient class';
COMMENT ON COLUMN event_timeline.code_system IS 'Coding system of code';
COMMENT ON COLUMN event_timeline.description IS 'In words';
COMMENT ON COLUMN event_timeline.timepoint_index IS 'Of imaging: the time point, see timepoint';
