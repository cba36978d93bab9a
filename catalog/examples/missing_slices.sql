-- Which volumes have gaps, and where?
SELECT volume_id, "SeriesInstanceUID", n_slices, slice_spacing_mm, gap_positions
FROM volume
WHERE verdict = 'regular_with_gaps';
