-- The rows of omop.sql from what the lake knows; the tables in_* hold the members' people and what was told of them.
-- 32817 is the concept "EHR", 8507 and 8532 male and female, 9201 to 9203 inpatient, outpatient and emergency visits.
CREATE TEMP TABLE who AS
SELECT person_key, row_number() OVER (ORDER BY person_key)::INTEGER AS person_id, sex, birth, born, name, death
FROM (
    SELECT person_key, max(sex) AS sex, min(birth) AS birth, coalesce(year(min(birth)), min(year_of_birth)) AS born,
        min(name) AS name, min(death) AS death
    FROM in_person GROUP BY 1
)
WHERE born IS NOT NULL;
CREATE TEMP TABLE unit AS SELECT * FROM (VALUES
    ('mm', 8588), ('cm', 8582), ('mg/dL', 8840), ('g/dL', 8713), ('%', 8554), ('kg', 9529), ('mm[Hg]', 8876), ('mmol/L', 8753),
    ('umol/L', 8749), ('a', 9448)) AS t (code, concept_id);

INSERT INTO person (person_id, gender_concept_id, year_of_birth, month_of_birth, day_of_birth, birth_datetime, race_concept_id,
    ethnicity_concept_id, person_source_value, gender_source_value, gender_source_concept_id)
SELECT person_id, CASE sex WHEN 'M' THEN 8507 WHEN 'F' THEN 8532 ELSE 0 END, born, month(birth), day(birth), birth::TIMESTAMP, 0, 0,
    left(name, 50), sex, 0
FROM who;

CREATE TEMP TABLE visit AS
SELECT e.encounter_id, w.person_id, row_number() OVER (ORDER BY e.encounter_id)::INTEGER AS id, e.admit_datetime AS begun,
    greatest(e.admit_datetime, coalesce(e.discharge_datetime, e.admit_datetime)) AS ended, e.class
FROM in_encounter e JOIN who w USING (person_key) WHERE e.admit_datetime IS NOT NULL;
INSERT INTO visit_occurrence (visit_occurrence_id, person_id, visit_concept_id, visit_start_date, visit_start_datetime, visit_end_date,
    visit_end_datetime, visit_type_concept_id, visit_source_value, visit_source_concept_id)
SELECT id, person_id, CASE WHEN upper(class) IN ('I', 'IMP', 'ACUTE', 'NONAC') THEN 9201 WHEN upper(class) IN ('O', 'AMB') THEN 9202
    WHEN upper(class) IN ('E', 'EMER') THEN 9203 ELSE 0 END, begun::DATE, begun, ended::DATE, ended, 32817, left(class, 50), 0
FROM visit;

INSERT INTO condition_occurrence (condition_occurrence_id, person_id, condition_concept_id, condition_start_date,
    condition_start_datetime, condition_end_date, condition_end_datetime, condition_type_concept_id, visit_occurrence_id,
    condition_source_value, condition_source_concept_id, condition_status_source_value)
SELECT row_number() OVER (ORDER BY d.diagnosis_id), w.person_id, 0, coalesce(d.onset_datetime, d.recorded_datetime)::DATE,
    coalesce(d.onset_datetime, d.recorded_datetime), d.abatement_datetime::DATE, d.abatement_datetime, 32817, v.id,
    left(coalesce(d.code, d.description), 50), 0, left(d.status, 50)
FROM in_diagnosis d JOIN who w USING (person_key) LEFT JOIN visit v USING (encounter_id)
WHERE coalesce(d.onset_datetime, d.recorded_datetime) IS NOT NULL;

CREATE TEMP TABLE done AS
SELECT *, row_number() OVER (ORDER BY kind, key)::INTEGER AS id
FROM (
    SELECT 'a' AS kind, "StudyInstanceUID" AS key, person_key, "at"::DATE AS day, "at", NULL::TIMESTAMP AS ended, coalesce(code, description) AS code,
        NULL::VARCHAR AS encounter_id FROM in_study WHERE "at" IS NOT NULL
    UNION ALL
    SELECT 'b', procedure_id, person_key, performed_datetime::DATE, performed_datetime, ended_datetime, coalesce(code, description),
        encounter_id FROM in_procedure WHERE performed_datetime IS NOT NULL
) SEMI JOIN who USING (person_key);
INSERT INTO procedure_occurrence (procedure_occurrence_id, person_id, procedure_concept_id, procedure_date, procedure_datetime,
    procedure_end_date, procedure_end_datetime, procedure_type_concept_id, visit_occurrence_id, procedure_source_value,
    procedure_source_concept_id)
SELECT d.id, w.person_id, 0, d.day, d.at, d.ended::DATE, d.ended, 32817, v.id, left(d.code, 50), 0
FROM done d JOIN who w USING (person_key) LEFT JOIN visit v USING (encounter_id);

INSERT INTO drug_exposure (drug_exposure_id, person_id, drug_concept_id, drug_exposure_start_date, drug_exposure_start_datetime,
    drug_exposure_end_date, drug_exposure_end_datetime, verbatim_end_date, drug_type_concept_id, quantity, visit_occurrence_id,
    drug_source_value, drug_source_concept_id, route_source_value, dose_unit_source_value)
SELECT row_number() OVER (ORDER BY m.medication_id), w.person_id, 0, m.started_datetime::DATE, m.started_datetime,
    coalesce(m.ended_datetime, m.started_datetime)::DATE, coalesce(m.ended_datetime, m.started_datetime), m.ended_datetime::DATE, 32817,
    m.dose, v.id, left(coalesce(m.code, m.description), 50), 0, left(m.route, 50), left(m.dose_unit, 50)
FROM in_medication m JOIN who w USING (person_key) LEFT JOIN visit v USING (encounter_id) WHERE m.started_datetime IS NOT NULL;

CREATE TEMP TABLE number AS
SELECT *, row_number() OVER (ORDER BY kind, key)::INTEGER AS id
FROM (
    SELECT 'a' AS kind, observation_id AS key, person_key, observed_datetime AS "at", code, description, comparator, value_double AS value,
        coalesce(unit_ucum, unit) AS unit, reference_low, reference_high, value_text, encounter_id, NULL::VARCHAR AS series_uid,
        NULL::VARCHAR AS activity_id
    FROM in_observation WHERE value_double IS NOT NULL AND observed_datetime IS NOT NULL
    UNION ALL
    SELECT 'b', m.measurement_id, m.person_key, s.at, m.name_code, m.name, NULL, m.value, coalesce(m.unit_code, m.unit), NULL, NULL,
        NULL, NULL, m.series_uid, m.activity_id
    FROM in_measurement m JOIN in_study s USING ("StudyInstanceUID") WHERE s.at IS NOT NULL AND m.value IS NOT NULL
) SEMI JOIN who USING (person_key);
INSERT INTO measurement (measurement_id, person_id, measurement_concept_id, measurement_date, measurement_datetime,
    measurement_type_concept_id, operator_concept_id, value_as_number, unit_concept_id, range_low, range_high, visit_occurrence_id,
    measurement_source_value, measurement_source_concept_id, unit_source_value, value_source_value)
SELECT n.id, w.person_id, 0, n.at::DATE, n.at, 32817,
    CASE n.comparator WHEN '<' THEN 4171756 WHEN '<=' THEN 4171754 WHEN '>' THEN 4172704 WHEN '>=' THEN 4171755 ELSE 4172703 END,
    n.value, coalesce(u.concept_id, CASE WHEN n.unit IS NOT NULL THEN 0 END), n.reference_low, n.reference_high, v.id,
    left(coalesce(n.code, n.description), 50), 0, left(n.unit, 50), left(n.value_text, 50)
FROM number n JOIN who w USING (person_key) LEFT JOIN visit v USING (encounter_id) LEFT JOIN unit u ON u.code = n.unit;

INSERT INTO observation (observation_id, person_id, observation_concept_id, observation_date, observation_datetime,
    observation_type_concept_id, value_as_string, visit_occurrence_id, observation_source_value, observation_source_concept_id,
    value_source_value)
SELECT row_number() OVER (ORDER BY o.observation_id), w.person_id, 0, o.observed_datetime::DATE, o.observed_datetime, 32817,
    o.value_text, v.id, left(coalesce(o.code, o.description), 50), 0, left(o.value_code, 50)
FROM in_observation o JOIN who w USING (person_key) LEFT JOIN visit v USING (encounter_id)
WHERE o.value_double IS NULL AND o.observed_datetime IS NOT NULL AND coalesce(o.value_text, o.value_code) IS NOT NULL;

INSERT INTO note (note_id, person_id, note_date, note_datetime, note_type_concept_id, note_class_concept_id, note_title, note_text,
    encoding_concept_id, language_concept_id, visit_occurrence_id, note_source_value, note_event_id)
SELECT row_number() OVER (ORDER BY r.report_id), w.person_id, r.at::DATE, r.at, 32817, 0, left(r.description, 250), r.words, 32678, 0,
    v.id, left(r.code, 50), d.id
FROM (
    SELECT *, coalesce(reported_datetime, observed_datetime) AS "at", coalesce(text, concat_ws(chr(10), findings, impression)) AS words
    FROM in_report
) r JOIN who w USING (person_key) LEFT JOIN visit v USING (encounter_id)
LEFT JOIN done d ON d.kind = 'a' AND d.key = r."StudyInstanceUID" AND d.person_key = r.person_key
WHERE r.at IS NOT NULL AND r.words <> '';

INSERT INTO death (person_id, death_date, death_datetime, death_type_concept_id)
SELECT person_id, death::DATE, death, 32817 FROM who WHERE death IS NOT NULL;

CREATE TEMP TABLE image AS
SELECT s."SeriesInstanceUID" AS series_uid, s."StudyInstanceUID" AS study_uid, d.id AS done_id, d.day, w.person_id, s."Modality" AS modality,
    s.description, s.body_part, row_number() OVER (ORDER BY s."SeriesInstanceUID")::INTEGER AS id
FROM in_series s JOIN done d ON d.kind = 'a' AND d.key = s."StudyInstanceUID" JOIN who w USING (person_key);
INSERT INTO image_occurrence (image_occurrence_id, person_id, procedure_occurrence_id, image_occurrence_date, image_study_uid,
    image_series_uid, modality_concept_id)
SELECT id, person_id, done_id, day, study_uid, series_uid, 0 FROM image;
INSERT INTO image_feature (image_feature_id, person_id, image_occurrence_id, image_feature_event_field_concept_id,
    image_feature_event_id, image_feature_concept_id, image_feature_type_concept_id, alg_system)
SELECT row_number() OVER (ORDER BY n.id), i.person_id, i.id, 0, n.id, 0, 32817, n.activity_id
FROM number n JOIN image i USING (series_uid);

INSERT INTO observation_period
SELECT row_number() OVER (ORDER BY person_id), person_id, min(day), max(day), 32817
FROM (
    SELECT person_id, visit_start_date AS day FROM visit_occurrence
    UNION ALL SELECT person_id, visit_end_date FROM visit_occurrence
    UNION ALL SELECT person_id, condition_start_date FROM condition_occurrence
    UNION ALL SELECT person_id, procedure_date FROM procedure_occurrence
    UNION ALL SELECT person_id, drug_exposure_start_date FROM drug_exposure
    UNION ALL SELECT person_id, measurement_date FROM measurement
    UNION ALL SELECT person_id, observation_date FROM observation
    UNION ALL SELECT person_id, note_date FROM note
) GROUP BY person_id;
