-- One row is one transform of a registration object, between the frame of reference of the object and that of one set of
-- images (PS3.3 C.20.2, C.20.3). Transforms computed here stand in registration.
CREATE TABLE spatial_registration (
    spatial_registration_id      VARCHAR,
    instance_version_id          VARCHAR,
    "SOPInstanceUID"             VARCHAR,
    "SeriesInstanceUID"          VARCHAR,
    "StudyInstanceUID"           VARCHAR,
    patient_key                  VARCHAR,
    item_index                   INTEGER,
    "FrameOfReferenceUID"        VARCHAR,
    "source_FrameOfReferenceUID" VARCHAR,
    kind                         VARCHAR,
    matrix_lps                   DOUBLE[],
    post_matrix_lps              DOUBLE[],
    grid_shape                   INTEGER[],
    grid_affine_lps              DOUBLE[],
    max_displacement_mm          DOUBLE,
    n_images                     INTEGER,
    "source_SeriesInstanceUID"   VARCHAR
);
COMMENT ON TABLE spatial_registration IS 'Transforms of registration objects';
COMMENT ON COLUMN spatial_registration.spatial_registration_id IS '[1] Key: ''x'' and 20 hex digits of the SHA-256 over instance_version_id and item_index';
COMMENT ON COLUMN spatial_registration.instance_version_id IS '[2] The object';
COMMENT ON COLUMN spatial_registration."SOPInstanceUID" IS '[3] SOPInstanceUID (0008,0018) of the object';
COMMENT ON COLUMN spatial_registration."SeriesInstanceUID" IS '[4] SeriesInstanceUID (0020,000E) of the object';
COMMENT ON COLUMN spatial_registration."StudyInstanceUID" IS '[5] StudyInstanceUID (0020,000D) of the object';
COMMENT ON COLUMN spatial_registration.patient_key IS '[6] The patient, see patient.patient_key';
COMMENT ON COLUMN spatial_registration.item_index IS '[7] Number of the item in the object, from 0';
COMMENT ON COLUMN spatial_registration."FrameOfReferenceUID" IS '[8] Frame of reference of the object, the registered one; (0020,0052)';
COMMENT ON COLUMN spatial_registration."source_FrameOfReferenceUID" IS '[9] Frame of reference of the images that are registered to it; (0020,0052) or (0064,0003) of the item';
COMMENT ON COLUMN spatial_registration.kind IS '[10] rigid, scaled, affine, or deformable; identity where the item has no matrix';
COMMENT ON COLUMN spatial_registration.matrix_lps IS '[11] 16 numbers row by row, LPS mm: point of the object''s frame = matrix times point of the source frame; matrices of an item multiplied in order. Of a deformable item the other way round, as the Standard has it: the matrix applied to points of the object''s frame before the grid';
COMMENT ON COLUMN spatial_registration.post_matrix_lps IS '[12] Of a deformable item the matrix applied after the grid, which gives points of the source frame';
COMMENT ON COLUMN spatial_registration.grid_shape IS '[13] Vectors of the deformation grid along z, y, x';
COMMENT ON COLUMN spatial_registration.grid_affine_lps IS '[14] 16 numbers: index (x, y, z) of a vector to LPS mm of the object''s frame';
COMMENT ON COLUMN spatial_registration.max_displacement_mm IS '[15] Length of the longest vector';
COMMENT ON COLUMN spatial_registration.n_images IS '[16] Images of the source that the item names';
COMMENT ON COLUMN spatial_registration."source_SeriesInstanceUID" IS '[17] Their series, where all are of one';
