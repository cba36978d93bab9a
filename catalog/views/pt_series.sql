-- One row per PET series: how it was acquired, and the factor to SUVbw where all its volumes have one and the same.
CREATE VIEW pt_series AS
WITH uptake AS (
    SELECT
        "SeriesInstanceUID",
        CASE WHEN count(DISTINCT suv_bw_factor) = 1 AND count(*) = count(suv_bw_factor) THEN min(suv_bw_factor) END AS suv_bw_factor,
        CASE WHEN count(DISTINCT suv_status) = 1 THEN min(suv_status) ELSE 'varies between volumes' END AS suv_status
    FROM suv
    GROUP BY "SeriesInstanceUID"
), described AS (
    SELECT
        "SeriesInstanceUID",
        count(*) AS n_instances,
        min("Units") AS "Units",
        list_sort(list(DISTINCT "Units") FILTER ("Units" IS NOT NULL)) AS "Units_values",
        min("SUVType") AS "SUVType",
        min("DecayCorrection") AS "DecayCorrection",
        min("CorrectedImage") AS "CorrectedImage",
        min("SeriesType") AS "SeriesType",
        min("Radiopharmaceutical") AS "Radiopharmaceutical",
        min("RadionuclideTotalDose") AS "RadionuclideTotalDose",
        min("RadionuclideHalfLife") AS "RadionuclideHalfLife",
        min("RadiopharmaceuticalStartDateTime") AS "RadiopharmaceuticalStartDateTime",
        min("RadiopharmaceuticalStartTime_us") AS "RadiopharmaceuticalStartTime_us",
        min("PatientWeight") AS "PatientWeight",
        min("ReconstructionMethod") AS "ReconstructionMethod",
        min("AttenuationCorrectionMethod") AS "AttenuationCorrectionMethod",
        min("NumberOfTimeSlices") AS "NumberOfTimeSlices",
        list_sort(list(DISTINCT "ActualFrameDuration") FILTER ("ActualFrameDuration" IS NOT NULL)) AS "ActualFrameDuration_values"
    FROM instance_row
    WHERE is_current AND "Modality" = 'PT' AND "SeriesInstanceUID" IS NOT NULL
    GROUP BY "SeriesInstanceUID"
)
SELECT
    d.* EXCLUDE ("RadiopharmaceuticalStartTime_us"),
    TIME '00:00:00' + to_microseconds(d."RadiopharmaceuticalStartTime_us") AS "RadiopharmaceuticalStartTime",
    u.suv_bw_factor,
    u.suv_status
FROM described d
LEFT JOIN uptake u USING ("SeriesInstanceUID");

COMMENT ON VIEW pt_series IS 'PET series: acquisition parameters and the factor to SUVbw';

COMMENT ON COLUMN pt_series.n_instances IS 'Current instances; computed';
