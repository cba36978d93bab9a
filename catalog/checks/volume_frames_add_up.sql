-- A volume whose frames do not fill its array: one frame for each slice and time point, but for mosaics.
SELECT v.volume_id, v.kind, v.n_slices, v.n_time, count(vf.k) AS n_frames
FROM volume v
LEFT JOIN volume_frame vf USING (volume_id)
WHERE v.verdict <> 'not_a_volume'
GROUP BY ALL
HAVING count(vf.k) <> v.n_slices * coalesce(v.n_time, 1);
