-- One row per series under the column names of the idc-index package, so that its queries run here.
-- What only a public archive has (buckets, licences, DOIs) is NULL.
CREATE VIEW idc_index AS
SELECT
    trial."ClinicalTrialProtocolID" AS collection_id,
    CAST(NULL AS VARCHAR) AS analysis_result_id,
    s."PatientID",
    s."SeriesInstanceUID",
    s."StudyInstanceUID",
    CAST(NULL AS VARCHAR) AS "source_DOI",
    trial."PatientAge",
    trial."PatientSex",
    s."StudyDate",
    s."StudyDescription",
    s."BodyPartExamined",
    s."Modality",
    s."Manufacturer",
    s."ManufacturerModelName",
    s."SeriesDate",
    s."SeriesDescription",
    s."SeriesNumber",
    s.n_instances AS "instanceCount",
    CAST(NULL AS VARCHAR) AS license_short_name,
    CAST(NULL AS VARCHAR) AS aws_bucket,
    CAST(NULL AS VARCHAR) AS crdc_series_uuid,
    CAST(NULL AS VARCHAR) AS series_aws_url,
    round(s.size_bytes / 1e6, 2) AS "series_size_MB"
FROM series_base s
LEFT JOIN (
    SELECT
        "SeriesInstanceUID",
        min("ClinicalTrialProtocolID") AS "ClinicalTrialProtocolID",
        min("PatientAge") AS "PatientAge",
        min("PatientSex") AS "PatientSex"
    FROM instance_row
    WHERE is_current
    GROUP BY "SeriesInstanceUID"
) trial USING ("SeriesInstanceUID");

COMMENT ON COLUMN idc_index.collection_id IS 'Clinical Trial Protocol ID (0012,0020): the nearest to a collection that a header holds';
COMMENT ON COLUMN idc_index.analysis_result_id IS 'NULL: public archives only';
COMMENT ON COLUMN idc_index."source_DOI" IS 'NULL: public archives only';
COMMENT ON COLUMN idc_index."instanceCount" IS 'Current instances of the series; computed';
COMMENT ON COLUMN idc_index.license_short_name IS 'NULL: public archives only';
COMMENT ON COLUMN idc_index.aws_bucket IS 'NULL: public archives only';
COMMENT ON COLUMN idc_index.crdc_series_uuid IS 'NULL: public archives only';
COMMENT ON COLUMN idc_index.series_aws_url IS 'NULL: public archives only';
COMMENT ON COLUMN idc_index."series_size_MB" IS 'Megabytes (10^6) of the files of the series; computed';
