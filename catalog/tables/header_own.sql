-- One row per instance: the part of its header that differs within its series, as members of a JSON object. Read it through the view header.
CREATE TABLE header_own (
    "instance_version_id" VARCHAR,
    "template_id" VARCHAR,
    "members" VARCHAR
);

COMMENT ON TABLE header_own IS 'Headers as DICOM JSON (PS3.18 F.2), the part of each instance';
COMMENT ON COLUMN header_own."instance_version_id" IS '[1] The instance';
COMMENT ON COLUMN header_own."template_id" IS '[2] The row of header_shared that completes it; NULL where nothing is shared';
COMMENT ON COLUMN header_own."members" IS '[3] Members of the JSON object that differ within the series, separated by commas, without the braces';
