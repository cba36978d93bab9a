-- One row is a person's word on where a study belongs in time; it goes before the rules of timepoint.
CREATE TABLE timepoint_choice (
    "StudyInstanceUID" VARCHAR,
    patient_key        VARCHAR,
    date               DATE,
    label              VARCHAR,
    person             INTEGER,
    visit              VARCHAR,
    chosen_by          VARCHAR,
    chosen_at          TIMESTAMP
);
COMMENT ON TABLE timepoint_choice IS 'What people said of the place of studies in time';
COMMENT ON COLUMN timepoint_choice."StudyInstanceUID" IS '[1] (0020,000D) of the study';
COMMENT ON COLUMN timepoint_choice.patient_key IS '[2] The patient, see patient.patient_key';
COMMENT ON COLUMN timepoint_choice.date IS '[3] The day to take for it; NULL leaves it to the attributes';
COMMENT ON COLUMN timepoint_choice.label IS '[4] Label of its time point; NULL leaves it to the rule';
COMMENT ON COLUMN timepoint_choice.person IS '[5] Whose it is, see timepoint.person; NULL leaves it to birth date and name';
COMMENT ON COLUMN timepoint_choice.visit IS '[6] Name of its visit: studies of one person and visit are one time point, whatever their days';
COMMENT ON COLUMN timepoint_choice.chosen_by IS '[7] Who said it';
COMMENT ON COLUMN timepoint_choice.chosen_at IS '[8] When, UTC';
