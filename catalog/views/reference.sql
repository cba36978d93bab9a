-- One row per reference from an object to another; resolved says whether the lake holds what it names.
-- A reference without an instance is resolved by its series.
CREATE VIEW reference AS
SELECT
    r.*,
    CASE
        WHEN r.to_sop_instance IS NOT NULL
            THEN r.to_sop_instance IN (SELECT SOPInstanceUID FROM instance_row WHERE is_current AND SOPInstanceUID IS NOT NULL)
        WHEN r.to_series IS NOT NULL
            THEN r.to_series IN (SELECT SeriesInstanceUID FROM instance_row WHERE is_current AND SeriesInstanceUID IS NOT NULL)
        WHEN r.to_frame_of_reference IS NOT NULL
            THEN r.to_frame_of_reference IN (SELECT FrameOfReferenceUID FROM instance_row WHERE is_current AND FrameOfReferenceUID IS NOT NULL)
    END AS resolved
FROM reference_row r;

COMMENT ON COLUMN reference.resolved IS 'Whether the lake holds what is named; NULL where nothing is named; computed';
