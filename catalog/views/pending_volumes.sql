-- One row per volume that is not converted yet: the work that is left, asked for and not remembered.
-- Clips and projections are converted too; other frames without a place are no volumes.
CREATE VIEW pending_volumes AS
SELECT volume_id, "SeriesInstanceUID", volume_index, kind, verdict, shape, dtype
FROM volume
WHERE zarr_uri IS NULL AND (verdict <> 'not_a_volume' OR kind IN ('projection', 'us_clip'));

COMMENT ON VIEW pending_volumes IS 'Volumes not yet converted';
