-- One row per series: what its current instances say, how many volumes it became, and what kind it is.
CREATE VIEW series AS
WITH volumes AS (
    SELECT "SeriesInstanceUID", count(*) FILTER (verdict <> 'not_a_volume' OR kind IN ('us_clip', 'projection')) AS n_volumes
    FROM volume
    GROUP BY "SeriesInstanceUID"
),
described AS (
    SELECT
        s.*,
        sop.name AS sop_class_name,
        syntax.name AS transfer_syntax_name,
        coalesce(v.n_volumes, 0) AS n_volumes,
        upper(concat_ws(' ', s."BodyPartExamined", s."StudyDescription", s."ProtocolName", s."SeriesDescription")) AS words,
        lower(concat_ws(' ', s."SeriesDescription", s."ProtocolName")) AS description,
        list_contains(s."ImageType", 'LOCALIZER')
            OR regexp_matches(lower(coalesce(s."SeriesDescription", '')), '\b(scout|localizer|localiser|topogram|surview|scanogram)\b')
            AS is_localizer,
        coalesce(s."ImageType"[1] = 'DERIVED', false) AS is_derived
    FROM series_base s
    LEFT JOIN volumes v USING ("SeriesInstanceUID")
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

COMMENT ON COLUMN series.n_volumes IS 'Volumes of the series, ultrasound clips and projections included; computed';
COMMENT ON COLUMN series.sop_class_name IS 'Name of the first of SOPClassUIDs; computed';
COMMENT ON COLUMN series.transfer_syntax_name IS 'Name of the first of TransferSyntaxUIDs; computed';
COMMENT ON COLUMN series.is_localizer IS 'Whether ImageType or description say so; computed';
COMMENT ON COLUMN series.is_derived IS 'Whether the first value of ImageType is DERIVED; computed';
COMMENT ON COLUMN series.series_class IS 'acquired, derived, localizer, capture, segmentation, report, radiotherapy, presentation, waveform, document, or other; computed';
COMMENT ON COLUMN series.series_class_confidence IS 'From 0 to 1: 1 where a defined value says it, less where words do; computed';
COMMENT ON COLUMN series.body_region IS 'Region that body part, protocol or descriptions name; NULL where none does; a search aid, not a finding; computed';
COMMENT ON COLUMN series.contrast_phase IS 'native, arterial, venous, delayed, or contrast; NULL where nothing says; a search aid; computed';
