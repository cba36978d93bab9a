-- Where do two outlines of one structure on one volume differ most in size?
WITH outline AS (
    SELECT volume_id, coalesce("SegmentedPropertyType_meaning", "SegmentLabel") AS structure, segment_id AS id,
        coalesce("SegmentAlgorithmName", "SegmentAlgorithmType") AS made_by, "SOPInstanceUID", volume_ml
    FROM segment
    UNION ALL
    SELECT volume_id, "ROIName", roi_id, "ROIGenerationAlgorithm", "SOPInstanceUID", volume_ml FROM roi
)
SELECT a.volume_id, a.structure, a.made_by AS made_by_a, b.made_by AS made_by_b, round(a.volume_ml, 2) AS a_ml,
    round(b.volume_ml, 2) AS b_ml, round(200 * abs(a.volume_ml - b.volume_ml) / nullif(a.volume_ml + b.volume_ml, 0), 1) AS differ_percent,
    round(g.dice, 3) AS dice, round(g.hausdorff_95_mm, 1) AS hausdorff_95_mm
FROM outline a
JOIN outline b ON b.volume_id = a.volume_id AND lower(b.structure) = lower(a.structure)
    AND b."SOPInstanceUID" <> a."SOPInstanceUID" AND b.id > a.id
LEFT JOIN agreement g ON g.volume_id = a.volume_id AND ((g.a_id = a.id AND g.b_id = b.id) OR (g.a_id = b.id AND g.b_id = a.id))
ORDER BY differ_percent DESC NULLS LAST;
