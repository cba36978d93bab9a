-- Which images did someone mark, and why?
SELECT k.title_meaning, k.modifier_meanings, i."Modality", i."SOPInstanceUID"
FROM (SELECT title_meaning, modifier_meanings, unnest("marked_SOPInstanceUIDs") AS uid FROM key_object) k
JOIN instance i ON i."SOPInstanceUID" = k.uid AND i.is_current
ORDER BY k.title_meaning, i."SOPInstanceUID";
