-- One row per CT series: how it was acquired and reconstructed. _values are sorted lists of different values.
CREATE VIEW ct_series AS
SELECT
    "SeriesInstanceUID",
    count(*) AS n_instances,
    min("KVP") AS "KVP",
    list_sort(list(DISTINCT "KVP") FILTER ("KVP" IS NOT NULL)) AS "KVP_values",
    min("ConvolutionKernel") AS "ConvolutionKernel",
    list_sort(list(DISTINCT "ConvolutionKernel") FILTER ("ConvolutionKernel" IS NOT NULL)) AS "ConvolutionKernel_values",
    min("GantryDetectorTilt") AS "GantryDetectorTilt_min",
    max("GantryDetectorTilt") AS "GantryDetectorTilt_max",
    min("XRayTubeCurrent") AS "XRayTubeCurrent_min",
    max("XRayTubeCurrent") AS "XRayTubeCurrent_max",
    min("Exposure") AS "Exposure_min",
    max("Exposure") AS "Exposure_max",
    min("ExposureTime") AS "ExposureTime_min",
    max("ExposureTime") AS "ExposureTime_max",
    list_sort(list(DISTINCT "SliceThickness") FILTER ("SliceThickness" IS NOT NULL)) AS "SliceThickness_values",
    min("SpiralPitchFactor") AS "SpiralPitchFactor",
    min("ReconstructionDiameter") AS "ReconstructionDiameter",
    min("DataCollectionDiameter") AS "DataCollectionDiameter",
    min("ReconstructionAlgorithm") AS "ReconstructionAlgorithm",
    min("FilterType") AS "FilterType",
    min("SingleCollimationWidth") AS "SingleCollimationWidth",
    min("TotalCollimationWidth") AS "TotalCollimationWidth",
    min("CTDIvol") AS "CTDIvol_min",
    max("CTDIvol") AS "CTDIvol_max"
FROM instance_row
WHERE is_current AND "Modality" = 'CT' AND "SeriesInstanceUID" IS NOT NULL
GROUP BY "SeriesInstanceUID";

COMMENT ON COLUMN ct_series.n_instances IS 'Current instances; computed';
