-- One row per study with its order, its report, and what is known of the person around its day.
CREATE VIEW study_context AS
WITH linked AS (
    SELECT "StudyInstanceUID",
        arg_max(entity_id, confidence) FILTER (WHERE entity = 'order') AS order_id,
        arg_max(entity_id, confidence) FILTER (WHERE entity = 'report') AS report_id,
        max(confidence) FILTER (WHERE entity = 'order') AS order_confidence,
        max(confidence) FILTER (WHERE entity = 'report') AS report_confidence
    FROM study_link
    WHERE "StudyInstanceUID" IS NOT NULL
    GROUP BY 1
),
identity AS (
    SELECT DISTINCT patient_key, person_id FROM patient_identity WHERE is_primary
),
ill AS (
    SELECT i.person_id, d.code, d.description, coalesce(d.onset_datetime, d.recorded_datetime) AS at
    FROM diagnosis d JOIN identity i USING (patient_key)
    WHERE d.status IS DISTINCT FROM 'refuted'
)
SELECT
    s."StudyInstanceUID",
    s.patient_key,
    p.person_id,
    p.confidence AS person_confidence,
    s.study_datetime,
    s."StudyDescription",
    s."ModalitiesInStudy",
    l.order_id,
    l.order_confidence,
    o.description AS order_description,
    o.reason AS order_reason,
    l.report_id,
    l.report_confidence,
    r.status AS report_status,
    r.impression AS report_impression,
    r.text AS report_text,
    before.code AS diagnosis_code,
    before.description AS diagnosis_description,
    date_diff('day', before.at, s.study_datetime) AS days_since_diagnosis
FROM study s
LEFT JOIN patient_link p USING (patient_key)
LEFT JOIN linked l USING ("StudyInstanceUID")
LEFT JOIN "order" o ON o.order_id = l.order_id
LEFT JOIN report r ON r.report_id = l.report_id AND r.is_current
ASOF LEFT JOIN ill before ON before.person_id = p.person_id AND s.study_datetime >= before.at;

COMMENT ON COLUMN study_context.person_id IS 'The person, where identity is known; see patient_link';
COMMENT ON COLUMN study_context.person_confidence IS 'How sure that is, 0 to 1';
COMMENT ON COLUMN study_context.order_id IS 'The order with the surest link';
COMMENT ON COLUMN study_context.order_confidence IS 'How sure the link is, 0 to 1; see study_link.method';
COMMENT ON COLUMN study_context.order_description IS 'What was ordered in words';
COMMENT ON COLUMN study_context.order_reason IS 'Reason for the study in words';
COMMENT ON COLUMN study_context.report_id IS 'The report with the surest link';
COMMENT ON COLUMN study_context.report_confidence IS 'How sure the link is, 0 to 1';
COMMENT ON COLUMN study_context.report_status IS 'Status of its current version';
COMMENT ON COLUMN study_context.report_impression IS 'Its impression, where the text shows one';
COMMENT ON COLUMN study_context.report_text IS 'Its whole text';
COMMENT ON COLUMN study_context.diagnosis_code IS 'The newest diagnosis on or before the study';
COMMENT ON COLUMN study_context.diagnosis_description IS 'That diagnosis in words';
COMMENT ON COLUMN study_context.days_since_diagnosis IS 'Days from that diagnosis to the study';
