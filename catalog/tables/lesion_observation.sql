-- One row is one lesion at one visit: its size and what became of it since the visit before.
CREATE TABLE lesion_observation (
    observation_id      VARCHAR,
    lesion_id           VARCHAR,
    patient_key         VARCHAR,
    timepoint_index     INTEGER,
    volume_id           VARCHAR,
    segment_id          VARCHAR,
    roi_id              VARCHAR,
    centroid_lps        DOUBLE[],
    longest_diameter_mm DOUBLE,
    short_axis_mm       DOUBLE,
    volume_ml           DOUBLE,
    volume_uncertainty_ml DOUBLE,
    mean_value          DOUBLE,
    unit_code           VARCHAR,
    state               VARCHAR,
    change_ml           DOUBLE,
    change_percent      DOUBLE,
    match_score         DOUBLE,
    match_distance_mm   DOUBLE,
    matched_by          VARCHAR,
    registration_id     VARCHAR,
    related_lesion_ids  VARCHAR[],
    verified_by         VARCHAR,
    finding_id          VARCHAR,
    prior_finding_id    VARCHAR,
    measurement_group_id VARCHAR,
    max_value           DOUBLE,
    peak_value          DOUBLE,
    slice_mm            DOUBLE,
    change_uncertainty_ml DOUBLE,
    doubling_days       DOUBLE,
    doubling_days_low   DOUBLE,
    doubling_days_high  DOUBLE,
    alternative_finding_id VARCHAR,
    alternative_score   DOUBLE,
    expected_lps        DOUBLE[],
    registration_error_mm DOUBLE
);
COMMENT ON TABLE lesion_observation IS 'Lesions at each visit';
COMMENT ON COLUMN lesion_observation.observation_id IS '[1] Key: "o" and 20 hex digits of the SHA-256 over lesion, visit and segment';
COMMENT ON COLUMN lesion_observation.lesion_id IS '[2] The lesion, see lesion.lesion_id';
COMMENT ON COLUMN lesion_observation.patient_key IS '[3] The patient, see patient.patient_key';
COMMENT ON COLUMN lesion_observation.timepoint_index IS '[4] The visit, see timepoint.timepoint_index';
COMMENT ON COLUMN lesion_observation.volume_id IS '[5] Volume that it was measured in; for a lesion that is gone, the volume that was searched';
COMMENT ON COLUMN lesion_observation.segment_id IS '[6] Segment that outlines it; NULL where it is gone or came from a contour';
COMMENT ON COLUMN lesion_observation.roi_id IS '[7] RT ROI that outlines it; NULL else';
COMMENT ON COLUMN lesion_observation.centroid_lps IS '[8] Centre of its voxels, LPS mm, in the frame of this visit';
COMMENT ON COLUMN lesion_observation.longest_diameter_mm IS '[9] Longest diameter within one slice, mm: between voxel centres, plus one voxel side';
COMMENT ON COLUMN lesion_observation.short_axis_mm IS '[10] Extent across it in the same slice, mm';
COMMENT ON COLUMN lesion_observation.volume_ml IS '[11] Volume: voxels times their own size, ml; 0 where it is gone';
COMMENT ON COLUMN lesion_observation.volume_uncertainty_ml IS '[12] What the grid cannot tell, ml: half a voxel for each voxel on the surface, added as chance errors are';
COMMENT ON COLUMN lesion_observation.mean_value IS '[13] Mean of the image in it, in unit_code';
COMMENT ON COLUMN lesion_observation.unit_code IS '[14] Unit of mean_value, max_value and peak_value: as volume.unit_code, or SUVbw';
COMMENT ON COLUMN lesion_observation.state IS '[15] stable, growing, shrinking, new, gone, merged or split, against the visit before; NULL at the first visit';
COMMENT ON COLUMN lesion_observation.change_ml IS '[16] Change of volume since the visit before, ml';
COMMENT ON COLUMN lesion_observation.change_percent IS '[17] The same in per cent';
COMMENT ON COLUMN lesion_observation.match_score IS '[18] How sure the match with the visit before is, 0 to 1; 1 where TrackingUID says it; NULL without a match';
COMMENT ON COLUMN lesion_observation.match_distance_mm IS '[19] Distance between the centres after registration, mm';
COMMENT ON COLUMN lesion_observation.matched_by IS '[20] person, TrackingUID, distance_and_size or overlap';
COMMENT ON COLUMN lesion_observation.registration_id IS '[21] Registration that linked both visits, see registration.registration_id';
COMMENT ON COLUMN lesion_observation.related_lesion_ids IS '[22] Other lesions that it merged with or split from';
COMMENT ON COLUMN lesion_observation.verified_by IS '[23] Person who confirmed or made the match, NULL where none did; see lesion_choice';
COMMENT ON COLUMN lesion_observation.finding_id IS '[24] What outlines or reports it: segment_id, roi_id, measurement_group_id, or a key made of a mask that was given; NULL where it is gone';
COMMENT ON COLUMN lesion_observation.prior_finding_id IS '[25] The same of its observation before; both together are what a person confirms or denies, see lesion_choice';
COMMENT ON COLUMN lesion_observation.measurement_group_id IS '[26] Group of a report that tells of it without an outline; NULL else';
COMMENT ON COLUMN lesion_observation.max_value IS '[27] Largest value in it, in unit_code';
COMMENT ON COLUMN lesion_observation.peak_value IS '[28] Largest mean of a ball of 1 ml about one of its voxels, in unit_code';
COMMENT ON COLUMN lesion_observation.slice_mm IS '[29] Distance between the slices that it was measured in, mm';
COMMENT ON COLUMN lesion_observation.change_uncertainty_ml IS '[30] Standard deviation of change_ml from both grids, ml';
COMMENT ON COLUMN lesion_observation.doubling_days IS '[31] Days in which the volume doubles at the rate since the visit before, d; negative: in which it halves; NULL where no rate can be told';
COMMENT ON COLUMN lesion_observation.doubling_days_low IS '[32] Lower end of its 95 % interval, d; NULL where "no change" lies within';
COMMENT ON COLUMN lesion_observation.doubling_days_high IS '[33] Upper end of its 95 % interval, d';
COMMENT ON COLUMN lesion_observation.alternative_finding_id IS '[34] The next best partner that the match could have had, a finding of this visit or the one before';
COMMENT ON COLUMN lesion_observation.alternative_score IS '[35] How sure that match would have been, 0 to 1';
COMMENT ON COLUMN lesion_observation.expected_lps IS '[36] Where the centre of the visit before comes to lie here by the registration, LPS mm; tells where to look for a lesion that is gone';
COMMENT ON COLUMN lesion_observation.registration_error_mm IS '[37] Inverse consistency of the registration that linked both visits, mm: a distance below it says nothing';
