-- One row is a table that was loaded from a spreadsheet or file of the user, under its own name.
CREATE TABLE clinical_table (
    table_name  VARCHAR,
    key_column  VARCHAR,
    matches     VARCHAR,
    uri         VARCHAR,
    sha256      VARCHAR,
    n_rows      BIGINT,
    n_matched   BIGINT,
    n_unmatched BIGINT,
    n_repeated  BIGINT,
    loaded_at   TIMESTAMP
);
COMMENT ON TABLE clinical_table IS 'Tables loaded by the user';
COMMENT ON COLUMN clinical_table.table_name IS '[1] Name of the table in this lake';
COMMENT ON COLUMN clinical_table.key_column IS '[2] The column that says whose row it is';
COMMENT ON COLUMN clinical_table.matches IS '[3] What the key is compared with: PatientID, patient_key, StudyInstanceUID, AccessionNumber, SeriesInstanceUID, or volume_id';
COMMENT ON COLUMN clinical_table.uri IS '[4] The file it came from';
COMMENT ON COLUMN clinical_table.sha256 IS '[5] SHA-256 of the file';
COMMENT ON COLUMN clinical_table.n_rows IS '[6] Rows loaded';
COMMENT ON COLUMN clinical_table.n_matched IS '[7] Rows whose key is in the lake';
COMMENT ON COLUMN clinical_table.n_unmatched IS '[8] Rows whose key is not';
COMMENT ON COLUMN clinical_table.n_repeated IS '[9] Rows whose key another row has too';
COMMENT ON COLUMN clinical_table.loaded_at IS '[10] When, UTC';
