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
    WHERE d.status IS NULL OR d.status NOT IN ('refuted', 'cancelled', 'wrong')
),
measured AS (
    SELECT i.person_id, o.code, o.description, o.value_double, o.comparator, coalesce(o.unit_ucum, o.unit) AS unit, o.observed_datetime AS at
    FROM observation o JOIN identity i USING (patient_key)
    WHERE o.value_double IS NOT NULL AND (o.status IS NULL OR o.status NOT IN ('cancelled', 'wrong'))
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
    date_diff('day', before.at, s.study_datetime) AS days_since_diagnosis,
    later.code AS next_diagnosis_code,
    later.description AS next_diagnosis_description,
    date_diff('day', s.study_datetime, later.at) AS days_to_next_diagnosis,
    prior.code AS prior_observation_code,
    prior.description AS prior_observation_description,
    prior.value_double AS prior_observation_value,
    prior.unit AS prior_observation_unit,
    date_diff('day', prior.at, s.study_datetime) AS days_since_prior_observation,
    following.code AS next_observation_code,
    following.description AS next_observation_description,
    following.value_double AS next_observation_value,
    following.unit AS next_observation_unit,
    date_diff('day', s.study_datetime, following.at) AS days_to_next_observation
FROM study s
LEFT JOIN patient_link p USING (patient_key)
LEFT JOIN linked l USING ("StudyInstanceUID")
LEFT JOIN "order" o ON o.order_id = l.order_id
LEFT JOIN report r ON r.report_id = l.report_id AND r.is_current
ASOF LEFT JOIN ill before ON before.person_id = p.person_id AND s.study_datetime >= before.at
ASOF LEFT JOIN ill later ON later.person_id = p.person_id AND s.study_datetime < later.at
ASOF LEFT JOIN measured prior ON prior.person_id = p.person_id AND s.study_datetime >= prior.at
ASOF LEFT JOIN measured following ON following.person_id = p.person_id AND s.study_datetime < following.at;

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
COMMENT ON COLUMN study_context.next_diagnosis_code IS 'The first diagnosis after the study';
COMMENT ON COLUMN study_context.next_diagnosis_description IS 'That diagnosis in words';
COMMENT ON COLUMN study_context.days_to_next_diagnosis IS 'Days from the study to that diagnosis';
COMMENT ON COLUMN study_context.prior_observation_code IS 'The newest numeric result at or before the study, of whatever kind; one row a kind in study_observation';
COMMENT ON COLUMN study_context.prior_observation_description IS 'That result in words';
COMMENT ON COLUMN study_context.prior_observation_value IS 'Its value';
COMMENT ON COLUMN study_context.prior_observation_unit IS 'Its unit, in UCUM where that is known';
COMMENT ON COLUMN study_context.days_since_prior_observation IS 'Days from that result to the study';
COMMENT ON COLUMN study_context.next_observation_code IS 'The first numeric result after the study';
COMMENT ON COLUMN study_context.next_observation_description IS 'That result in words';
COMMENT ON COLUMN study_context.next_observation_value IS 'Its value';
COMMENT ON COLUMN study_context.next_observation_unit IS 'Its unit, in UCUM where that is known';
COMMENT ON COLUMN study_context.days_to_next_observation IS 'Days from the study to that result';
