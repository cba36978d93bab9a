-- From which files, with which digests, was each volume made?
SELECT vf.volume_id, vf.t, vf.k, f.uri, f.sha256
FROM volume_frame vf
JOIN instance i USING (instance_version_id)
JOIN file f USING (file_id)
ORDER BY vf.volume_id, vf.t, vf.k;
