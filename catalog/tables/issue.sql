-- One row per fault in the data, or oddity, that was kept and not silently repaired.
CREATE TABLE issue (
    issue_id VARCHAR,
    batch_id VARCHAR,
    level VARCHAR,
    entity_id VARCHAR,
    code VARCHAR,
    severity VARCHAR,
    tag VARCHAR,
    keyword VARCHAR,
    raw_value VARCHAR,
    message VARCHAR,
    source VARCHAR,
    scope VARCHAR
);

COMMENT ON TABLE issue IS 'Faults and oddities in the data: what, where, and the raw text that was met';
COMMENT ON COLUMN issue.issue_id IS '[1] Key: digits of a SHA-256 over level, entity, code, tag and source';
COMMENT ON COLUMN issue.batch_id IS '[2] The run that found it; NULL where no ingest did';
COMMENT ON COLUMN issue.level IS '[3] file, instance, series, volume, study, patient, reference, or message';
COMMENT ON COLUMN issue.entity_id IS '[4] file_id, instance_version_id, UID, volume_id, patient_key or message_id, by level';
COMMENT ON COLUMN issue.code IS '[5] The fault in one lower-case word, for example missing_slices';
COMMENT ON COLUMN issue.severity IS '[6] error (a value or object is not usable), warning (usable with care), or info';
COMMENT ON COLUMN issue.tag IS '[7] Tag concerned as ggggeeee; NULL where there is none';
COMMENT ON COLUMN issue.keyword IS '[8] Keyword of the tag; NULL where there is none';
COMMENT ON COLUMN issue.raw_value IS '[9] The raw text as it stands in the file; NULL where that would identify a person in a research lake';
COMMENT ON COLUMN issue.message IS '[10] The fault in a sentence, without identifying values';
COMMENT ON COLUMN issue.source IS '[11] The stage that found it: ingest, plan, derived, longitudinal, or clinical';
COMMENT ON COLUMN issue.scope IS '[12] source || '':'' || entity_id: the rows that are replaced together when the stage runs again';
