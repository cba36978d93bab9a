-- One row is one measured or computed number with its unit: a NUM item of a structured report (activity_id NULL),
-- or a value computed here (activity_id set).
CREATE TABLE measurement (
    measurement_id                VARCHAR,
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
    value                         DOUBLE,
    raw_value                     VARCHAR,
    unit                          VARCHAR,
    unit_code                     VARCHAR,
    unit_scheme                   VARCHAR,
    unit_meaning                  VARCHAR,
    qualifier_meaning             VARCHAR,
    derivation_code               VARCHAR,
    derivation_meaning            VARCHAR,
    method_meaning                VARCHAR,
    modifiers                     VARCHAR[],
    finding_meaning               VARCHAR,
    finding_site_meaning          VARCHAR,
    laterality_meaning            VARCHAR,
    "TrackingID"                  VARCHAR,
    "TrackingUID"                 VARCHAR,
    "segmentation_SOPInstanceUID" VARCHAR,
    "SegmentNumber"               INTEGER,
    segment_id                    VARCHAR,
    "source_SeriesInstanceUID"    VARCHAR,
    volume_id                     VARCHAR,
    roi_id                        VARCHAR,
    activity_id                   VARCHAR
);
COMMENT ON TABLE measurement IS 'Measured and computed values';
COMMENT ON COLUMN measurement.measurement_id IS '[1] Key: "m" and 20 hex digits of the SHA-256 over instance_version_id and content_path';
COMMENT ON COLUMN measurement.measurement_group_id IS '[2] Its group, see measurement_group';
COMMENT ON COLUMN measurement.instance_version_id IS '[3] The object that holds it';
COMMENT ON COLUMN measurement."SOPInstanceUID" IS '[4] SOPInstanceUID (0008,0018) of that object';
COMMENT ON COLUMN measurement."SeriesInstanceUID" IS '[5] SeriesInstanceUID (0020,000E) of that object';
COMMENT ON COLUMN measurement."StudyInstanceUID" IS '[6] StudyInstanceUID (0020,000D) of that object';
COMMENT ON COLUMN measurement.patient_key IS '[7] The patient, see patient.patient_key';
COMMENT ON COLUMN measurement.content_path IS '[8] Place in the content tree, item numbers from 1 joined by points';
COMMENT ON COLUMN measurement.name IS '[9] The quantity: the meaning of the concept name';
COMMENT ON COLUMN measurement.name_code IS '[10] Code value of the quantity';
COMMENT ON COLUMN measurement.name_scheme IS '[11] Coding scheme of the quantity';
COMMENT ON COLUMN measurement.value IS '[12] The number; NULL where the report has none, see qualifier';
COMMENT ON COLUMN measurement.raw_value IS '[13] NumericValue as it stands in the report; (0040,A30A)';
COMMENT ON COLUMN measurement.unit IS '[14] Unit in UCUM; a known unit of another scheme is translated; as sent where it is not known';
COMMENT ON COLUMN measurement.unit_code IS '[15] Code value of the unit as sent; (0040,08EA)';
COMMENT ON COLUMN measurement.unit_scheme IS '[16] Coding scheme of the unit as sent';
COMMENT ON COLUMN measurement.unit_meaning IS '[17] Meaning of the unit as sent';
COMMENT ON COLUMN measurement.qualifier_meaning IS '[18] Why there is no number, or how to take it; (0040,A301)';
COMMENT ON COLUMN measurement.derivation_code IS '[19] Code value of the derivation (DCM 121401): mean, maximum ...';
COMMENT ON COLUMN measurement.derivation_meaning IS '[20] Meaning of the derivation';
COMMENT ON COLUMN measurement.method_meaning IS '[21] Measurement method (SCT 370129005) of this number, else of its group';
COMMENT ON COLUMN measurement.modifiers IS '[22] Other modifiers of the quantity, as name=value';
COMMENT ON COLUMN measurement.finding_meaning IS '[23] Finding of the group';
COMMENT ON COLUMN measurement.finding_site_meaning IS '[24] Finding site of this number, else of its group';
COMMENT ON COLUMN measurement.laterality_meaning IS '[25] Side of the finding site';
COMMENT ON COLUMN measurement."TrackingID" IS '[26] Of this number, else of its group';
COMMENT ON COLUMN measurement."TrackingUID" IS '[27] Of this number, else of its group';
COMMENT ON COLUMN measurement."segmentation_SOPInstanceUID" IS '[28] Segmentation that outlines it';
COMMENT ON COLUMN measurement."SegmentNumber" IS '[29] Segment of that segmentation';
COMMENT ON COLUMN measurement.segment_id IS '[30] That segment, see segment; NULL where it is not in the lake';
COMMENT ON COLUMN measurement."source_SeriesInstanceUID" IS '[31] Series of the images that were measured';
COMMENT ON COLUMN measurement.volume_id IS '[32] Volume of these images in this lake; NULL where there is none, or several';
COMMENT ON COLUMN measurement.roi_id IS '[33] Region of interest that was measured, see roi; for computed values';
COMMENT ON COLUMN measurement.activity_id IS '[34] The run that computed it, see activity; NULL for values of reports';
