-- A segment or a region of interest whose object is not a current instance.
SELECT 'segment' AS kind, s.segment_id AS id
FROM segment s
ANTI JOIN instance_row i ON i.instance_version_id = s.instance_version_id AND i.is_current
UNION ALL
SELECT 'roi', r.roi_id
FROM roi r
ANTI JOIN instance_row i ON i.instance_version_id = r.instance_version_id AND i.is_current;
