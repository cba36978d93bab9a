-- One row is a diagnosis or problem of a patient.
CREATE TABLE diagnosis (
    diagnosis_id       VARCHAR,
    code               VARCHAR,
    code_system        VARCHAR,
    description        VARCHAR,
    diagnosis_type     VARCHAR,
    onset_datetime     TIMESTAMP,
    abatement_datetime TIMESTAMP,
    utc_offset_min     INTEGER,
    recorded_datetime  TIMESTAMP,
    encounter_id       VARCHAR,
    patient_key        VARCHAR,
    sent_patient_key   VARCHAR,
    visit_number       VARCHAR,
    status             VARCHAR,
    message_datetime   TIMESTAMP,
    first_message_id   VARCHAR,
    message_id         VARCHAR,
    source             VARCHAR
);
COMMENT ON TABLE diagnosis IS 'Diagnoses and problems (DG1, PRB, Condition)';
COMMENT ON COLUMN diagnosis.diagnosis_id IS '[1] Key: "x" and 20 hex digits of a SHA-256 over patient, code and identifier or day';
COMMENT ON COLUMN diagnosis.code IS '[2] Diagnosis as a code (DG1-3.1)';
COMMENT ON COLUMN diagnosis.code_system IS '[3] Coding system of code: I9, I10, SCT, ...';
COMMENT ON COLUMN diagnosis.description IS '[4] Diagnosis in words';
COMMENT ON COLUMN diagnosis.diagnosis_type IS '[5] admitting, working, final, problem, or NULL';
COMMENT ON COLUMN diagnosis.onset_datetime IS '[6] When it was made or began (DG1-5, Condition.onset), wall clock';
COMMENT ON COLUMN diagnosis.abatement_datetime IS '[7] When it ended (Condition.abatement), wall clock';
COMMENT ON COLUMN diagnosis.utc_offset_min IS '[8] Minutes that the wall clock is ahead of UTC; NULL where not said';
COMMENT ON COLUMN diagnosis.recorded_datetime IS '[9] When it was written down, wall clock';
COMMENT ON COLUMN diagnosis.encounter_id IS '[10] The stay or visit, see encounter';
COMMENT ON COLUMN diagnosis.patient_key IS '[11] Whose it is now, after moves of visits; see patient_identity.patient_key';
COMMENT ON COLUMN diagnosis.sent_patient_key IS '[12] Whose it was in the message that brought it';
COMMENT ON COLUMN diagnosis.visit_number IS '[13] Visit number of the message, where it has one; moves of visits go by it';
COMMENT ON COLUMN diagnosis.status IS '[14] active, resolved, refuted, or NULL';
COMMENT ON COLUMN diagnosis.message_datetime IS '[15] Time of the newest message that spoke of it (MSH-7), or meta.lastUpdated; wall clock';
COMMENT ON COLUMN diagnosis.first_message_id IS '[16] The message or resource that brought it first, see hl7_message.message_id';
COMMENT ON COLUMN diagnosis.message_id IS '[17] The message or resource that spoke of it last';
COMMENT ON COLUMN diagnosis.source IS '[18] hl7, fhir, or dicom';
