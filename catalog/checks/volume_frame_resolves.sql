-- A frame of a volume that is not there, is not current, or belongs to a volume without a row.
SELECT vf.volume_id, vf.t, vf.k, vf.instance_version_id, vf.frame_index
FROM volume_frame vf
LEFT JOIN volume v USING (volume_id)
LEFT JOIN instance_row i USING (instance_version_id)
LEFT JOIN frame f USING (instance_version_id, frame_index)
WHERE v.volume_id IS NULL OR NOT coalesce(i.is_current, false) OR f.frame_index IS NULL;
