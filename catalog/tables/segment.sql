-- One row is one segment of a segmentation (SEG), as the object describes it and as its pixels are.
-- Lengths and places come from the frames' own positions (PS3.3 C.7.6.16.2.3), not from their order.
CREATE TABLE segment (
    segment_id                              VARCHAR,
    instance_version_id                     VARCHAR,
    "SOPInstanceUID"                        VARCHAR,
    "SeriesInstanceUID"                     VARCHAR,
    "StudyInstanceUID"                      VARCHAR,
    patient_key                             VARCHAR,
    "FrameOfReferenceUID"                   VARCHAR,
    "SegmentNumber"                         INTEGER,
    "SegmentLabel"                          VARCHAR,
    "SegmentDescription"                    VARCHAR,
    "SegmentedPropertyCategory_code"        VARCHAR,
    "SegmentedPropertyCategory_scheme"      VARCHAR,
    "SegmentedPropertyCategory_meaning"     VARCHAR,
    "SegmentedPropertyType_code"            VARCHAR,
    "SegmentedPropertyType_scheme"          VARCHAR,
    "SegmentedPropertyType_meaning"         VARCHAR,
    "SegmentedPropertyTypeModifier_meaning" VARCHAR,
    "AnatomicRegion_code"                   VARCHAR,
    "AnatomicRegion_scheme"                 VARCHAR,
    "AnatomicRegion_meaning"                VARCHAR,
    "SegmentAlgorithmType"                  VARCHAR,
    "SegmentAlgorithmName"                  VARCHAR,
    "SegmentationType"                      VARCHAR,
    "SegmentationFractionalType"            VARCHAR,
    "SegmentsOverlap"                       VARCHAR,
    "TrackingID"                            VARCHAR,
    "TrackingUID"                           VARCHAR,
    "segmented_SeriesInstanceUID"           VARCHAR,
    volume_id                               VARCHAR,
    n_frames                                INTEGER,
    n_voxels                                BIGINT,
    fraction_sum                            DOUBLE,
    voxel_volume_mm3                        DOUBLE,
    volume_ml                               DOUBLE,
    bbox                                    DOUBLE[],
    centroid_lps                            DOUBLE[],
    display_rgb                             INTEGER[],
    zarr_uri                                VARCHAR,
    "MaximumFractionalValue"                INTEGER
);
COMMENT ON TABLE segment IS 'Segments of segmentation objects, with size and place';
COMMENT ON COLUMN segment.segment_id IS '[1] Key: "s" and 20 hex digits of the SHA-256 over instance_version_id and SegmentNumber';
COMMENT ON COLUMN segment.instance_version_id IS '[2] The object that holds it';
COMMENT ON COLUMN segment."SOPInstanceUID" IS '[3] SOPInstanceUID (0008,0018) of that object';
COMMENT ON COLUMN segment."SeriesInstanceUID" IS '[4] SeriesInstanceUID (0020,000E) of that object';
COMMENT ON COLUMN segment."StudyInstanceUID" IS '[5] StudyInstanceUID (0020,000D) of that object';
COMMENT ON COLUMN segment.patient_key IS '[6] The patient, see patient.patient_key';
COMMENT ON COLUMN segment."FrameOfReferenceUID" IS '[7] (0020,0052) of the segmentation: its places are in this frame of reference';
COMMENT ON COLUMN segment."SegmentNumber" IS '[8] (0062,0004); the background of a label map has no row';
COMMENT ON COLUMN segment."SegmentLabel" IS '[9] (0062,0005)';
COMMENT ON COLUMN segment."SegmentDescription" IS '[10] (0062,0006)';
COMMENT ON COLUMN segment."SegmentedPropertyCategory_code" IS '[11] Code value of the category of what is segmented; (0062,0003)';
COMMENT ON COLUMN segment."SegmentedPropertyCategory_scheme" IS '[12] Coding scheme of the category of what is segmented; (0062,0003)';
COMMENT ON COLUMN segment."SegmentedPropertyCategory_meaning" IS '[13] Code meaning of the category of what is segmented; (0062,0003)';
COMMENT ON COLUMN segment."SegmentedPropertyType_code" IS '[14] Code value of what is segmented; (0062,000F)';
COMMENT ON COLUMN segment."SegmentedPropertyType_scheme" IS '[15] Coding scheme of what is segmented; (0062,000F)';
COMMENT ON COLUMN segment."SegmentedPropertyType_meaning" IS '[16] Code meaning of what is segmented; (0062,000F)';
COMMENT ON COLUMN segment."SegmentedPropertyTypeModifier_meaning" IS '[17] Meaning of the first modifier of the type, for example the side; (0062,0011)';
COMMENT ON COLUMN segment."AnatomicRegion_code" IS '[18] Code value of the anatomic region; (0008,2218)';
COMMENT ON COLUMN segment."AnatomicRegion_scheme" IS '[19] Coding scheme of the anatomic region; (0008,2218)';
COMMENT ON COLUMN segment."AnatomicRegion_meaning" IS '[20] Code meaning of the anatomic region; (0008,2218)';
COMMENT ON COLUMN segment."SegmentAlgorithmType" IS '[21] AUTOMATIC, SEMIAUTOMATIC or MANUAL; (0062,0008)';
COMMENT ON COLUMN segment."SegmentAlgorithmName" IS '[22] (0062,0009)';
COMMENT ON COLUMN segment."SegmentationType" IS '[23] BINARY, FRACTIONAL or LABELMAP; (0062,0001)';
COMMENT ON COLUMN segment."SegmentationFractionalType" IS '[24] PROBABILITY or OCCUPANCY; (0062,0010)';
COMMENT ON COLUMN segment."SegmentsOverlap" IS '[25] YES, NO or UNDEFINED as the object says; (0062,0013)';
COMMENT ON COLUMN segment."TrackingID" IS '[26] (0062,0020)';
COMMENT ON COLUMN segment."TrackingUID" IS '[27] (0062,0021): the same at every date where one lesion is meant';
COMMENT ON COLUMN segment."segmented_SeriesInstanceUID" IS '[28] Series of the source images, from the references; NULL where none is named';
COMMENT ON COLUMN segment.volume_id IS '[29] Volume of the source images in this lake; NULL where there is none, or several';
COMMENT ON COLUMN segment.n_frames IS '[30] Frames that hold the segment; 0 for an empty segment without frames';
COMMENT ON COLUMN segment.n_voxels IS '[31] Voxels of the segment; of a FRACTIONAL one those of at least half; frames at one place count once';
COMMENT ON COLUMN segment.fraction_sum IS '[32] Sum of the fractions of its voxels; equal to n_voxels unless FRACTIONAL';
COMMENT ON COLUMN segment.voxel_volume_mm3 IS '[33] Volume of a voxel: pixel spacing times the distance between slices; NULL where that is unknown';
COMMENT ON COLUMN segment.volume_ml IS '[34] n_voxels times the volume of a voxel, ml; 0 for an empty segment; NULL where the distance between slices is unknown';
COMMENT ON COLUMN segment.bbox IS '[35] Box around the voxel centres: min x, y, z, max x, y, z; LPS mm; NULL where empty or without positions';
COMMENT ON COLUMN segment.centroid_lps IS '[36] Mean of the voxel centres, LPS mm';
COMMENT ON COLUMN segment.display_rgb IS '[37] Colour to show it in, 0..255, from RecommendedDisplayCIELabValue (0062,000D)';
COMMENT ON COLUMN segment.zarr_uri IS '[38] Label store of the mask, where one was written';
COMMENT ON COLUMN segment."MaximumFractionalValue" IS '[39] Stored value that means a fraction of 1; NULL unless FRACTIONAL; (0062,000E)';
