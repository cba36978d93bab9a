-- One row per series: what its current instances say, how many volumes it became, and what kind it is.
CREATE VIEW series AS
WITH volumes AS (
    SELECT "SeriesInstanceUID", count(*) FILTER (verdict <> 'not_a_volume' OR kind IN ('us_clip', 'projection')) AS n_volumes
    FROM volume
    GROUP BY "SeriesInstanceUID"
)
SELECT
    s.* EXCLUDE (is_localizer, is_derived, series_class, series_class_confidence, body_region, contrast_phase),
    coalesce(v.n_volumes, 0) AS n_volumes,
    s.is_localizer,
    s.is_derived,
    s.series_class,
    s.series_class_confidence,
    s.body_region,
    s.contrast_phase
FROM series_base s
LEFT JOIN volumes v USING ("SeriesInstanceUID");

COMMENT ON COLUMN series.n_volumes IS 'Volumes of the series, ultrasound clips and projections included; computed';
COMMENT ON COLUMN series.sop_class_name IS 'Name of the first of SOPClassUIDs; computed';
COMMENT ON COLUMN series.transfer_syntax_name IS 'Name of the first of TransferSyntaxUIDs; computed';
COMMENT ON COLUMN series.is_localizer IS 'Whether ImageType or description say so; computed';
COMMENT ON COLUMN series.is_derived IS 'Whether the first value of ImageType is DERIVED; computed';
COMMENT ON COLUMN series.series_class IS 'acquired, derived, localizer, capture, segmentation, report, radiotherapy, presentation, waveform, document, or other; computed';
COMMENT ON COLUMN series.series_class_confidence IS 'From 0 to 1: 1 where a defined value says it, less where words do; computed';
COMMENT ON COLUMN series.body_region IS 'Region that body part, protocol or descriptions name; NULL where none does; a search aid, not a finding; computed';
COMMENT ON COLUMN series.contrast_phase IS 'native, arterial, venous, delayed, or contrast; NULL where nothing says; a search aid; computed';
