-- One row per series that was planned: of which instances, by which rules. What is not here is still to plan.
CREATE TABLE series_plan (
    "SeriesInstanceUID" VARCHAR,
    "inputs_sha256" VARCHAR,
    "rule_version" VARCHAR,
    "n_frames" BIGINT,
    "n_volumes" INTEGER
);

COMMENT ON TABLE series_plan IS 'Series that were planned, with a digest of what went in';
COMMENT ON COLUMN series_plan."SeriesInstanceUID" IS '[1] Series Instance UID; (0020,000E) UI';
COMMENT ON COLUMN series_plan."inputs_sha256" IS '[2] SHA-256 over number, sum and exclusive or of the digests of the series'' current instance_version_ids';
COMMENT ON COLUMN series_plan."rule_version" IS '[3] Version of the planning rules';
COMMENT ON COLUMN series_plan."n_frames" IS '[4] Frames of current instances with pixels';
COMMENT ON COLUMN series_plan."n_volumes" IS '[5] Volumes planned, not_a_volume included';
