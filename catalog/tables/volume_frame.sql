-- One row per frame (or tile of a mosaic) of a volume: from each slice of an array to the bytes it came from.
CREATE TABLE volume_frame (
    "volume_id" VARCHAR,
    "SeriesInstanceUID" VARCHAR,
    "k" INTEGER,
    "t" INTEGER,
    "instance_version_id" VARCHAR,
    "frame_index" BIGINT,
    "tile" INTEGER,
    "slice_position_mm" DOUBLE,
    "position_error_mm" DOUBLE,
    "rescale_slope" DOUBLE,
    "rescale_intercept" DOUBLE
);

COMMENT ON TABLE volume_frame IS 'Frames of volumes in their places';
COMMENT ON COLUMN volume_frame."volume_id" IS '[1] The volume';
COMMENT ON COLUMN volume_frame."SeriesInstanceUID" IS '[2] Series Instance UID; (0020,000E) UI';
COMMENT ON COLUMN volume_frame."k" IS '[3] Slice, from 0, ascending along the normal';
COMMENT ON COLUMN volume_frame."t" IS '[4] Place on the leading axis, from 0; 0 where there is none';
COMMENT ON COLUMN volume_frame."instance_version_id" IS '[5] The instance that holds the frame';
COMMENT ON COLUMN volume_frame."frame_index" IS '[6] Frame of the instance, from 0';
COMMENT ON COLUMN volume_frame."tile" IS '[7] Tile of a mosaic, from 0, row by row; NULL where the frame is one slice';
COMMENT ON COLUMN volume_frame."slice_position_mm" IS '[8] Position along the normal, mm; NULL where the frame has no place; computed';
COMMENT ON COLUMN volume_frame."position_error_mm" IS '[9] Distance between the position in the file and that of the affine, mm; NULL where the volume has no affine; computed';
COMMENT ON COLUMN volume_frame."rescale_slope" IS '[10] Slope from stored to real values of this frame, of the source that volume.rescale_source names';
COMMENT ON COLUMN volume_frame."rescale_intercept" IS '[11] Intercept from stored to real values of this frame';
