-- One row per ultrasound series: transducer, clips and calibrated regions.
CREATE VIEW us_series AS
SELECT
    "SeriesInstanceUID",
    count(*) AS n_instances,
    count(*) FILTER ("NumberOfFrames" > 1) AS n_clips,
    max("NumberOfFrames") AS "NumberOfFrames_max",
    list_sort(list(DISTINCT "TransducerType") FILTER ("TransducerType" IS NOT NULL)) AS "TransducerType_values",
    list_sort(list(DISTINCT "TransducerFrequency") FILTER ("TransducerFrequency" IS NOT NULL)) AS "TransducerFrequency_values",
    max(len(ultrasound_regions)) AS n_regions_max,
    bool_or(coalesce(len(ultrasound_regions), 0) > 0) AS has_calibration,
    min("FrameTime") AS "FrameTime",
    max("RecommendedDisplayFrameRate") AS "RecommendedDisplayFrameRate",
    max("CineRate") AS "CineRate",
    max("HeartRate") AS "HeartRate"
FROM instance_row
WHERE is_current AND "Modality" IN ('US', 'IVUS') AND "SeriesInstanceUID" IS NOT NULL
GROUP BY "SeriesInstanceUID";

COMMENT ON COLUMN us_series.n_clips IS 'Instances of more than one frame; computed';
COMMENT ON COLUMN us_series.n_regions_max IS 'Most items of Sequence of Ultrasound Regions (0018,6011) in one instance; computed';
COMMENT ON COLUMN us_series.has_calibration IS 'Whether an instance has a calibrated region; computed';

COMMENT ON COLUMN us_series.n_instances IS 'Current instances; computed';
