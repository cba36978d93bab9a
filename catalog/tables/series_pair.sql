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
    is_best           BOOLEAN,
    reason            VARCHAR,
    chosen_by         VARCHAR,
    modality          VARCHAR,
    body_part         VARCHAR,
    body_part_source  VARCHAR,
    refusal           VARCHAR,
    protocol_score    DOUBLE,
    sequence_score    DOUBLE,
    contrast_score    DOUBLE,
    plane_score       DOUBLE,
    spacing_score     DOUBLE,
    coverage_score    DOUBLE,
    kernel_score      DOUBLE,
    body_part_score   DOUBLE,
    frame_of_reference_score DOUBLE
);
COMMENT ON TABLE series_pair IS 'Comparable volumes of a person at two visits';
COMMENT ON COLUMN series_pair.pair_id IS '[1] Key: "q" and 20 hex digits of the SHA-256 over both volume_id';
COMMENT ON COLUMN series_pair.patient_key IS '[2] The patient, see patient.patient_key';
COMMENT ON COLUMN series_pair.a_volume_id IS '[3] Earlier volume (prior)';
COMMENT ON COLUMN series_pair.b_volume_id IS '[4] Later volume (current)';
COMMENT ON COLUMN series_pair.a_timepoint_index IS '[5] Visit of the earlier volume';
COMMENT ON COLUMN series_pair.b_timepoint_index IS '[6] Visit of the later volume';
COMMENT ON COLUMN series_pair.days_between IS '[7] Days from the earlier to the later visit, d; NULL where one has no date';
COMMENT ON COLUMN series_pair.score IS '[8] How well they compare, 0 to 1: weighted mean of the parts, those in the columns that end in _score; times 0.3 where there is a refusal';
COMMENT ON COLUMN series_pair.is_best IS '[10] True for the partner that the later volume has at the earlier visit: the best by score, or a person''s choice';
COMMENT ON COLUMN series_pair.reason IS '[11] The choice in one sentence';
COMMENT ON COLUMN series_pair.chosen_by IS '[12] rule, or the person who chose or refused it, see is_best; a person''s word is kept';
COMMENT ON COLUMN series_pair.modality IS '[13] (0008,0060) of both';
COMMENT ON COLUMN series_pair.body_part IS '[14] Parts of the body that both show: HEAD, NECK, CHEST, BREAST, ABDOMEN, PELVIS, SPINE, EXTREMITY, several joined by +; NULL where none is known';
COMMENT ON COLUMN series_pair.body_part_source IS '[15] What told the part of the body: BodyPartExamined, words (of description, protocol and study), or image content';
COMMENT ON COLUMN series_pair.refusal IS '[16] Why it is listed but never chosen by rule: other part of the body, other kind of image, other contrast state; NULL else';
COMMENT ON COLUMN series_pair.protocol_score IS '[17] Likeness of description, protocol, sequence and its times, 0 to 1; NULL where it could not be judged and so does not count, as in all that follow';
COMMENT ON COLUMN series_pair.sequence_score IS '[18] 1 for one kind of MR image (T1, T2, FLAIR, DWI ...), else 0';
COMMENT ON COLUMN series_pair.contrast_score IS '[19] 1 for one state of contrast and phase, 0.5 for two phases, 0 for with and without';
COMMENT ON COLUMN series_pair.plane_score IS '[20] Square of the cosine between the slice normals';
COMMENT ON COLUMN series_pair.spacing_score IS '[21] Mean over the axes of smaller to larger voxel side';
COMMENT ON COLUMN series_pair.coverage_score IS '[22] Mean over the axes of smaller to larger extent';
COMMENT ON COLUMN series_pair.kernel_score IS '[23] 1 for one reconstruction kernel, 0.8 for two of one class, 0 for sharp against soft';
COMMENT ON COLUMN series_pair.body_part_score IS '[24] Shared parts of the body over all; likeness of the cross-section''s size where no part is named';
COMMENT ON COLUMN series_pair.frame_of_reference_score IS '[25] 1 where both have one FrameOfReferenceUID, else 0';
