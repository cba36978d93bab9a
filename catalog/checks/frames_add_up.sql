-- An instance whose rows in frame are not as many as the frames found in it.
SELECT i.instance_version_id, i.n_frames, count(f.frame_index) AS n_rows
FROM instance_row i
LEFT JOIN frame f USING (instance_version_id)
GROUP BY ALL
HAVING count(f.frame_index) <> coalesce(i.n_frames, 0);
