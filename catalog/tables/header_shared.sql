-- One row per template: the part of the header that instances of one series share, as members of a JSON object. Read it through the view header.
CREATE TABLE header_shared (
    "template_id" VARCHAR,
    "members" VARCHAR
);

COMMENT ON TABLE header_shared IS 'Headers as DICOM JSON (PS3.18 F.2), the part that a series shares';
COMMENT ON COLUMN header_shared."template_id" IS '[1] Digest of the text and of the leaves that it stands for: equal ids have equal rows';
COMMENT ON COLUMN header_shared."members" IS '[2] Members of the JSON object that instances of one series share, separated by commas, without the braces';
