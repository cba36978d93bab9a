-- One row per projection X-ray series (CR, DX, MG, XA, RF): exposure and geometry.
CREATE VIEW xr_series AS
SELECT
    "SeriesInstanceUID",
    min("Modality") AS "Modality",
    count(*) AS n_instances,
    list_sort(list(DISTINCT "ViewPosition") FILTER ("ViewPosition" IS NOT NULL)) AS "ViewPosition_values",
    list_sort(list(DISTINCT coalesce("ImageLaterality", "Laterality"))
        FILTER (coalesce("ImageLaterality", "Laterality") IS NOT NULL)) AS "Laterality_values",
    min("PresentationIntentType") AS "PresentationIntentType",
    min("KVP") AS "KVP_min",
    max("KVP") AS "KVP_max",
    min("XRayTubeCurrent") AS "XRayTubeCurrent_min",
    max("XRayTubeCurrent") AS "XRayTubeCurrent_max",
    min("Exposure") AS "Exposure_min",
    max("Exposure") AS "Exposure_max",
    min("ExposureTime") AS "ExposureTime_min",
    max("ExposureTime") AS "ExposureTime_max",
    min("ImagerPixelSpacing") AS "ImagerPixelSpacing",
    min("PixelSpacing") AS "PixelSpacing",
    min("PixelSpacingCalibrationType") AS "PixelSpacingCalibrationType",
    min("EstimatedRadiographicMagnificationFactor") AS "EstimatedRadiographicMagnificationFactor",
    min("DistanceSourceToDetector") AS "DistanceSourceToDetector",
    min("DistanceSourceToPatient") AS "DistanceSourceToPatient",
    min("PositionerPrimaryAngle") AS "PositionerPrimaryAngle_min",
    max("PositionerPrimaryAngle") AS "PositionerPrimaryAngle_max",
    max("NumberOfFrames") AS "NumberOfFrames_max",
    min("FrameTime") AS "FrameTime"
FROM instance_row
WHERE is_current AND "Modality" IN ('CR', 'DX', 'MG', 'XA', 'RF', 'IO', 'PX') AND "SeriesInstanceUID" IS NOT NULL
GROUP BY "SeriesInstanceUID";

COMMENT ON COLUMN xr_series.n_instances IS 'Current instances; computed';
