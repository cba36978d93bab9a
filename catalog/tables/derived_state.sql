-- One row is one derived object whose rows were made, or could not be made: what is left to do is a query over this
-- table, so a killed run is completed by the next.
CREATE TABLE derived_state (
    instance_version_id VARCHAR,
    kind                VARCHAR,
    rule_version        INTEGER,
    status              VARCHAR,
    n_rows              INTEGER,
    waiting_for         VARCHAR[],
    volumes_sha256      VARCHAR
);
COMMENT ON TABLE derived_state IS 'What was read from which derived object, and what it waits for';
COMMENT ON COLUMN derived_state.instance_version_id IS '[1] The object';
COMMENT ON COLUMN derived_state.kind IS '[2] segmentation, structure_set, report, parametric_map, dose, plan, presentation_state, key_object, registration, waveform or document';
COMMENT ON COLUMN derived_state.rule_version IS '[3] Version of the rules that made its rows; an older one makes it pending';
COMMENT ON COLUMN derived_state.status IS '[4] done, or failed (an issue derived_object_unreadable says why)';
COMMENT ON COLUMN derived_state.n_rows IS '[5] Rows made from it';
COMMENT ON COLUMN derived_state.waiting_for IS '[6] SOP Instance UIDs (at most 100) that it refers to and the lake lacks; when one arrives it is pending again';
COMMENT ON COLUMN derived_state.volumes_sha256 IS '[7] SHA-256 over the ids of the volumes in its study and of its sources; other volumes make it pending again';
