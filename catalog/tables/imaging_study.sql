-- One row is a study that another system says exists, whether or not its images are in the lake.
CREATE TABLE imaging_study (
    imaging_study_id VARCHAR,
    StudyInstanceUID VARCHAR,
    AccessionNumber  VARCHAR,
    started_datetime TIMESTAMP,
    utc_offset_min   INTEGER,
    modalities       VARCHAR[],
    n_series         INTEGER,
    n_instances      INTEGER,
    series_uids      VARCHAR[],
    body_sites       VARCHAR[],
    description      VARCHAR,
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
COMMENT ON TABLE imaging_study IS 'Studies known to other systems (ImagingStudy)';
COMMENT ON COLUMN imaging_study.imaging_study_id IS '[1] Key: "y" and 20 hex digits of a SHA-256 over StudyInstanceUID and source';
COMMENT ON COLUMN imaging_study.StudyInstanceUID IS '[2] Study Instance UID';
COMMENT ON COLUMN imaging_study.AccessionNumber IS '[3] Accession Number';
COMMENT ON COLUMN imaging_study.started_datetime IS '[4] Begin, wall clock';
COMMENT ON COLUMN imaging_study.utc_offset_min IS '[5] Minutes that the wall clock is ahead of UTC; NULL where not said';
COMMENT ON COLUMN imaging_study.modalities IS '[6] Modalities';
COMMENT ON COLUMN imaging_study.n_series IS '[7] Number of series as said';
COMMENT ON COLUMN imaging_study.n_instances IS '[8] Number of instances as said';
COMMENT ON COLUMN imaging_study.series_uids IS '[9] Series Instance UIDs';
COMMENT ON COLUMN imaging_study.body_sites IS '[10] Body sites in words';
COMMENT ON COLUMN imaging_study.description IS '[11] Description';
COMMENT ON COLUMN imaging_study.encounter_id IS '[12] The stay or visit, see encounter';
COMMENT ON COLUMN imaging_study.patient_key IS '[13] Whose it is now, after moves of visits; see patient_identity.patient_key';
COMMENT ON COLUMN imaging_study.sent_patient_key IS '[14] Whose it was in the message that brought it';
COMMENT ON COLUMN imaging_study.visit_number IS '[15] Visit number of the message, where it has one; moves of visits go by it';
COMMENT ON COLUMN imaging_study.status IS '[16] registered, available, cancelled, or unknown';
COMMENT ON COLUMN imaging_study.message_datetime IS '[17] Time of the newest message that spoke of it (MSH-7), or meta.lastUpdated; wall clock';
COMMENT ON COLUMN imaging_study.first_message_id IS '[18] The message or resource that brought it first, see hl7_message.message_id';
COMMENT ON COLUMN imaging_study.message_id IS '[19] The message or resource that spoke of it last';
COMMENT ON COLUMN imaging_study.source IS '[20] hl7, fhir, or dicom';
