-- One row per private element of any data set, with its creator resolved: (creator, group, element_low) name
-- it whatever block it stands in.
CREATE VIEW private_element AS
SELECT
    e.instance_version_id,
    i."SOPInstanceUID",
    i."SeriesInstanceUID",
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
FROM element e
JOIN instance_row i USING (instance_version_id)
WHERE e.private_creator IS NOT NULL AND i.is_current;

COMMENT ON COLUMN private_element."group" IS 'Group of the tag, four hexadecimal digits';
