-- One row is one run of code over members of a cohort (W3C PROV: an activity).
CREATE TABLE activity (
    activity_id     VARCHAR,
    kind            VARCHAR,
    table_name      VARCHAR,
    function_name   VARCHAR,
    function_sha256 VARCHAR,
    function_source VARCHAR,
    code_version    VARCHAR,
    git_commit      VARCHAR,
    git_dirty       BOOLEAN,
    parameters      VARCHAR,
    packages        VARCHAR,
    python_version  VARCHAR,
    cohort_id       VARCHAR,
    members_sha256  VARCHAR,
    sql_text        VARCHAR,
    snapshot_id     BIGINT,
    scheduler       VARCHAR,
    process_id      BIGINT,
    started_at      TIMESTAMP,
    ended_at        TIMESTAMP,
    status          VARCHAR,
    n_members       BIGINT,
    n_computed      BIGINT,
    n_skipped       BIGINT,
    n_failed        BIGINT
);
COMMENT ON TABLE activity IS 'Runs of code whose results stand in this lake';
COMMENT ON COLUMN activity.activity_id IS '[1] Key: "a" and hex digits that sort by time';
COMMENT ON COLUMN activity.kind IS '[2] What kind of run: map, register, track, respond, derive';
COMMENT ON COLUMN activity.table_name IS '[3] Table that holds the results';
COMMENT ON COLUMN activity.function_name IS '[4] Module and qualified name of the function';
COMMENT ON COLUMN activity.function_sha256 IS '[5] SHA-256 of the function: its syntax tree or bytecode, the values it closes over, and functions of the same module that it calls';
COMMENT ON COLUMN activity.function_source IS '[6] Source text of the function, NULL where it could not be had';
COMMENT ON COLUMN activity.code_version IS '[7] Version of pacslake';
COMMENT ON COLUMN activity.git_commit IS '[8] Commit of the repository that holds the function, NULL outside one';
COMMENT ON COLUMN activity.git_dirty IS '[9] True where that repository had changes that were not committed';
COMMENT ON COLUMN activity.parameters IS '[10] Parameters of the run as JSON';
COMMENT ON COLUMN activity.packages IS '[11] Versions of the packages in use, as JSON: name to version';
COMMENT ON COLUMN activity.python_version IS '[12] Version of Python';
COMMENT ON COLUMN activity.cohort_id IS '[13] Frozen cohort that the run went over, NULL where it was not frozen';
COMMENT ON COLUMN activity.members_sha256 IS '[14] Digest of the members, as cohort.members_sha256';
COMMENT ON COLUMN activity.sql_text IS '[15] Statement of the cohort';
COMMENT ON COLUMN activity.snapshot_id IS '[16] Snapshot that the inputs were read from';
COMMENT ON COLUMN activity.scheduler IS '[17] Where it ran: in-process, local-cluster or scheduler';
COMMENT ON COLUMN activity.process_id IS '[18] Process that drove the run, to tell a killed run from a running one';
COMMENT ON COLUMN activity.started_at IS '[19] Start, UTC';
COMMENT ON COLUMN activity.ended_at IS '[20] End, UTC; NULL while it runs or where it was killed';
COMMENT ON COLUMN activity.status IS '[21] running, done, done_with_errors, interrupted or failed';
COMMENT ON COLUMN activity.n_members IS '[22] Members of the cohort';
COMMENT ON COLUMN activity.n_computed IS '[23] Members computed in this run, failures included';
COMMENT ON COLUMN activity.n_skipped IS '[24] Members left out because the same code had run on the same content';
COMMENT ON COLUMN activity.n_failed IS '[25] Members that ended as a row with an error';
