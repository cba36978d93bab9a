-- One row is an identifier of a person; person_id says which of them are one person now.
CREATE TABLE patient_identity (
    identity_id         VARCHAR,
    patient_key         VARCHAR,
    person_id           VARCHAR,
    is_primary          BOOLEAN,
    primary_patient_key VARCHAR,
    identity_status     VARCHAR,
    PatientID           VARCHAR,
    IssuerOfPatientID   VARCHAR,
    identifier_type     VARCHAR,
    PatientName         VARCHAR,
    PatientBirthDate    DATE,
    PatientSex          VARCHAR,
    death_datetime      TIMESTAMP,
    is_deceased         BOOLEAN,
    message_datetime    TIMESTAMP,
    first_message_id    VARCHAR,
    message_id          VARCHAR,
    source              VARCHAR
);
COMMENT ON TABLE patient_identity IS 'Identifiers of persons, with merges and links applied';
COMMENT ON COLUMN patient_identity.identity_id IS '[1] Key: "i" and 20 hex digits of the SHA-256 over primary_patient_key and patient_key';
COMMENT ON COLUMN patient_identity.patient_key IS '[2] Issuer, a bar, identifier; the same form as patient.patient_key';
COMMENT ON COLUMN patient_identity.person_id IS '[3] The person: "p" and 20 hex digits of the SHA-256 over the patient_key that stands for all of one person''s';
COMMENT ON COLUMN patient_identity.is_primary IS '[4] A medical record number, by which persons are told apart; others (social security, ...) join nobody';
COMMENT ON COLUMN patient_identity.primary_patient_key IS '[5] The medical record number beside which it was sent';
COMMENT ON COLUMN patient_identity.identity_status IS '[6] active, merged (into another), changed (to another), or linked';
COMMENT ON COLUMN patient_identity.PatientID IS '[7] The identifier';
COMMENT ON COLUMN patient_identity.IssuerOfPatientID IS '[8] Assigning authority, else the sending facility, else what the caller said';
COMMENT ON COLUMN patient_identity.identifier_type IS '[9] Identifier type (table 0203), such as MR or SS';
COMMENT ON COLUMN patient_identity.PatientName IS '[10] Name as in DICOM: family, given, middle, prefix, suffix';
COMMENT ON COLUMN patient_identity.PatientBirthDate IS '[11] Date of birth';
COMMENT ON COLUMN patient_identity.PatientSex IS '[12] M, F, O, or NULL where unknown';
COMMENT ON COLUMN patient_identity.death_datetime IS '[13] Date and time of death, wall clock';
COMMENT ON COLUMN patient_identity.is_deceased IS '[14] Whether the person is said to be dead';
COMMENT ON COLUMN patient_identity.message_datetime IS '[15] Time of the newest message with the identifier';
COMMENT ON COLUMN patient_identity.first_message_id IS '[16] The message or resource that brought it first';
COMMENT ON COLUMN patient_identity.message_id IS '[17] The message or resource that spoke of it last';
COMMENT ON COLUMN patient_identity.source IS '[18] hl7, fhir, or dicom';
