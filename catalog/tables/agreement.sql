-- One row is how far two outlines agree: segments or regions of interest, on one volume's grid.
-- Measures and definitions: pacslake.compute.agreement.
CREATE TABLE agreement (
    agreement_id             VARCHAR,
    a_id                     VARCHAR,
    b_id                     VARCHAR,
    a_kind                   VARCHAR,
    b_kind                   VARCHAR,
    a_name                   VARCHAR,
    b_name                   VARCHAR,
    volume_id                VARCHAR,
    "SeriesInstanceUID"      VARCHAR,
    "StudyInstanceUID"       VARCHAR,
    patient_key              VARCHAR,
    n_a                      BIGINT,
    n_b                      BIGINT,
    n_both                   BIGINT,
    dice                     DOUBLE,
    jaccard                  DOUBLE,
    volume_a_ml              DOUBLE,
    volume_b_ml              DOUBLE,
    volume_difference_ml     DOUBLE,
    hausdorff_mm             DOUBLE,
    hausdorff_95_mm          DOUBLE,
    mean_surface_distance_mm DOUBLE,
    activity_id              VARCHAR
);
COMMENT ON TABLE agreement IS 'Agreement of two segments or regions of interest';
COMMENT ON COLUMN agreement.agreement_id IS '[1] Key: ''q'' and 20 hex digits of the SHA-256 over a_id, b_id and volume_id';
COMMENT ON COLUMN agreement.a_id IS '[2] First outline: segment_id or roi_id';
COMMENT ON COLUMN agreement.b_id IS '[3] Second outline';
COMMENT ON COLUMN agreement.a_kind IS '[4] segment or roi';
COMMENT ON COLUMN agreement.b_kind IS '[5] segment or roi';
COMMENT ON COLUMN agreement.a_name IS '[6] SegmentLabel or ROIName of the first';
COMMENT ON COLUMN agreement.b_name IS '[7] SegmentLabel or ROIName of the second';
COMMENT ON COLUMN agreement.volume_id IS '[8] Volume on whose grid they were compared';
COMMENT ON COLUMN agreement."SeriesInstanceUID" IS '[9] Series of that volume';
COMMENT ON COLUMN agreement."StudyInstanceUID" IS '[10] Study of that volume';
COMMENT ON COLUMN agreement.patient_key IS '[11] The patient, see patient.patient_key';
COMMENT ON COLUMN agreement.n_a IS '[12] Voxels of the first';
COMMENT ON COLUMN agreement.n_b IS '[13] Voxels of the second';
COMMENT ON COLUMN agreement.n_both IS '[14] Voxels of both';
COMMENT ON COLUMN agreement.dice IS '[15] 2 n_both / (n_a + n_b); NULL where both are empty';
COMMENT ON COLUMN agreement.jaccard IS '[16] n_both / (n_a + n_b - n_both)';
COMMENT ON COLUMN agreement.volume_a_ml IS '[17] Volume of the first, ml; NULL where the distance between slices is unknown';
COMMENT ON COLUMN agreement.volume_b_ml IS '[18] Volume of the second, ml';
COMMENT ON COLUMN agreement.volume_difference_ml IS '[19] Second less first, ml';
COMMENT ON COLUMN agreement.hausdorff_mm IS '[20] Largest distance from a surface voxel of one to the surface of the other, mm; NULL where one is empty';
COMMENT ON COLUMN agreement.hausdorff_95_mm IS '[21] 95th percentile of these distances, the larger of both directions, mm';
COMMENT ON COLUMN agreement.mean_surface_distance_mm IS '[22] Mean of these distances over both surfaces, mm';
COMMENT ON COLUMN agreement.activity_id IS '[23] The run that computed it, see activity';
