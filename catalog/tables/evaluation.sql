-- One row is one qualitative statement of a structured report: a code, or a text, in a measurement group
-- or among its qualitative evaluations (TID 1500).
CREATE TABLE evaluation (
    evaluation_id                 VARCHAR,
    measurement_group_id          VARCHAR,
    instance_version_id           VARCHAR,
    "SOPInstanceUID"              VARCHAR,
    "SeriesInstanceUID"           VARCHAR,
    "StudyInstanceUID"            VARCHAR,
    patient_key                   VARCHAR,
    content_path                  VARCHAR,
    name                          VARCHAR,
    name_code                     VARCHAR,
    name_scheme                   VARCHAR,
    value                         VARCHAR,
    value_code                    VARCHAR,
    value_scheme                  VARCHAR,
    finding_meaning               VARCHAR,
    finding_site_meaning          VARCHAR,
    "TrackingID"                  VARCHAR,
    "TrackingUID"                 VARCHAR,
    "segmentation_SOPInstanceUID" VARCHAR,
    "SegmentNumber"               INTEGER,
    segment_id                    VARCHAR,
    "source_SeriesInstanceUID"    VARCHAR,
    volume_id                     VARCHAR,
    activity_id                   VARCHAR
);
COMMENT ON TABLE evaluation IS 'Qualitative evaluations of structured reports';
COMMENT ON COLUMN evaluation.evaluation_id IS '[1] Key: "e" and 20 hex digits of the SHA-256 over instance_version_id and content_path';
COMMENT ON COLUMN evaluation.measurement_group_id IS '[2] Its group, see measurement_group; NULL where it stands for the whole report';
COMMENT ON COLUMN evaluation.instance_version_id IS '[3] The object that holds it';
COMMENT ON COLUMN evaluation."SOPInstanceUID" IS '[4] SOPInstanceUID (0008,0018) of that object';
COMMENT ON COLUMN evaluation."SeriesInstanceUID" IS '[5] SeriesInstanceUID (0020,000E) of that object';
COMMENT ON COLUMN evaluation."StudyInstanceUID" IS '[6] StudyInstanceUID (0020,000D) of that object';
COMMENT ON COLUMN evaluation.patient_key IS '[7] The patient, see patient.patient_key';
COMMENT ON COLUMN evaluation.content_path IS '[8] Place in the content tree, item numbers from 1 joined by points';
COMMENT ON COLUMN evaluation.name IS '[9] What is evaluated: the meaning of the concept name';
COMMENT ON COLUMN evaluation.name_code IS '[10] Code value of what is evaluated';
COMMENT ON COLUMN evaluation.name_scheme IS '[11] Coding scheme of what is evaluated';
COMMENT ON COLUMN evaluation.value IS '[12] The answer: the meaning of the code, or the text';
COMMENT ON COLUMN evaluation.value_code IS '[13] Code value of the answer; NULL for a text';
COMMENT ON COLUMN evaluation.value_scheme IS '[14] Coding scheme of the answer';
COMMENT ON COLUMN evaluation.finding_meaning IS '[15] Finding of the group';
COMMENT ON COLUMN evaluation.finding_site_meaning IS '[16] Finding site of the group';
COMMENT ON COLUMN evaluation."TrackingID" IS '[17] Of the group';
COMMENT ON COLUMN evaluation."TrackingUID" IS '[18] Of the group';
COMMENT ON COLUMN evaluation."segmentation_SOPInstanceUID" IS '[19] Segmentation that outlines it';
COMMENT ON COLUMN evaluation."SegmentNumber" IS '[20] Segment of that segmentation';
COMMENT ON COLUMN evaluation.segment_id IS '[21] That segment, see segment; NULL where it is not in the lake';
COMMENT ON COLUMN evaluation."source_SeriesInstanceUID" IS '[22] Series of the images that were measured';
COMMENT ON COLUMN evaluation.volume_id IS '[23] Volume of these images in this lake; NULL where there is none, or several';
COMMENT ON COLUMN evaluation.activity_id IS '[24] The run that made it; NULL for values of reports';
