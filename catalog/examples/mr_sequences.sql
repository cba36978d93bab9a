-- Which MR sequences are there, by field strength?
SELECT "MagneticFieldStrength", "ScanningSequence", "SequenceVariant", "MRAcquisitionType",
    round(median("RepetitionTime"), 1) AS median_tr_ms, count(*) AS n_series
FROM mr_series
GROUP BY ALL
ORDER BY n_series DESC;
