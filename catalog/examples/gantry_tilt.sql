-- Which CT series were made with a tilted gantry?
SELECT v.volume_id, v.shear_degrees, c."GantryDetectorTilt_max"
FROM volume v
JOIN ct_series c USING ("SeriesInstanceUID")
WHERE v.shear_degrees > 0.5
ORDER BY v.shear_degrees DESC;
