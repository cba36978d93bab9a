-- One row says which person the images of a patient_key belong to, or why that is not known.
CREATE TABLE patient_link (
    patient_key          VARCHAR,
    person_id            VARCHAR,
    identity_patient_key VARCHAR,
    method               VARCHAR,
    confidence           DOUBLE
);
COMMENT ON TABLE patient_link IS 'Images and persons';
COMMENT ON COLUMN patient_link.patient_key IS '[1] The patient of images, see patient.patient_key';
COMMENT ON COLUMN patient_link.person_id IS '[2] The person, see patient_identity; NULL where none is joined';
COMMENT ON COLUMN patient_link.identity_patient_key IS '[3] The identifier that matched';
COMMENT ON COLUMN patient_link.method IS '[4] identifier_with_issuer, identifier_and_person (the same number without issuer, name or birth date agree), study_uid, or the reason for none: no_identifier, ambiguous, name_differs, unsure';
COMMENT ON COLUMN patient_link.confidence IS '[5] How sure, 0 to 1';
