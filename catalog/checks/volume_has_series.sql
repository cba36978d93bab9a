-- A volume whose series has no current instance.
SELECT v.volume_id, v."SeriesInstanceUID"
FROM volume v
ANTI JOIN instance_row i ON i."SeriesInstanceUID" = v."SeriesInstanceUID" AND i.is_current;
