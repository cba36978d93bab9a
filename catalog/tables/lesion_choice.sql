-- One row is a person's word on whether a finding of one visit and one of a later visit are the same lesion.
CREATE TABLE lesion_choice (
    choice_id          VARCHAR,
    patient_key        VARCHAR,
    prior_finding_id   VARCHAR,
    current_finding_id VARCHAR,
    same               BOOLEAN,
    chosen_by          VARCHAR,
    chosen_at          TIMESTAMP
);
COMMENT ON TABLE lesion_choice IS 'What people said of matches of lesions';
COMMENT ON COLUMN lesion_choice.choice_id IS '[1] Key: "w" and 20 hex digits of the SHA-256 over patient_key and both findings';
COMMENT ON COLUMN lesion_choice.patient_key IS '[2] The patient, see patient.patient_key';
COMMENT ON COLUMN lesion_choice.prior_finding_id IS '[3] lesion_observation.finding_id at the earlier visit; NULL: the later one has no partner, it is new';
COMMENT ON COLUMN lesion_choice.current_finding_id IS '[4] lesion_observation.finding_id at the later visit; NULL: the earlier one has no partner, it is gone';
COMMENT ON COLUMN lesion_choice.same IS '[5] True: they are one lesion (or it has no partner); false: they are not';
COMMENT ON COLUMN lesion_choice.chosen_by IS '[6] Who said it';
COMMENT ON COLUMN lesion_choice.chosen_at IS '[7] When, UTC';
