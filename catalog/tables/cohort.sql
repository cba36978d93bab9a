-- One row is one freeze of a cohort: the statement, the snapshot it was asked of, and a digest of its members.
-- A freeze never changes; freezing the same name again adds a row. Vacuum keeps the snapshots named here.
CREATE TABLE cohort (
    cohort_id      VARCHAR,
    name           VARCHAR,
    sql_text       VARCHAR,
    snapshot_id    BIGINT,
    grain          VARCHAR,
    key_column     VARCHAR,
    n              BIGINT,
    members_sha256 VARCHAR,
    frozen_at      TIMESTAMP,
    code_version   VARCHAR
);
COMMENT ON TABLE cohort IS 'Frozen cohorts: one row per freeze';
COMMENT ON COLUMN cohort.cohort_id IS '[1] Key: "c" and 20 hex digits of the SHA-256 over name, statement, snapshot and members';
COMMENT ON COLUMN cohort.name IS '[2] Name given by the caller; NULL where none was given';
COMMENT ON COLUMN cohort.sql_text IS '[3] The SQL statement that chose the members, as given';
COMMENT ON COLUMN cohort.snapshot_id IS '[4] Snapshot that the statement was asked of; computed values read this snapshot';
COMMENT ON COLUMN cohort.grain IS '[5] What a member is: volume, series, instance, study or patient';
COMMENT ON COLUMN cohort.key_column IS '[6] Column of the statement that names the members, e.g. volume_id';
COMMENT ON COLUMN cohort.n IS '[7] Number of members';
COMMENT ON COLUMN cohort.members_sha256 IS '[8] SHA-256 over the sorted lines "<entity_id> <content_hash>"; equal digests mean equal members with equal bytes';
COMMENT ON COLUMN cohort.frozen_at IS '[9] Time of the freeze, UTC';
COMMENT ON COLUMN cohort.code_version IS '[10] Version of pacslake that froze it';
