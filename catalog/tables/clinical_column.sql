-- One row describes a column of a table that the user loaded.
CREATE TABLE clinical_column (
    table_name   VARCHAR,
    column_name  VARCHAR,
    "position"   INTEGER,
    source_name  VARCHAR,
    type         VARCHAR,
    unit         VARCHAR,
    description  VARCHAR,
    n_missing    BIGINT,
    n_unreadable BIGINT,
    n_distinct   BIGINT,
    smallest     VARCHAR,
    largest      VARCHAR
);
COMMENT ON TABLE clinical_column IS 'Dictionary of tables loaded by the user';
COMMENT ON COLUMN clinical_column.table_name IS '[1] See clinical_table';
COMMENT ON COLUMN clinical_column.column_name IS '[2] Name of the column';
COMMENT ON COLUMN clinical_column."position" IS '[3] Place, from 0';
COMMENT ON COLUMN clinical_column.source_name IS '[4] Its heading in the file';
COMMENT ON COLUMN clinical_column.type IS '[5] Type in this lake';
COMMENT ON COLUMN clinical_column.unit IS '[6] Unit, by the dictionary or by the heading, such as mg/dL in "creatinine (mg/dL)"';
COMMENT ON COLUMN clinical_column.description IS '[7] Meaning, by the dictionary';
COMMENT ON COLUMN clinical_column.n_missing IS '[8] Rows without a value';
COMMENT ON COLUMN clinical_column.n_unreadable IS '[9] Values that did not fit the type and were kept as NULL with a row in issue';
COMMENT ON COLUMN clinical_column.n_distinct IS '[10] Different values';
COMMENT ON COLUMN clinical_column.smallest IS '[11] Smallest value; NULL for text';
COMMENT ON COLUMN clinical_column.largest IS '[12] Largest value; NULL for text';
