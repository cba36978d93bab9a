-- One row is one parametric map or one mapping of it: what its voxels mean, in which unit, made from which images.
-- Its voxels are a volume like those of images; statistics of them stand in pixel_stat.
CREATE TABLE parametric_map (
    parametric_map_id          VARCHAR,
    instance_version_id        VARCHAR,
    "SOPInstanceUID"           VARCHAR,
    "SeriesInstanceUID"        VARCHAR,
    "StudyInstanceUID"         VARCHAR,
    patient_key                VARCHAR,
    mapping_index              INTEGER,
    "FrameOfReferenceUID"      VARCHAR,
    "LUTLabel"                 VARCHAR,
    "LUTExplanation"           VARCHAR,
    quantity_code              VARCHAR,
    quantity_scheme            VARCHAR,
    quantity_meaning           VARCHAR,
    unit                       VARCHAR,
    slope                      DOUBLE,
    intercept                  DOUBLE,
    n_frames                   INTEGER,
    "source_SeriesInstanceUID" VARCHAR,
    source_volume_id           VARCHAR,
    volume_id                  VARCHAR
);
COMMENT ON TABLE parametric_map IS 'Parametric maps: quantity, unit, source';
COMMENT ON COLUMN parametric_map.parametric_map_id IS '[1] Key: ''p'' and 20 hex digits of the SHA-256 over instance_version_id and mapping_index';
COMMENT ON COLUMN parametric_map.instance_version_id IS '[2] The object';
COMMENT ON COLUMN parametric_map."SOPInstanceUID" IS '[3] SOPInstanceUID (0008,0018) of the object';
COMMENT ON COLUMN parametric_map."SeriesInstanceUID" IS '[4] SeriesInstanceUID (0020,000E) of the object';
COMMENT ON COLUMN parametric_map."StudyInstanceUID" IS '[5] StudyInstanceUID (0020,000D) of the object';
COMMENT ON COLUMN parametric_map.patient_key IS '[6] The patient, see patient.patient_key';
COMMENT ON COLUMN parametric_map.mapping_index IS '[7] Number of the mapping in the object, from 0; a map that gives its values one meaning has one';
COMMENT ON COLUMN parametric_map."FrameOfReferenceUID" IS '[8] (0020,0052)';
COMMENT ON COLUMN parametric_map."LUTLabel" IS '[9] Name of the mapping; (0040,9210)';
COMMENT ON COLUMN parametric_map."LUTExplanation" IS '[10] (0028,3003)';
COMMENT ON COLUMN parametric_map.quantity_code IS '[11] Code value of the quantity (SCT 246205007 or DCM 130094); (0040,9220)';
COMMENT ON COLUMN parametric_map.quantity_scheme IS '[12] Coding scheme of the quantity';
COMMENT ON COLUMN parametric_map.quantity_meaning IS '[13] Meaning of the quantity';
COMMENT ON COLUMN parametric_map.unit IS '[14] Unit, UCUM where it is one; (0040,08EA)';
COMMENT ON COLUMN parametric_map.slope IS '[15] Real value = stored value times slope plus intercept; (0040,9225)';
COMMENT ON COLUMN parametric_map.intercept IS '[16] (0040,9224)';
COMMENT ON COLUMN parametric_map.n_frames IS '[17] Frames of the object';
COMMENT ON COLUMN parametric_map."source_SeriesInstanceUID" IS '[18] Series of the images that it was made from; NULL where none is named';
COMMENT ON COLUMN parametric_map.source_volume_id IS '[19] Volume of these images in this lake; NULL where there is none, or several';
COMMENT ON COLUMN parametric_map.volume_id IS '[20] The map itself as a volume; NULL where its frames are none';
