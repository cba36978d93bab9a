-- One row per series, as its current instances say. Read it through the view series, which adds volumes.
-- Each value is the first in path order; where values vary there is an issue, and dicom_all has them all.
CREATE VIEW series_base AS
WITH ordered AS (
    SELECT i.*, f.batch_id, row_number() OVER (ORDER BY f.uri, i.instance_version_id) AS path_order
    FROM instance_row i
    LEFT JOIN file f USING (file_id)
    WHERE i.is_current
),
first_values AS (
    SELECT
        "SeriesInstanceUID",
        arg_min("StudyInstanceUID", path_order) AS "StudyInstanceUID",
        arg_min(patient_key, path_order) AS patient_key,
        arg_min("PatientID", path_order) AS "PatientID",
        arg_min("Modality", path_order) AS "Modality",
        arg_min("SeriesNumber", path_order) AS "SeriesNumber",
        arg_min("SeriesDescription", path_order) AS "SeriesDescription",
        arg_min("ProtocolName", path_order) AS "ProtocolName",
        arg_min("BodyPartExamined", path_order) AS "BodyPartExamined",
        arg_min(coalesce("Laterality", "ImageLaterality"), path_order) AS "Laterality",
        arg_min("PatientPosition", path_order) AS "PatientPosition",
        arg_min("FrameOfReferenceUID", path_order) AS "FrameOfReferenceUID",
        arg_min("StudyDate", path_order) AS "StudyDate",
        arg_min("StudyDescription", path_order) AS "StudyDescription",
        arg_min("SeriesDate", path_order) AS "SeriesDate",
        TIME '00:00:00' + to_microseconds(arg_min("SeriesTime_us", path_order)) AS "SeriesTime",
        arg_min(series_datetime, path_order) AS series_datetime,
        arg_min("Manufacturer", path_order) AS "Manufacturer",
        arg_min("ManufacturerModelName", path_order) AS "ManufacturerModelName",
        arg_min("DeviceSerialNumber", path_order) AS "DeviceSerialNumber",
        arg_min("StationName", path_order) AS "StationName",
        arg_min("InstitutionName", path_order) AS "InstitutionName",
        arg_min("SoftwareVersions", path_order) AS "SoftwareVersions",
        list_sort(list(DISTINCT "SOPClassUID") FILTER ("SOPClassUID" IS NOT NULL)) AS "SOPClassUIDs",
        list_sort(list(DISTINCT "TransferSyntaxUID") FILTER ("TransferSyntaxUID" IS NOT NULL)) AS "TransferSyntaxUIDs",
        list_sort(list(DISTINCT "PhotometricInterpretation") FILTER ("PhotometricInterpretation" IS NOT NULL))
            AS "PhotometricInterpretation_values",
        arg_min("ImageType", path_order) AS "ImageType",
        arg_min("Rows", path_order) AS "Rows",
        arg_min("Columns", path_order) AS "Columns",
        arg_min("PixelSpacing", path_order) AS "PixelSpacing",
        arg_min("SliceThickness", path_order) AS "SliceThickness",
        arg_min("BurnedInAnnotation", path_order) AS "BurnedInAnnotation",
        bool_or("ContrastBolusAgent" IS NOT NULL) AS has_contrast_agent,
        count(DISTINCT "StudyInstanceUID") AS "StudyInstanceUID_n_distinct",
        count(*) AS n_instances,
        sum(coalesce(n_frames, 0))::BIGINT AS n_frames,
        sum(size_bytes)::BIGINT AS size_bytes,
        sha256(string_agg(instance_version_id, '' ORDER BY instance_version_id)) AS series_version_hash,
        min(batch_id) AS first_batch_id,
        max(batch_id) AS revised_batch_id
    FROM ordered
    WHERE "SeriesInstanceUID" IS NOT NULL
    GROUP BY "SeriesInstanceUID"
),
described AS (
    SELECT
        s.*,
        sop.name AS sop_class_name,
        syntax.name AS transfer_syntax_name,
        upper(concat_ws(' ', s."BodyPartExamined", s."StudyDescription", s."ProtocolName", s."SeriesDescription")) AS words,
        lower(concat_ws(' ', s."SeriesDescription", s."ProtocolName")) AS description,
        list_contains(s."ImageType", 'LOCALIZER')
            OR regexp_matches(lower(coalesce(s."SeriesDescription", '')), '\b(scout|localizer|localiser|topogram|surview|scanogram)\b')
            AS is_localizer,
        coalesce(s."ImageType"[1] = 'DERIVED', false) AS is_derived
    FROM first_values s
    LEFT JOIN uid_dictionary sop ON sop.uid = s."SOPClassUIDs"[1]
    LEFT JOIN uid_dictionary syntax ON syntax.uid = s."TransferSyntaxUIDs"[1]
)
SELECT
    * EXCLUDE (words, description),
    CASE
        WHEN "Modality" IN ('SEG', 'RTSTRUCT') THEN 'segmentation'
        WHEN "Modality" IN ('SR', 'KO') THEN 'report'
        WHEN "Modality" IN ('RTPLAN', 'RTDOSE', 'RTRECORD', 'RTIMAGE') THEN 'radiotherapy'
        WHEN "Modality" IN ('PR', 'REG', 'FID', 'RWV') THEN 'presentation'
        WHEN "Modality" IN ('ECG', 'EPS', 'HD', 'AU', 'RESP') THEN 'waveform'
        WHEN "Modality" IN ('DOC', 'M3D') THEN 'document'
        WHEN n_frames = 0 THEN 'other'
        WHEN is_localizer THEN 'localizer'
        WHEN coalesce(list_contains("SOPClassUIDs", '1.2.840.10008.5.1.4.1.1.7'), false) THEN 'capture'
        WHEN is_derived THEN 'derived'
        ELSE 'acquired'
    END AS series_class,
    CASE
        WHEN "Modality" IN ('SEG', 'RTSTRUCT', 'SR', 'KO', 'RTPLAN', 'RTDOSE', 'RTRECORD', 'RTIMAGE', 'PR', 'REG', 'FID',
            'RWV', 'ECG', 'EPS', 'HD', 'AU', 'RESP', 'DOC', 'M3D') THEN 1.0
        WHEN list_contains("ImageType", 'LOCALIZER') THEN 1.0
        WHEN is_localizer THEN 0.7
        WHEN "ImageType" IS NULL THEN 0.5
        ELSE 0.9
    END::DOUBLE AS series_class_confidence,
    CASE
        WHEN regexp_matches(words, 'WHOLE ?BODY|WHOLEBODY') THEN 'whole_body'
        WHEN regexp_matches(words, 'BREAST|MAMMO') THEN 'breast'
        WHEN regexp_matches(words, 'PROSTATE|PELVI|BLADDER|UTERUS') THEN 'pelvis'
        WHEN regexp_matches(words, 'HEART|CARDIAC|CORONARY') THEN 'heart'
        WHEN regexp_matches(words, 'CHEST|THORAX|LUNG') THEN 'chest'
        WHEN regexp_matches(words, 'ABDOM|LIVER|KIDNEY|PANCREAS') THEN 'abdomen'
        WHEN regexp_matches(words, 'SPINE|LUMBAR|CSPINE|TSPINE|LSPINE') THEN 'spine'
        WHEN regexp_matches(words, 'BRAIN|HEAD|SKULL|CRANI|NEURO') THEN 'head'
        WHEN regexp_matches(words, 'NECK|THYROID') THEN 'neck'
        WHEN regexp_matches(words, 'KNEE|HIP\b|SHOULDER|ANKLE|FOOT|HAND|WRIST|ELBOW|EXTREMITY|LEG\b|ARM\b') THEN 'extremity'
    END AS body_region,
    CASE
        WHEN regexp_matches(description, 'arterial') THEN 'arterial'
        WHEN regexp_matches(description, 'portal|venous') THEN 'venous'
        WHEN regexp_matches(description, 'delay|late phase') THEN 'delayed'
        WHEN regexp_matches(description, '\b(native|non.?contrast|without contrast|unenhanced|pre.?contrast)\b') THEN 'native'
        WHEN has_contrast_agent THEN 'contrast'
    END AS contrast_phase
FROM described;

COMMENT ON COLUMN series_base."SeriesTime" IS 'Series Time (0008,0031)';
COMMENT ON COLUMN series_base."Laterality" IS 'Laterality (0020,0060), else Image Laterality (0020,0062)';
COMMENT ON COLUMN series_base."SOPClassUIDs" IS 'SOP classes of the instances, sorted; computed';
COMMENT ON COLUMN series_base."TransferSyntaxUIDs" IS 'Transfer syntaxes of the instances, sorted; computed';
COMMENT ON COLUMN series_base."PhotometricInterpretation_values" IS 'Values of (0028,0004), sorted; computed';
COMMENT ON COLUMN series_base."StudyInstanceUID_n_distinct" IS 'Studies that claim the series; more than 1 is an issue; computed';
COMMENT ON COLUMN series_base.has_contrast_agent IS 'Whether an instance names a contrast agent (0018,0010); computed';
COMMENT ON COLUMN series_base.n_instances IS 'Current instances; computed';
COMMENT ON COLUMN series_base.n_frames IS 'Frames of all current instances; computed';
COMMENT ON COLUMN series_base.size_bytes IS 'Bytes of the files of the current instances; computed';
COMMENT ON COLUMN series_base.series_version_hash IS 'SHA-256 over the sorted instance_version_id: equal hashes mean equal content';
COMMENT ON COLUMN series_base.first_batch_id IS 'First run that brought an instance of the series';
COMMENT ON COLUMN series_base.revised_batch_id IS 'Last run that brought an instance of the series';
COMMENT ON COLUMN series_base.sop_class_name IS 'Name of the first of SOPClassUIDs; computed';
COMMENT ON COLUMN series_base.transfer_syntax_name IS 'Name of the first of TransferSyntaxUIDs; computed';
COMMENT ON COLUMN series_base.is_localizer IS 'Whether ImageType or description say so; computed';
COMMENT ON COLUMN series_base.is_derived IS 'Whether the first value of ImageType is DERIVED; computed';
COMMENT ON COLUMN series_base.series_class IS 'acquired, derived, localizer, capture, segmentation, report, radiotherapy, presentation, waveform, document, or other; computed';
COMMENT ON COLUMN series_base.series_class_confidence IS 'From 0 to 1: 1 where a defined value says it, less where words do; computed';
COMMENT ON COLUMN series_base.body_region IS 'Region that body part, protocol or descriptions name; NULL where none does; a search aid, not a finding; computed';
COMMENT ON COLUMN series_base.contrast_phase IS 'native, arterial, venous, delayed, or contrast; NULL where nothing says; a search aid; computed';
