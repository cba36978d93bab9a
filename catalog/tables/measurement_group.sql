-- One row is one group of measurements of a structured report: in TID 1500 a Measurement Group (DCM 125007),
-- in other reports a container that holds numbers. What the group says of all its numbers stands here.
CREATE TABLE measurement_group (
    measurement_group_id          VARCHAR,
    instance_version_id           VARCHAR,
    "SOPInstanceUID"              VARCHAR,
    "SeriesInstanceUID"           VARCHAR,
    "StudyInstanceUID"            VARCHAR,
    patient_key                   VARCHAR,
    group_index                   INTEGER,
    content_path                  VARCHAR,
    template_id                   VARCHAR,
    report_code                   VARCHAR,
    report_meaning                VARCHAR,
    group_code                    VARCHAR,
    group_meaning                 VARCHAR,
    "TrackingID"                  VARCHAR,
    "TrackingUID"                 VARCHAR,
    session                       VARCHAR,
    time_point                    VARCHAR,
    finding_code                  VARCHAR,
    finding_scheme                VARCHAR,
    finding_meaning               VARCHAR,
    finding_site_code             VARCHAR,
    finding_site_scheme           VARCHAR,
    finding_site_meaning          VARCHAR,
    laterality_meaning            VARCHAR,
    method_meaning                VARCHAR,
    algorithm_name                VARCHAR,
    algorithm_version             VARCHAR,
    "segmentation_SOPInstanceUID" VARCHAR,
    "SegmentNumber"               INTEGER,
    segment_id                    VARCHAR,
    "source_SeriesInstanceUID"    VARCHAR,
    volume_id                     VARCHAR,
    "source_SOPInstanceUIDs"      VARCHAR[],
    graphic_type                  VARCHAR,
    graphic_data                  DOUBLE[],
    "graphic_FrameOfReferenceUID" VARCHAR,
    activity_id                   VARCHAR
);
COMMENT ON TABLE measurement_group IS 'Groups of measurements: what was measured, where, on which images';
COMMENT ON COLUMN measurement_group.measurement_group_id IS '[1] Key: "g" and 20 hex digits of the SHA-256 over instance_version_id and content_path';
COMMENT ON COLUMN measurement_group.instance_version_id IS '[2] The object that holds it';
COMMENT ON COLUMN measurement_group."SOPInstanceUID" IS '[3] SOPInstanceUID (0008,0018) of that object';
COMMENT ON COLUMN measurement_group."SeriesInstanceUID" IS '[4] SeriesInstanceUID (0020,000E) of that object';
COMMENT ON COLUMN measurement_group."StudyInstanceUID" IS '[5] StudyInstanceUID (0020,000D) of that object';
COMMENT ON COLUMN measurement_group.patient_key IS '[6] The patient, see patient.patient_key';
COMMENT ON COLUMN measurement_group.group_index IS '[7] Number of the group in its report, from 0';
COMMENT ON COLUMN measurement_group.content_path IS '[8] Place in the content tree, item numbers from 1 joined by points (PS3.3 C.17.3.2.5)';
COMMENT ON COLUMN measurement_group.template_id IS '[9] TID of the group''s template where it says one; (0040,DB00)';
COMMENT ON COLUMN measurement_group.report_code IS '[10] Code value of the report''s title';
COMMENT ON COLUMN measurement_group.report_meaning IS '[11] Meaning of the report''s title';
COMMENT ON COLUMN measurement_group.group_code IS '[12] Code value of the group''s own name';
COMMENT ON COLUMN measurement_group.group_meaning IS '[13] Meaning of the group''s own name';
COMMENT ON COLUMN measurement_group."TrackingID" IS '[14] Tracking Identifier (DCM 112039)';
COMMENT ON COLUMN measurement_group."TrackingUID" IS '[15] Tracking Unique Identifier (DCM 112040): the same at every date where one lesion is meant';
COMMENT ON COLUMN measurement_group.session IS '[16] Activity Session (NCIt C67447)';
COMMENT ON COLUMN measurement_group.time_point IS '[17] Time Point (UMLS C2348792)';
COMMENT ON COLUMN measurement_group.finding_code IS '[18] Code value of the finding (DCM 121071); TID 1411 row 5';
COMMENT ON COLUMN measurement_group.finding_scheme IS '[19] Coding scheme of the finding (DCM 121071); TID 1411 row 5';
COMMENT ON COLUMN measurement_group.finding_meaning IS '[20] Code meaning of the finding (DCM 121071); TID 1411 row 5';
COMMENT ON COLUMN measurement_group.finding_site_code IS '[21] Code value of the finding site (SCT 363698007); TID 1411';
COMMENT ON COLUMN measurement_group.finding_site_scheme IS '[22] Coding scheme of the finding site (SCT 363698007); TID 1411';
COMMENT ON COLUMN measurement_group.finding_site_meaning IS '[23] Code meaning of the finding site (SCT 363698007); TID 1411';
COMMENT ON COLUMN measurement_group.laterality_meaning IS '[24] Side of the finding site (SCT 272741003)';
COMMENT ON COLUMN measurement_group.method_meaning IS '[25] Measurement method (SCT 370129005)';
COMMENT ON COLUMN measurement_group.algorithm_name IS '[26] Algorithm Name (DCM 111001)';
COMMENT ON COLUMN measurement_group.algorithm_version IS '[27] Algorithm Version (DCM 111003)';
COMMENT ON COLUMN measurement_group."segmentation_SOPInstanceUID" IS '[28] Segmentation that outlines it';
COMMENT ON COLUMN measurement_group."SegmentNumber" IS '[29] Segment of that segmentation';
COMMENT ON COLUMN measurement_group.segment_id IS '[30] That segment, see segment; NULL where it is not in the lake';
COMMENT ON COLUMN measurement_group."source_SeriesInstanceUID" IS '[31] Series of the images that were measured';
COMMENT ON COLUMN measurement_group.volume_id IS '[32] Volume of these images in this lake; NULL where there is none, or several';
COMMENT ON COLUMN measurement_group."source_SOPInstanceUIDs" IS '[33] Images that the group names as its sources, sorted';
COMMENT ON COLUMN measurement_group.graphic_type IS '[34] Kind of the outline where it is drawn: POINT, POLYLINE, CIRCLE, POLYGON ...; (0070,0023)';
COMMENT ON COLUMN measurement_group.graphic_data IS '[35] Its coordinates: column, row from the top left corner of the image, or x, y, z in LPS mm; (0070,0022)';
COMMENT ON COLUMN measurement_group."graphic_FrameOfReferenceUID" IS '[36] Frame of reference of x, y, z; NULL for coordinates in an image; (3006,0024)';
COMMENT ON COLUMN measurement_group.activity_id IS '[37] The run that computed it, see activity; NULL for values of reports';
