-- One row per MR series: the parameters of its sequence, taken from frames where they have their own.
CREATE VIEW mr_series AS
WITH frames AS (
    SELECT
        i."SeriesInstanceUID",
        list_sort(list(DISTINCT coalesce(f."EffectiveEchoTime", f."EchoTime", i."EchoTime"))) AS "EchoTime_values",
        list_sort(list(DISTINCT coalesce(f."DiffusionBValue", i.diffusion_b_value, i."DiffusionBValue")))
            AS "DiffusionBValue_values"
    FROM instance_row i
    LEFT JOIN frame f USING (instance_version_id)
    WHERE i.is_current AND i."Modality" = 'MR'
    GROUP BY i."SeriesInstanceUID"
),
instances AS (
    SELECT
        "SeriesInstanceUID",
        count(*) AS n_instances,
        min("MagneticFieldStrength") AS "MagneticFieldStrength",
        min("ScanningSequence") AS "ScanningSequence",
        min("SequenceVariant") AS "SequenceVariant",
        min("ScanOptions") AS "ScanOptions",
        min("SequenceName") AS "SequenceName",
        min("PulseSequenceName") AS "PulseSequenceName",
        min("MRAcquisitionType") AS "MRAcquisitionType",
        min("RepetitionTime") AS "RepetitionTime",
        min("InversionTime") AS "InversionTime",
        min("FlipAngle") AS "FlipAngle",
        min("EchoTrainLength") AS "EchoTrainLength",
        min("NumberOfAverages") AS "NumberOfAverages",
        min("PixelBandwidth") AS "PixelBandwidth",
        min("ReceiveCoilName") AS "ReceiveCoilName",
        min("InPlanePhaseEncodingDirection") AS "InPlanePhaseEncodingDirection",
        max("NumberOfTemporalPositions") AS "NumberOfTemporalPositions",
        list_sort(list(DISTINCT "SliceThickness") FILTER ("SliceThickness" IS NOT NULL)) AS "SliceThickness_values",
        list_sort(list(DISTINCT "ComplexImageComponent") FILTER ("ComplexImageComponent" IS NOT NULL))
            AS "ComplexImageComponent_values"
    FROM instance_row
    WHERE is_current AND "Modality" = 'MR' AND "SeriesInstanceUID" IS NOT NULL
    GROUP BY "SeriesInstanceUID"
)
SELECT
    i.*,
    list_filter(f."EchoTime_values", lambda x: x IS NOT NULL) AS "EchoTime_values",
    list_filter(f."DiffusionBValue_values", lambda x: x IS NOT NULL) AS "DiffusionBValue_values"
FROM instances i
LEFT JOIN frames f USING ("SeriesInstanceUID");

COMMENT ON COLUMN mr_series."EchoTime_values" IS 'Effective Echo Time (0018,9082), else Echo Time (0018,0081), ms, sorted; computed';
COMMENT ON COLUMN mr_series."DiffusionBValue_values" IS 'Diffusion b-values, s/mm2, of the Standard''s or the vendor''s tag, sorted; computed';

COMMENT ON COLUMN mr_series.n_instances IS 'Current instances; computed';
