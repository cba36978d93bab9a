-- One row is one member of a frozen cohort, with the digest of what it held.
CREATE TABLE cohort_member (
    cohort_id    VARCHAR,
    entity_id    VARCHAR,
    grain        VARCHAR,
    content_hash VARCHAR,
    stable_key   VARCHAR,
    position     BIGINT
);
COMMENT ON TABLE cohort_member IS 'Members of frozen cohorts';
COMMENT ON COLUMN cohort_member.cohort_id IS '[1] The cohort, see cohort.cohort_id';
COMMENT ON COLUMN cohort_member.entity_id IS '[2] Value of the key column: volume_id, SeriesInstanceUID, instance_version_id, StudyInstanceUID or patient_key';
COMMENT ON COLUMN cohort_member.grain IS '[3] What the member is: volume, series, instance, study or patient';
COMMENT ON COLUMN cohort_member.content_hash IS '[4] SHA-256 over the sorted instance_version_id of the member, for a volume over its frames in order';
COMMENT ON COLUMN cohort_member.stable_key IS '[5] Name that stays when the bytes change: SeriesInstanceUID/volume_index for a volume, else the UID or patient_key';
COMMENT ON COLUMN cohort_member.position IS '[6] Place in the result of the statement, from 0';
