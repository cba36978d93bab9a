-- Which MR series are diffusion-weighted, and with which b-values?
SELECT "SeriesInstanceUID", "DiffusionBValue_values"
FROM mr_series
WHERE len("DiffusionBValue_values") > 0 AND list_max("DiffusionBValue_values") > 0;
