-- One row per study and kind of numeric result of its person: the newest value at or before the study, and the first after.
CREATE VIEW study_observation AS
WITH identity AS (
    SELECT DISTINCT patient_key, person_id FROM patient_identity WHERE is_primary
),
measured AS (
    SELECT i.person_id, o.code, coalesce(o.code_system, '') AS code_system, o.description, o.value_double, o.comparator,
        coalesce(o.unit_ucum, o.unit) AS unit, o.abnormal_flags, o.observed_datetime AS at
    FROM observation o JOIN identity i USING (patient_key)
    WHERE o.value_double IS NOT NULL AND o.code IS NOT NULL AND o.observed_datetime IS NOT NULL
        AND (o.status IS NULL OR o.status NOT IN ('cancelled', 'wrong'))
),
asked AS (
    SELECT s."StudyInstanceUID", s.patient_key, s.study_datetime, p.person_id, k.code, k.code_system
    FROM study s JOIN patient_link p USING (patient_key)
    JOIN (SELECT DISTINCT person_id, code, code_system FROM measured) k USING (person_id)
)
SELECT
    a."StudyInstanceUID",
    a.patient_key,
    a.person_id,
    a.study_datetime,
    a.code,
    nullif(a.code_system, '') AS code_system,
    coalesce(prior.description, following.description) AS description,
    prior.value_double AS prior_value,
    prior.comparator AS prior_comparator,
    prior.unit AS prior_unit,
    prior.abnormal_flags AS prior_abnormal_flags,
    prior.at AS prior_datetime,
    date_diff('day', prior.at, a.study_datetime) AS days_since_prior,
    following.value_double AS next_value,
    following.comparator AS next_comparator,
    following.unit AS next_unit,
    following.abnormal_flags AS next_abnormal_flags,
    following.at AS next_datetime,
    date_diff('day', a.study_datetime, following.at) AS days_to_next
FROM asked a
ASOF LEFT JOIN measured prior
    ON prior.person_id = a.person_id AND prior.code = a.code AND prior.code_system = a.code_system AND a.study_datetime >= prior.at
ASOF LEFT JOIN measured following
    ON following.person_id = a.person_id AND following.code = a.code AND following.code_system = a.code_system AND a.study_datetime < following.at;

COMMENT ON COLUMN study_observation.person_id IS 'The person, see patient_link';
COMMENT ON COLUMN study_observation.code IS 'What was measured, as the sender codes it';
COMMENT ON COLUMN study_observation.code_system IS 'Coding system of code, such as LN';
COMMENT ON COLUMN study_observation.description IS 'That in words';
COMMENT ON COLUMN study_observation.prior_value IS 'The newest value at or before the study';
COMMENT ON COLUMN study_observation.prior_comparator IS '<, <=, > or >= where the value is a bound';
COMMENT ON COLUMN study_observation.prior_unit IS 'Its unit, in UCUM where that is known';
COMMENT ON COLUMN study_observation.prior_abnormal_flags IS 'Its flags, such as H or L';
COMMENT ON COLUMN study_observation.prior_datetime IS 'When it was observed, wall clock';
COMMENT ON COLUMN study_observation.days_since_prior IS 'Days from it to the study';
COMMENT ON COLUMN study_observation.next_value IS 'The first value after the study';
COMMENT ON COLUMN study_observation.next_comparator IS '<, <=, > or >= where the value is a bound';
COMMENT ON COLUMN study_observation.next_unit IS 'Its unit, in UCUM where that is known';
COMMENT ON COLUMN study_observation.next_abnormal_flags IS 'Its flags, such as H or L';
COMMENT ON COLUMN study_observation.next_datetime IS 'When it was observed, wall clock';
COMMENT ON COLUMN study_observation.days_to_next IS 'Days from the study to it';
