-- One row is one region of interest of a structure set (RTSTRUCT), drawn as contours.
-- A voxel belongs when its centre lies inside an odd number of the region's contours on its slice.
CREATE TABLE roi (
    roi_id                         VARCHAR,
    instance_version_id            VARCHAR,
    "SOPInstanceUID"               VARCHAR,
    "SeriesInstanceUID"            VARCHAR,
    "StudyInstanceUID"             VARCHAR,
    patient_key                    VARCHAR,
    "FrameOfReferenceUID"          VARCHAR,
    "ROINumber"                    INTEGER,
    "ROIName"                      VARCHAR,
    "ROIDescription"               VARCHAR,
    "ROIGenerationAlgorithm"       VARCHAR,
    "RTROIInterpretedType"         VARCHAR,
    "ROIObservationLabel"          VARCHAR,
    "RTROIIdentification_code"     VARCHAR,
    "RTROIIdentification_scheme"   VARCHAR,
    "RTROIIdentification_meaning"  VARCHAR,
    "StructureSetLabel"            VARCHAR,
    "referenced_SeriesInstanceUID" VARCHAR,
    volume_id                      VARCHAR,
    geometric_types                VARCHAR[],
    n_contours                     INTEGER,
    n_points                       BIGINT,
    n_voxels                       BIGINT,
    volume_ml                      DOUBLE,
    bbox                           DOUBLE[],
    centroid_lps                   DOUBLE[],
    display_rgb                    INTEGER[]
);
COMMENT ON TABLE roi IS 'Regions of interest of RT structure sets, with size and place';
COMMENT ON COLUMN roi.roi_id IS '[1] Key: "r" and 20 hex digits of the SHA-256 over instance_version_id and ROINumber';
COMMENT ON COLUMN roi.instance_version_id IS '[2] The object that holds it';
COMMENT ON COLUMN roi."SOPInstanceUID" IS '[3] SOPInstanceUID (0008,0018) of that object';
COMMENT ON COLUMN roi."SeriesInstanceUID" IS '[4] SeriesInstanceUID (0020,000E) of that object';
COMMENT ON COLUMN roi."StudyInstanceUID" IS '[5] StudyInstanceUID (0020,000D) of that object';
COMMENT ON COLUMN roi.patient_key IS '[6] The patient, see patient.patient_key';
COMMENT ON COLUMN roi."FrameOfReferenceUID" IS '[7] Frame of reference of the contours; (3006,0024), else (0020,0052)';
COMMENT ON COLUMN roi."ROINumber" IS '[8] (3006,0022)';
COMMENT ON COLUMN roi."ROIName" IS '[9] (3006,0026)';
COMMENT ON COLUMN roi."ROIDescription" IS '[10] (3006,0028)';
COMMENT ON COLUMN roi."ROIGenerationAlgorithm" IS '[11] (3006,0036)';
COMMENT ON COLUMN roi."RTROIInterpretedType" IS '[12] GTV, CTV, PTV, ORGAN, EXTERNAL ...; (3006,00A4)';
COMMENT ON COLUMN roi."ROIObservationLabel" IS '[13] (3006,0085)';
COMMENT ON COLUMN roi."RTROIIdentification_code" IS '[14] Code value of the region; (3006,0086)';
COMMENT ON COLUMN roi."RTROIIdentification_scheme" IS '[15] Coding scheme of the region; (3006,0086)';
COMMENT ON COLUMN roi."RTROIIdentification_meaning" IS '[16] Code meaning of the region; (3006,0086)';
COMMENT ON COLUMN roi."StructureSetLabel" IS '[17] (3006,0002)';
COMMENT ON COLUMN roi."referenced_SeriesInstanceUID" IS '[18] Series on which it was drawn, from the references';
COMMENT ON COLUMN roi.volume_id IS '[19] Volume on whose grid n_voxels is counted; NULL where the lake has none';
COMMENT ON COLUMN roi.geometric_types IS '[20] Kinds of its contours, (3006,0042), sorted; only closed planar ones have an inside';
COMMENT ON COLUMN roi.n_contours IS '[21] Contours of the region; 0 where it has none';
COMMENT ON COLUMN roi.n_points IS '[22] Points of all its contours';
COMMENT ON COLUMN roi.n_voxels IS '[23] Voxels whose centre is inside an odd number of contours; NULL where there is no grid to count on';
COMMENT ON COLUMN roi.volume_ml IS '[24] n_voxels times the volume of a voxel, ml; NULL where the distance between slices is unknown';
COMMENT ON COLUMN roi.bbox IS '[25] Box around the contour points: min x, y, z, max x, y, z; LPS mm';
COMMENT ON COLUMN roi.centroid_lps IS '[26] Mean of the voxel centres, LPS mm';
COMMENT ON COLUMN roi.display_rgb IS '[27] (3006,002A)';
