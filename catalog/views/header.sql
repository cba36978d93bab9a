-- One row per instance: its whole data set as DICOM JSON text (PS3.18 F.2), bulk data by reference.
-- What is equal within a series is stored once (header_shared) and put together again here.
CREATE VIEW header AS
SELECT
    o.instance_version_id,
    '{' || concat_ws(',', nullif(s.members, ''), nullif(o.members, '')) || '}' AS header
FROM header_own o
LEFT JOIN header_shared s USING (template_id);

COMMENT ON COLUMN header.header IS 'The whole data set as DICOM JSON text; read single values with the macros tag and private';
