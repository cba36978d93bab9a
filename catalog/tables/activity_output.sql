-- One row is one thing that a run made (W3C PROV: wasGeneratedBy): rows of a table, a file or an object.
CREATE TABLE activity_output (
    activity_id VARCHAR,
    kind        VARCHAR,
    name        VARCHAR,
    entity_id   VARCHAR,
    n_rows      BIGINT,
    sha256      VARCHAR
);
COMMENT ON TABLE activity_output IS 'What a run made';
COMMENT ON COLUMN activity_output.activity_id IS '[1] The run, see activity.activity_id';
COMMENT ON COLUMN activity_output.kind IS '[2] rows, file or instance';
COMMENT ON COLUMN activity_output.name IS '[3] Table name for rows, path inside the lake for a file, SOPInstanceUID for an instance';
COMMENT ON COLUMN activity_output.entity_id IS '[4] Key of the row where it is one row, NULL for many';
COMMENT ON COLUMN activity_output.n_rows IS '[5] Number of rows made, NULL for files and instances';
COMMENT ON COLUMN activity_output.sha256 IS '[6] SHA-256 of the file, NULL for rows';
