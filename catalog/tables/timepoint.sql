-- One row is one visit of a patient: all studies of one day, in order of time.
CREATE TABLE timepoint (
    timepoint_id      VARCHAR,
    patient_key       VARCHAR,
    timepoint_index   INTEGER,
    person            INTEGER,
    "StudyInstanceUIDs" VARCHAR[],
    date              DATE,
    date_source       VARCHAR,
    days_from_baseline INTEGER,
    label             VARCHAR,
    rule              VARCHAR,
    n_studies         INTEGER,
    modalities        VARCHAR[],
    inputs_sha256     VARCHAR
);
COMMENT ON TABLE timepoint IS 'Visits of a patient: studies of one day together, of any modality';
COMMENT ON COLUMN timepoint.timepoint_id IS '[1] Key: "t" and 20 hex digits of the SHA-256 over patient_key and the studies';
COMMENT ON COLUMN timepoint.patient_key IS '[2] The patient, see patient.patient_key';
COMMENT ON COLUMN timepoint.timepoint_index IS '[3] Place in time, from 0, unique within patient_key; undated ones come last';
COMMENT ON COLUMN timepoint.person IS '[4] From 0: which of several people under one patient_key; people are told apart by birth date and name, and never compared with each other';
COMMENT ON COLUMN timepoint."StudyInstanceUIDs" IS '[5] (0020,000D) of its studies in order of time';
COMMENT ON COLUMN timepoint.date IS '[6] Day of the visit; NULL where no date could be found';
COMMENT ON COLUMN timepoint.date_source IS '[7] Attribute that gave the date: StudyDate, else AcquisitionDate, SeriesDate or ContentDate; chosen where a person said it';
COMMENT ON COLUMN timepoint.days_from_baseline IS '[8] Days since the first dated visit of the person, d; NULL without a date';
COMMENT ON COLUMN timepoint.label IS '[9] Short name for people: the one that a person gave, else baseline, day 182, undated';
COMMENT ON COLUMN timepoint.rule IS '[10] How it was formed: same_day, undated, or chosen where a person had a say, see timepoint_choice';
COMMENT ON COLUMN timepoint.n_studies IS '[11] Number of its studies';
COMMENT ON COLUMN timepoint.modalities IS '[12] (0008,0060) Modality values in its studies, sorted';
COMMENT ON COLUMN timepoint.inputs_sha256 IS '[13] Digest of all facts of the patient that the grouping read; unchanged means nothing to do';
