-- One row per archive that was read to its end: when it is met again unchanged, its members need not be looked at.
CREATE TABLE container (
    container_id VARCHAR,
    uri VARCHAR,
    size_bytes BIGINT,
    mtime_ns BIGINT,
    n_members BIGINT,
    batch_id VARCHAR
);

COMMENT ON TABLE container IS 'Archives whose members have rows in file';
COMMENT ON COLUMN container.container_id IS '[1] Key: f and 20 hexadecimal digits of the SHA-256 of uri';
COMMENT ON COLUMN container.uri IS '[2] Where the outermost archive is; its members'' uris begin with it';
COMMENT ON COLUMN container.size_bytes IS '[3] Bytes of the archive';
COMMENT ON COLUMN container.mtime_ns IS '[4] Time of its last change, nanoseconds since 1970';
COMMENT ON COLUMN container.n_members IS '[5] Files in it that have a row in file, those of archives inside it included';
COMMENT ON COLUMN container.batch_id IS '[6] The run that read it to its end';
