-- A volume whose affine is not exact by its verdict, is not right-handed, or disagrees with its own spacing.
SELECT volume_id, verdict, affine_lps, spacing_mm
FROM volume
WHERE (affine_lps IS NOT NULL AND (len(affine_lps) <> 16 OR verdict NOT IN ('regular', 'sheared', 'single')))
    OR (verdict = 'regular' AND (affine_lps IS NULL OR slice_spacing_mm IS NULL OR slice_spacing_mm <= 0))
    OR (verdict = 'variable_spacing' AND slice_spacing_mm IS NOT NULL)
    OR (verdict = 'regular'
        AND abs(sqrt(affine_lps[3] ** 2 + affine_lps[7] ** 2 + affine_lps[11] ** 2) - slice_spacing_mm) > 0.01);
