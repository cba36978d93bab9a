-- Which volumes have neither a segment nor a region of interest?
SELECT v.volume_id, s."Modality", s."SeriesDescription", v.n_slices
FROM volume v
JOIN series s USING ("SeriesInstanceUID")
WHERE v.verdict <> 'not_a_volume' AND s."Modality" NOT IN ('SEG', 'RTDOSE')
    AND v.volume_id NOT IN (SELECT volume_id FROM segment WHERE volume_id IS NOT NULL)
    AND v.volume_id NOT IN (SELECT volume_id FROM roi WHERE volume_id IS NOT NULL)
ORDER BY s."Modality", v.n_slices DESC;
