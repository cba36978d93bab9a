-- One row is a stay or visit of a patient.
CREATE TABLE encounter (
    encounter_id       VARCHAR,
    class              VARCHAR,
    visit_issuer       VARCHAR,
    account_number     VARCHAR,
    location           VARCHAR,
    prior_location     VARCHAR,
    service            VARCHAR,
    attending          VARCHAR,
    referring          VARCHAR,
    admit_datetime     TIMESTAMP,
    discharge_datetime TIMESTAMP,
    utc_offset_min     INTEGER,
    reason             VARCHAR,
    patient_key        VARCHAR,
    sent_patient_key   VARCHAR,
    visit_number       VARCHAR,
    status             VARCHAR,
    message_datetime   TIMESTAMP,
    first_message_id   VARCHAR,
    message_id         VARCHAR,
    source             VARCHAR
);
COMMENT ON TABLE encounter IS 'Stays and visits (PV1, Encounter)';
COMMENT ON COLUMN encounter.encounter_id IS '[1] Key: "e" and 20 hex digits of a SHA-256 over issuer and visit number, or over patient and begin';
COMMENT ON COLUMN encounter.class IS '[2] Patient class (PV1-2, table 0004; Encounter.class): I inpatient, O outpatient, E emergency, ...';
COMMENT ON COLUMN encounter.visit_issuer IS '[3] Assigning authority of the visit number';
COMMENT ON COLUMN encounter.account_number IS '[4] Patient account number (PID-18)';
COMMENT ON COLUMN encounter.location IS '[5] Assigned location (PV1-3)';
COMMENT ON COLUMN encounter.prior_location IS '[6] Prior location (PV1-6)';
COMMENT ON COLUMN encounter.service IS '[7] Hospital service (PV1-10)';
COMMENT ON COLUMN encounter.attending IS '[8] Attending doctor (PV1-7) as in DICOM';
COMMENT ON COLUMN encounter.referring IS '[9] Referring doctor (PV1-8) as in DICOM';
COMMENT ON COLUMN encounter.admit_datetime IS '[10] Admission (PV1-44, Encounter.period), wall clock';
COMMENT ON COLUMN encounter.discharge_datetime IS '[11] Discharge (PV1-45, Encounter.period), wall clock';
COMMENT ON COLUMN encounter.utc_offset_min IS '[12] Minutes that the wall clock of admit_datetime is ahead of UTC; NULL where not said';
COMMENT ON COLUMN encounter.reason IS '[13] Admit reason (PV2-3, Encounter.reasonCode)';
COMMENT ON COLUMN encounter.patient_key IS '[14] Whose it is now, after moves of visits; see patient_identity.patient_key';
COMMENT ON COLUMN encounter.sent_patient_key IS '[15] Whose it was in the message that brought it';
COMMENT ON COLUMN encounter.visit_number IS '[16] Visit number of the message, where it has one; moves of visits go by it';
COMMENT ON COLUMN encounter.status IS '[17] planned, arrived, active, finished, cancelled, or pending';
COMMENT ON COLUMN encounter.message_datetime IS '[18] Time of the newest message that spoke of it (MSH-7), or meta.lastUpdated; wall clock';
COMMENT ON COLUMN encounter.first_message_id IS '[19] The message or resource that brought it first, see hl7_message.message_id';
COMMENT ON COLUMN encounter.message_id IS '[20] The message or resource that spoke of it last';
COMMENT ON COLUMN encounter.source IS '[21] hl7, fhir, or dicom';
