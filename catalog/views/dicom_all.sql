-- One row per current instance with every curated column, each value from that instance's own header.
-- Nothing is taken over from series, study or patient: use it where single values matter.
CREATE VIEW dicom_all AS
SELECT * EXCLUDE (is_current, superseded_by)
FROM instance
WHERE is_current;
