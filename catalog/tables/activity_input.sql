-- One row is one entity that a run read (W3C PROV: used).
CREATE TABLE activity_input (
    activity_id  VARCHAR,
    entity_id    VARCHAR,
    grain        VARCHAR,
    content_hash VARCHAR,
    n_rows       BIGINT,
    seconds      DOUBLE,
    error        VARCHAR
);
COMMENT ON TABLE activity_input IS 'What a run read: one row per run and member';
COMMENT ON COLUMN activity_input.activity_id IS '[1] The run, see activity.activity_id';
COMMENT ON COLUMN activity_input.entity_id IS '[2] The member: volume_id, SeriesInstanceUID, instance_version_id, StudyInstanceUID or patient_key';
COMMENT ON COLUMN activity_input.grain IS '[3] What the member is: volume, series, instance, study or patient';
COMMENT ON COLUMN activity_input.content_hash IS '[4] Digest of what the member held, as cohort_member.content_hash';
COMMENT ON COLUMN activity_input.n_rows IS '[5] Rows of results that it gave';
COMMENT ON COLUMN activity_input.seconds IS '[6] Time that the function took on it, s';
COMMENT ON COLUMN activity_input.error IS '[7] Text of the error where it failed, NULL else';
