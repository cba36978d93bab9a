-- One row is a procedure that was done.
CREATE TABLE procedure (
    procedure_id       VARCHAR,
    code               VARCHAR,
    code_system        VARCHAR,
    description        VARCHAR,
    performed_datetime TIMESTAMP,
    ended_datetime     TIMESTAMP,
    utc_offset_min     INTEGER,
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
COMMENT ON TABLE procedure IS 'Procedures (PR1, Procedure)';
COMMENT ON COLUMN procedure.procedure_id IS '[1] Key: "q" and 20 hex digits of a SHA-256 over patient, code and time';
COMMENT ON COLUMN procedure.code IS '[2] Procedure as a code (PR1-3.1)';
COMMENT ON COLUMN procedure.code_system IS '[3] Coding system of code';
COMMENT ON COLUMN procedure.description IS '[4] Procedure in words';
COMMENT ON COLUMN procedure.performed_datetime IS '[5] Begin (PR1-5, Procedure.performed), wall clock';
COMMENT ON COLUMN procedure.ended_datetime IS '[6] End, wall clock';
COMMENT ON COLUMN procedure.utc_offset_min IS '[7] Minutes that the wall clock is ahead of UTC; NULL where not said';
COMMENT ON COLUMN procedure.encounter_id IS '[8] The stay or visit, see encounter';
COMMENT ON COLUMN procedure.patient_key IS '[9] Whose it is now, after moves of visits; see patient_identity.patient_key';
COMMENT ON COLUMN procedure.sent_patient_key IS '[10] Whose it was in the message that brought it';
COMMENT ON COLUMN procedure.visit_number IS '[11] Visit number of the message, where it has one; moves of visits go by it';
COMMENT ON COLUMN procedure.status IS '[12] planned, in_progress, completed, stopped, cancelled, or NULL';
COMMENT ON COLUMN procedure.message_datetime IS '[13] Time of the newest message that spoke of it (MSH-7), or meta.lastUpdated; wall clock';
COMMENT ON COLUMN procedure.first_message_id IS '[14] The message or resource that brought it first, see hl7_message.message_id';
COMMENT ON COLUMN procedure.message_id IS '[15] The message or resource that spoke of it last';
COMMENT ON COLUMN procedure.source IS '[16] hl7, fhir, or dicom';
