-- One row is a prescription or other order of a drug.
CREATE TABLE medication (
    medication_id    VARCHAR,
    code             VARCHAR,
    code_system      VARCHAR,
    description      VARCHAR,
    dose             DOUBLE,
    dose_unit        VARCHAR,
    route            VARCHAR,
    started_datetime TIMESTAMP,
    ended_datetime   TIMESTAMP,
    utc_offset_min   INTEGER,
    encounter_id     VARCHAR,
    patient_key      VARCHAR,
    sent_patient_key VARCHAR,
    visit_number     VARCHAR,
    status           VARCHAR,
    message_datetime TIMESTAMP,
    first_message_id VARCHAR,
    message_id       VARCHAR,
    source           VARCHAR
);
COMMENT ON TABLE medication IS 'Medication (RXE, RXO, RXD, RXA, MedicationRequest)';
COMMENT ON COLUMN medication.medication_id IS '[1] Key: "n" and 20 hex digits of a SHA-256 over order number or patient, code and time';
COMMENT ON COLUMN medication.code IS '[2] Drug as a code';
COMMENT ON COLUMN medication.code_system IS '[3] Coding system of code';
COMMENT ON COLUMN medication.description IS '[4] Drug in words';
COMMENT ON COLUMN medication.dose IS '[5] Dose given at a time';
COMMENT ON COLUMN medication.dose_unit IS '[6] Its unit';
COMMENT ON COLUMN medication.route IS '[7] Way of giving';
COMMENT ON COLUMN medication.started_datetime IS '[8] Begin or order, wall clock';
COMMENT ON COLUMN medication.ended_datetime IS '[9] End, wall clock';
COMMENT ON COLUMN medication.utc_offset_min IS '[10] Minutes that the wall clock is ahead of UTC; NULL where not said';
COMMENT ON COLUMN medication.encounter_id IS '[11] The stay or visit, see encounter';
COMMENT ON COLUMN medication.patient_key IS '[12] Whose it is now, after moves of visits; see patient_identity.patient_key';
COMMENT ON COLUMN medication.sent_patient_key IS '[13] Whose it was in the message that brought it';
COMMENT ON COLUMN medication.visit_number IS '[14] Visit number of the message, where it has one; moves of visits go by it';
COMMENT ON COLUMN medication.status IS '[15] active, completed, stopped, cancelled, on_hold, or NULL';
COMMENT ON COLUMN medication.message_datetime IS '[16] Time of the newest message that spoke of it (MSH-7), or meta.lastUpdated; wall clock';
COMMENT ON COLUMN medication.first_message_id IS '[17] The message or resource that brought it first, see hl7_message.message_id';
COMMENT ON COLUMN medication.message_id IS '[18] The message or resource that spoke of it last';
COMMENT ON COLUMN medication.source IS '[19] hl7, fhir, or dicom';
