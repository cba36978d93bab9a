-- One row is a result: a laboratory value, a vital sign, an answer.
CREATE TABLE observation (
    observation_id    VARCHAR,
    report_id         VARCHAR,
    code              VARCHAR,
    code_system       VARCHAR,
    description       VARCHAR,
    alternate_code    VARCHAR,
    alternate_system  VARCHAR,
    sub_id            VARCHAR,
    value_type        VARCHAR,
    value_double      DOUBLE,
    comparator        VARCHAR,
    value_text        VARCHAR,
    value_code        VARCHAR,
    value_system      VARCHAR,
    unit              VARCHAR,
    unit_ucum         VARCHAR,
    reference_low     DOUBLE,
    reference_high    DOUBLE,
    reference_range   VARCHAR,
    abnormal_flags    VARCHAR,
    observed_datetime TIMESTAMP,
    utc_offset_min    INTEGER,
    body_site         VARCHAR,
    encounter_id      VARCHAR,
    patient_key       VARCHAR,
    sent_patient_key  VARCHAR,
    visit_number      VARCHAR,
    status            VARCHAR,
    message_datetime  TIMESTAMP,
    first_message_id  VARCHAR,
    message_id        VARCHAR,
    source            VARCHAR
);
COMMENT ON TABLE observation IS 'Results (OBX, Observation)';
COMMENT ON COLUMN observation.observation_id IS '[1] Key: "b" and 20 hex digits of a SHA-256 over report or patient, code and sub-id';
COMMENT ON COLUMN observation.report_id IS '[2] The report it belongs to; NULL for those sent alone';
COMMENT ON COLUMN observation.code IS '[3] What was observed (OBX-3.1)';
COMMENT ON COLUMN observation.code_system IS '[4] Coding system of code (OBX-3.3); LN is LOINC';
COMMENT ON COLUMN observation.description IS '[5] What was observed in words';
COMMENT ON COLUMN observation.alternate_code IS '[6] Second code (OBX-3.4)';
COMMENT ON COLUMN observation.alternate_system IS '[7] Coding system of the second code';
COMMENT ON COLUMN observation.sub_id IS '[8] Observation Sub-ID (OBX-4)';
COMMENT ON COLUMN observation.value_type IS '[9] Value Type (OBX-2)';
COMMENT ON COLUMN observation.value_double IS '[10] The value as a number; NULL where it is none for certain';
COMMENT ON COLUMN observation.comparator IS '[11] <, <=, > or >= where the value is a bound';
COMMENT ON COLUMN observation.value_text IS '[12] The value as it was sent';
COMMENT ON COLUMN observation.value_code IS '[13] The value as a code (OBX-5.1 of coded types)';
COMMENT ON COLUMN observation.value_system IS '[14] Coding system of value_code';
COMMENT ON COLUMN observation.unit IS '[15] Unit as it was sent (OBX-6)';
COMMENT ON COLUMN observation.unit_ucum IS '[16] The same unit in UCUM, where that is certain';
COMMENT ON COLUMN observation.reference_low IS '[17] Lower end of the reference range (OBX-7)';
COMMENT ON COLUMN observation.reference_high IS '[18] Upper end of the reference range';
COMMENT ON COLUMN observation.reference_range IS '[19] Reference range as it was sent';
COMMENT ON COLUMN observation.abnormal_flags IS '[20] Interpretation (OBX-8): H, L, A, ...';
COMMENT ON COLUMN observation.observed_datetime IS '[21] When it was seen or the sample was taken (OBX-14, OBR-7), wall clock';
COMMENT ON COLUMN observation.utc_offset_min IS '[22] Minutes that the wall clock is ahead of UTC; NULL where not said';
COMMENT ON COLUMN observation.body_site IS '[23] Where on the body (OBX-20)';
COMMENT ON COLUMN observation.encounter_id IS '[24] The stay or visit, see encounter';
COMMENT ON COLUMN observation.patient_key IS '[25] Whose it is now, after moves of visits; see patient_identity.patient_key';
COMMENT ON COLUMN observation.sent_patient_key IS '[26] Whose it was in the message that brought it';
COMMENT ON COLUMN observation.visit_number IS '[27] Visit number of the message, where it has one; moves of visits go by it';
COMMENT ON COLUMN observation.status IS '[28] registered, partial, preliminary, final, corrected, cancelled, or wrong';
COMMENT ON COLUMN observation.message_datetime IS '[29] Time of the newest message that spoke of it (MSH-7), or meta.lastUpdated; wall clock';
COMMENT ON COLUMN observation.first_message_id IS '[30] The message or resource that brought it first, see hl7_message.message_id';
COMMENT ON COLUMN observation.message_id IS '[31] The message or resource that spoke of it last';
COMMENT ON COLUMN observation.source IS '[32] hl7, fhir, or dicom';
