-- Which chest CT volumes have slices of at most 1.5 mm and a regular grid?
SELECT v.volume_id, v.n_slices, v.slice_spacing_mm, s."SeriesDescription"
FROM volume v
JOIN series s USING ("SeriesInstanceUID")
WHERE s."Modality" = 'CT' AND s.body_region = 'chest' AND v.verdict = 'regular' AND v.slice_spacing_mm <= 1.5;
