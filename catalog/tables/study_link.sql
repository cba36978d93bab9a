-- One row links an order or report with a study of the lake; those without a partner stand with the reason.
CREATE TABLE study_link (
    study_link_id    VARCHAR,
    entity           VARCHAR,
    entity_id        VARCHAR,
    StudyInstanceUID VARCHAR,
    patient_key      VARCHAR,
    method           VARCHAR,
    confidence       DOUBLE,
    reason           VARCHAR,
    n_candidates     INTEGER
);
COMMENT ON TABLE study_link IS 'Orders and reports linked with studies';
COMMENT ON COLUMN study_link.study_link_id IS '[1] Key: "l" and 20 hex digits of a SHA-256 over what is linked';
COMMENT ON COLUMN study_link.entity IS '[2] order or report';
COMMENT ON COLUMN study_link.entity_id IS '[3] order_id or report_id';
COMMENT ON COLUMN study_link.StudyInstanceUID IS '[4] The study; NULL where none is linked';
COMMENT ON COLUMN study_link.patient_key IS '[5] The patient of the order or report';
COMMENT ON COLUMN study_link.method IS '[6] study_uid, accession_with_issuer, accession, order (through the order), patient_and_time, chosen, or unmatched';
COMMENT ON COLUMN study_link.confidence IS '[7] How sure, 0 to 1';
COMMENT ON COLUMN study_link.reason IS '[8] Why it is unmatched: no_study, ambiguous, patient_differs, issuer_differs, no_key';
COMMENT ON COLUMN study_link.n_candidates IS '[9] Studies that were looked at';
