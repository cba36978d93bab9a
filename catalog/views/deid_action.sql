-- One row per instance and attribute that de-identification changed; no original value is in it.
CREATE VIEW deid_action AS
SELECT
    o.instance_version_id,
    i.SOPInstanceUID,
    i.SeriesInstanceUID,
    c.path,
    c.tag,
    c.keyword,
    c.private_creator,
    c.action,
    c.n,
    o.profile,
    o.rules,
    o.pixel_decision
FROM deid_object o
JOIN deid_change c USING (changes_id)
JOIN instance i USING (instance_version_id);

COMMENT ON VIEW deid_action IS 'Attributes that de-identification changed, by instance; no original value is in it';
