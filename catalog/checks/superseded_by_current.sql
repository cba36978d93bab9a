-- A version that is not current and does not name the current version of its SOPInstanceUID.
SELECT old.instance_version_id, old."SOPInstanceUID", old.superseded_by
FROM instance_row old
LEFT JOIN instance_row new
    ON new.instance_version_id = old.superseded_by AND new."SOPInstanceUID" = old."SOPInstanceUID" AND new.is_current
WHERE NOT old.is_current AND new.instance_version_id IS NULL;
