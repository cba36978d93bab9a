-- One row per coded entry (PS3.3 8.8) of any current instance: whatever code sequence it stands in, at any depth.
-- The commonest have columns of their own in instance (Radionuclide_code, AnatomicRegion_code, ...).
CREATE VIEW coded_value AS
WITH part AS (
    SELECT instance_version_id, left(path, length(path) - 9) AS path, tag, value_text
    FROM element
    WHERE tag IN ('00080100', '00080119', '00080120', '00080102', '00080104') AND depth > 0
),
entry AS (
    SELECT
        instance_version_id,
        path,
        regexp_extract(path, '([0-9A-F]{8})\[[0-9]+\]$', 1) AS sequence_tag,
        coalesce(
            max(value_text) FILTER (tag = '00080100'),
            max(value_text) FILTER (tag = '00080119'),
            max(value_text) FILTER (tag = '00080120')
        ) AS "CodeValue",
        max(value_text) FILTER (tag = '00080102') AS "CodingSchemeDesignator",
        max(value_text) FILTER (tag = '00080104') AS "CodeMeaning"
    FROM part
    GROUP BY instance_version_id, path
)
SELECT
    e.instance_version_id,
    i."SOPInstanceUID",
    i."SeriesInstanceUID",
    e.path,
    e.sequence_tag,
    d.keyword AS sequence_keyword,
    e."CodingSchemeDesignator" || ':' || e."CodeValue" AS code,
    e."CodeValue",
    e."CodingSchemeDesignator",
    e."CodeMeaning"
FROM entry e
JOIN instance_row i USING (instance_version_id)
LEFT JOIN dicom_dictionary d ON d.tag = e.sequence_tag
WHERE i.is_current AND e."CodeValue" IS NOT NULL;

COMMENT ON COLUMN coded_value.path IS 'The item: tags joined by dots, items in brackets from 1, as 00540016[1].00540300[1]';
COMMENT ON COLUMN coded_value.sequence_tag IS 'Tag of the sequence that holds the entry, ggggeeee';
COMMENT ON COLUMN coded_value.sequence_keyword IS 'Its keyword, NULL for private sequences';
COMMENT ON COLUMN coded_value.code IS 'SCHEME:VALUE';
COMMENT ON COLUMN coded_value."CodeValue" IS 'Code Value (0008,0100), or Long Code Value (0008,0119), or URN Code Value (0008,0120)';
COMMENT ON COLUMN coded_value."CodingSchemeDesignator" IS 'Coding Scheme Designator (0008,0102); codes given as URN have none';
COMMENT ON COLUMN coded_value."CodeMeaning" IS 'Code Meaning (0008,0104)';
