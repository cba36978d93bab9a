-- One row is a finding that the text of a report speaks of, with whether it is denied. Words, not opinions: check before use.
CREATE TABLE report_finding (
    report_finding_id VARCHAR,
    report_id         VARCHAR,
    report_version_id VARCHAR,
    patient_key       VARCHAR,
    finding           VARCHAR,
    negated           BOOLEAN,
    uncertain         BOOLEAN,
    historical        BOOLEAN,
    section           VARCHAR,
    first_character   INTEGER,
    last_character    INTEGER
);
COMMENT ON TABLE report_finding IS 'Findings named in current reports, with negation';
COMMENT ON COLUMN report_finding.report_finding_id IS '[1] Key: "g" and 20 hex digits of a SHA-256 over report version, finding and place';
COMMENT ON COLUMN report_finding.report_id IS '[2] The report';
COMMENT ON COLUMN report_finding.report_version_id IS '[3] Its version';
COMMENT ON COLUMN report_finding.patient_key IS '[4] Whose report it is';
COMMENT ON COLUMN report_finding.finding IS '[5] The finding in one lower-case word, such as pneumothorax';
COMMENT ON COLUMN report_finding.negated IS '[6] The text denies it';
COMMENT ON COLUMN report_finding.uncertain IS '[7] The text is not sure';
COMMENT ON COLUMN report_finding.historical IS '[8] The text speaks of the past';
COMMENT ON COLUMN report_finding.section IS '[9] impression, findings, or text';
COMMENT ON COLUMN report_finding.first_character IS '[10] Where the word begins in that section, from 0';
COMMENT ON COLUMN report_finding.last_character IS '[11] Where it ends, exclusive';
