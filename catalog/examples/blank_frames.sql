-- Which frames hold one value only, or are saturated in more than a tenth of their voxels?
SELECT s.volume_id, s.entity_id AS frame, s.blank, s.min, s.max, s.n_saturated, s.n
FROM pixel_stat s
WHERE s.level = 'frame' AND (s.blank OR s.n_saturated > s.n / 10)
ORDER BY s.volume_id, frame;
