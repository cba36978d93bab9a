-- One row per frame, and one per volume, whose pixels were decoded: statistics in real-world units.
CREATE TABLE pixel_stat (
    "entity_id" VARCHAR,
    "level" VARCHAR,
    "volume_id" VARCHAR,
    "n" BIGINT,
    "min" DOUBLE,
    "p01" DOUBLE,
    "p05" DOUBLE,
    "median" DOUBLE,
    "mean" DOUBLE,
    "std" DOUBLE,
    "p95" DOUBLE,
    "p99" DOUBLE,
    "max" DOUBLE,
    "n_padding" BIGINT,
    "n_saturated" BIGINT,
    "entropy" DOUBLE,
    "blank" BOOLEAN,
    "pixel_sha256" VARCHAR,
    "perceptual_hash" VARCHAR,
    "noise_estimate" DOUBLE,
    "unit_code" VARCHAR
);

COMMENT ON TABLE pixel_stat IS 'Statistics of decoded frames and volumes, in real-world units (after modality LUT or rescale), padding left out; made by convert or on request';
COMMENT ON COLUMN pixel_stat."entity_id" IS '[1] <instance_version_id>/<frame_index> of a frame, volume_id of a volume; computed';
COMMENT ON COLUMN pixel_stat."level" IS '[2] frame or volume; computed';
COMMENT ON COLUMN pixel_stat."volume_id" IS '[3] The volume that was read; of a frame the volume that it belongs to; computed';
COMMENT ON COLUMN pixel_stat."n" IS '[4] Values counted, padding not among them; computed';
COMMENT ON COLUMN pixel_stat."min" IS '[5] Smallest value, unit_code; computed';
COMMENT ON COLUMN pixel_stat."p01" IS '[6] 1st percentile, unit_code; computed';
COMMENT ON COLUMN pixel_stat."p05" IS '[7] 5th percentile, unit_code; computed';
COMMENT ON COLUMN pixel_stat."median" IS '[8] Median, unit_code; computed';
COMMENT ON COLUMN pixel_stat."mean" IS '[9] Mean, unit_code; computed';
COMMENT ON COLUMN pixel_stat."std" IS '[10] Standard deviation (of the population), unit_code; computed';
COMMENT ON COLUMN pixel_stat."p95" IS '[11] 95th percentile, unit_code; computed';
COMMENT ON COLUMN pixel_stat."p99" IS '[12] 99th percentile, unit_code; computed';
COMMENT ON COLUMN pixel_stat."max" IS '[13] Largest value, unit_code; computed';
COMMENT ON COLUMN pixel_stat."n_padding" IS '[14] Values equal to PixelPaddingValue (0028,0120), or within its range to PixelPaddingRangeLimit (0028,0121); computed';
COMMENT ON COLUMN pixel_stat."n_saturated" IS '[15] Values at the largest number that BitsStored can hold; computed';
COMMENT ON COLUMN pixel_stat."entropy" IS '[16] Shannon entropy of the values, bits; computed';
COMMENT ON COLUMN pixel_stat."blank" IS '[17] Whether all values are one; computed';
COMMENT ON COLUMN pixel_stat."pixel_sha256" IS '[18] sha256, hex, of the decoded stored values, little endian, row by row; of a volume, of its array as volume.dtype; computed';
COMMENT ON COLUMN pixel_stat."perceptual_hash" IS '[19] Difference hash of 64 bits, hex: near copies differ in few bits; of a volume, that of its middle frame; computed';
COMMENT ON COLUMN pixel_stat."noise_estimate" IS '[20] Standard deviation of the noise by a Laplacian difference (Immerkaer 1996), unit_code; of a volume, the median of its frames; computed';
COMMENT ON COLUMN pixel_stat."unit_code" IS '[21] Unit of the values, as the file says it (HU, BQML); computed';
