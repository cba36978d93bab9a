-- One row is two volumes of one person at two visits that may be compared, with the reasons.
CREATE TABLE series_pair (
    pair_id           VARCHAR,
    patient_key       VARCHAR,
    a_volume_id       VARCHAR,
    b_volume_id       VARCHAR,
    a_timepoint_index INTEGER,
    b_timepoint_index INTEGER,
    days_between      INTEGER,
    score             DOUBLE,
    components        STRUCT(protocol DOUBLE, contrast DOUBLE, plane DOUBLE, spacing DOUBLE, coverage DOUBLE, kernel DOUBLE, body_part DOUBLE, frame_of_reference DOUBLE),
    is_best           BOOLEAN,
    reason            VARCHAR,
    chosen_by         VARCHAR
);
COMMENT ON TABLE series_pair IS 'Comparable volumes of a person at two visits';
COMMENT ON COLUMN series_pair.pair_id IS '[1] Key: "q" and 20 hex digits of the SHA-256 over both volume_id';
COMMENT ON COLUMN series_pair.patient_key IS '[2] The patient, see patient.patient_key';
COMMENT ON COLUMN series_pair.a_volume_id IS '[3] Earlier volume (prior)';
COMMENT ON COLUMN series_pair.b_volume_id IS '[4] Later volume (current)';
COMMENT ON COLUMN series_pair.a_timepoint_index IS '[5] Visit of the earlier volume';
COMMENT ON COLUMN series_pair.b_timepoint_index IS '[6] Visit of the later volume';
COMMENT ON COLUMN series_pair.days_between IS '[7] Days from the earlier to the later visit, d; NULL where one has no date';
COMMENT ON COLUMN series_pair.score IS '[8] How well they compare, 0 to 1: weighted mean of the components';
COMMENT ON COLUMN series_pair.components IS '[9] Parts of the score, each 0 to 1; NULL where it could not be judged and so does not count';
COMMENT ON COLUMN series_pair.is_best IS '[10] True for the best partner that the later volume has at the earlier visit';
COMMENT ON COLUMN series_pair.reason IS '[11] The choice in one sentence';
COMMENT ON COLUMN series_pair.chosen_by IS '[12] rule, or the person who chose it; a person''s choice is kept';
