-- One row per private element of any data set, with its creator resolved: (creator, group, element_low) name
-- it whatever block it stands in.
CREATE VIEW private_element AS
SELECT
    e.instance_version_id,
    e."SOPInstanceUID",
    e."SeriesInstanceUID",
    e.path,
    e.private_creator,
    e.tag[1:4] AS "group",
    e.element_low,
    e.tag,
    e.vr,
    e.vm,
    e.value_text,
    e.value_double,
    e.value_int,
    e.value_list,
    e.length,
    e.sha256
FROM (
    -- Not the view element: it would look for the instances of shared leaves twice.
    SELECT i.instance_version_id, i."SOPInstanceUID", i."SeriesInstanceUID", s.* EXCLUDE (template_id)
    FROM element_shared s
    JOIN instance_row i USING (template_id)
    WHERE s.private_creator IS NOT NULL AND i.is_current
    UNION ALL BY NAME
    SELECT i."SOPInstanceUID", i."SeriesInstanceUID", o.*
    FROM element_own o
    JOIN instance_row i USING (instance_version_id)
    WHERE o.private_creator IS NOT NULL AND i.is_current
) e;

COMMENT ON COLUMN private_element."group" IS 'Group of the tag, four hexadecimal digits';
