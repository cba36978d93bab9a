-- One row is one registration: the transform that takes points of the fixed volume to points of the moving one.
CREATE TABLE registration (
    registration_id        VARCHAR,
    fixed_volume_id        VARCHAR,
    moving_volume_id       VARCHAR,
    transform_uri          VARCHAR,
    transform_type         VARCHAR,
    matrix_lps             DOUBLE[],
    method                 VARCHAR,
    parameters             VARCHAR,
    metric                 DOUBLE,
    metric_start           DOUBLE,
    overlap                DOUBLE,
    inverse_consistency_mm DOUBLE,
    verdict                VARCHAR,
    reasons                VARCHAR[],
    start                  VARCHAR,
    seconds                DOUBLE,
    activity_id            VARCHAR,
    shared_information     DOUBLE,
    smallest_jacobian      DOUBLE,
    sentence               VARCHAR
);
COMMENT ON TABLE registration IS 'Registrations of two volumes';
COMMENT ON COLUMN registration.registration_id IS '[1] Key: "x" and 20 hex digits of the SHA-256 over both volumes and the parameters';
COMMENT ON COLUMN registration.fixed_volume_id IS '[2] Volume whose grid stays (the current one)';
COMMENT ON COLUMN registration.moving_volume_id IS '[3] Volume that is brought onto it (the prior one)';
COMMENT ON COLUMN registration.transform_uri IS '[4] Path inside the lake of the ITK transform file; maps fixed to moving points, LPS mm';
COMMENT ON COLUMN registration.transform_type IS '[5] identity, rigid, affine or bspline';
COMMENT ON COLUMN registration.matrix_lps IS '[6] The transform as 16 numbers of a 4x4 matrix, row-major, fixed to moving LPS mm; NULL for bspline, whose file holds it';
COMMENT ON COLUMN registration.method IS '[7] How it was found: mattes_mi_rigid, mattes_mi_affine, mattes_mi_bspline, or same_frame_of_reference';
COMMENT ON COLUMN registration.parameters IS '[8] Parameters as JSON; part of the key';
COMMENT ON COLUMN registration.metric IS '[9] Mutual information in nats at the end, larger is better, for bspline shared_information; NULL for the identity';
COMMENT ON COLUMN registration.metric_start IS '[10] Mutual information in nats before, with the images as they lie; NULL where they do not overlap';
COMMENT ON COLUMN registration.overlap IS '[11] Share of the smaller body that lies within the other volume, 0 to 1';
COMMENT ON COLUMN registration.inverse_consistency_mm IS '[12] Mean distance between a point and its image under forward and independently found backward transform, mm';
COMMENT ON COLUMN registration.verdict IS '[13] good, doubtful or failed';
COMMENT ON COLUMN registration.reasons IS '[14] Why the verdict is not good';
COMMENT ON COLUMN registration.start IS '[15] Start that led to the result: as_they_lie, centres_of_mass, ...';
COMMENT ON COLUMN registration.seconds IS '[16] Time that it took, s';
COMMENT ON COLUMN registration.activity_id IS '[17] The run, see activity.activity_id';
COMMENT ON COLUMN registration.shared_information IS '[18] Mutual information over the smaller entropy, where both images are, 0 to 1';
COMMENT ON COLUMN registration.smallest_jacobian IS '[19] Of a deformation: smallest determinant of the Jacobian in the body; 0 or less means folded space';
COMMENT ON COLUMN registration.sentence IS '[20] The verdict in one sentence';
