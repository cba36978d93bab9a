-- One row per ingest run.
CREATE TABLE batch (
    batch_id VARCHAR,
    started_at TIMESTAMP,
    ended_at TIMESTAMP,
    source_root VARCHAR,
    status VARCHAR,
    tool_version VARCHAR,
    config_hash VARCHAR,
    operator VARCHAR,
    n_files BIGINT,
    n_bytes BIGINT,
    n_stored BIGINT,
    n_duplicate BIGINT,
    n_conflict BIGINT,
    n_quarantined BIGINT,
    n_not_dicom BIGINT,
    n_dicomdir BIGINT,
    n_unchanged BIGINT,
    n_vanished BIGINT,
    parent_snapshot_id BIGINT
);

COMMENT ON TABLE batch IS 'Ingest runs and what became of their files: n_files = the six outcomes + n_unchanged';
COMMENT ON COLUMN batch.batch_id IS '[1] Key: b and time-ordered hexadecimal digits';
COMMENT ON COLUMN batch.started_at IS '[2] Start, UTC';
COMMENT ON COLUMN batch.ended_at IS '[3] End, UTC; NULL while it runs or after a kill';
COMMENT ON COLUMN batch.source_root IS '[4] The source as given; in a research lake the lake''s own folder of originals';
COMMENT ON COLUMN batch.status IS '[5] running, done, or failed';
COMMENT ON COLUMN batch.tool_version IS '[6] Version of pacslake that ran it';
COMMENT ON COLUMN batch.config_hash IS '[7] SHA-256 of the options of the run';
COMMENT ON COLUMN batch.operator IS '[8] Account that ran it; NULL where the lake does not keep it';
COMMENT ON COLUMN batch.n_files IS '[9] Files scanned, archive members counted singly';
COMMENT ON COLUMN batch.n_bytes IS '[10] Bytes of the files scanned';
COMMENT ON COLUMN batch.n_stored IS '[11] Files whose instance came in';
COMMENT ON COLUMN batch.n_duplicate IS '[12] Files whose instance was there already, with equal data set and pixels';
COMMENT ON COLUMN batch.n_conflict IS '[13] Files with a known SOPInstanceUID and other content; both contents are kept';
COMMENT ON COLUMN batch.n_quarantined IS '[14] DICOM files that cannot be used: truncated, unreadable, or held back by de-identification';
COMMENT ON COLUMN batch.n_not_dicom IS '[15] Files that are no DICOM';
COMMENT ON COLUMN batch.n_dicomdir IS '[16] DICOMDIR files';
COMMENT ON COLUMN batch.n_unchanged IS '[17] Files known by uri, size and time of change, not read again';
COMMENT ON COLUMN batch.n_vanished IS '[18] Files known from this source that are gone; not among n_files';
COMMENT ON COLUMN batch.parent_snapshot_id IS '[19] Snapshot on which the run began';
