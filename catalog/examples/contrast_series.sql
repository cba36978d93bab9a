-- Which CT and MR series were made with a contrast agent?
SELECT s."SeriesInstanceUID", s."Modality", s.contrast_phase, c."ContrastBolusAgent_values"
FROM series s
JOIN contrast c USING ("SeriesInstanceUID")
WHERE s."Modality" IN ('CT', 'MR');
