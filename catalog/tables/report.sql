-- One row is a version of a report, as it was sent; is_current marks the one that counts.
CREATE TABLE report (
    report_version_id   VARCHAR,
    report_id           VARCHAR,
    version             INTEGER,
    is_current          BOOLEAN,
    kind                VARCHAR,
    code                VARCHAR,
    code_system         VARCHAR,
    description         VARCHAR,
    placer_order_number VARCHAR,
    filler_order_number VARCHAR,
    AccessionNumber     VARCHAR,
    accession_issuer    VARCHAR,
    StudyInstanceUIDs   VARCHAR[],
    document_number     VARCHAR,
    replaces            VARCHAR,
    observed_datetime   TIMESTAMP,
    reported_datetime   TIMESTAMP,
    utc_offset_min      INTEGER,
    author              VARCHAR,
    language            VARCHAR,
    text                VARCHAR,
    findings            VARCHAR,
    impression          VARCHAR,
    content_sha256      VARCHAR,
    encounter_id        VARCHAR,
    patient_key         VARCHAR,
    sent_patient_key    VARCHAR,
    visit_number        VARCHAR,
    status              VARCHAR,
    message_datetime    TIMESTAMP,
    first_message_id    VARCHAR,
    message_id          VARCHAR,
    source              VARCHAR
);
COMMENT ON TABLE report IS 'Reports with all their versions (ORU, MDM, DiagnosticReport)';
COMMENT ON COLUMN report.report_version_id IS '[1] Key: report_id, a dot, version';
COMMENT ON COLUMN report.report_id IS '[2] The report: "d" and 20 hex digits of a SHA-256 over its number or, without one, what it is about';
COMMENT ON COLUMN report.version IS '[3] Order of arrival, from 1';
COMMENT ON COLUMN report.is_current IS '[4] True for the version with the newest time, exactly one for each report';
COMMENT ON COLUMN report.kind IS '[5] imaging, laboratory, document, or other';
COMMENT ON COLUMN report.code IS '[6] What it reports (OBR-4.1)';
COMMENT ON COLUMN report.code_system IS '[7] Coding system of code';
COMMENT ON COLUMN report.description IS '[8] What it reports in words';
COMMENT ON COLUMN report.placer_order_number IS '[9] Placer Order Number (OBR-2)';
COMMENT ON COLUMN report.filler_order_number IS '[10] Filler Order Number (OBR-3)';
COMMENT ON COLUMN report.AccessionNumber IS '[11] Accession Number (OBR-18)';
COMMENT ON COLUMN report.accession_issuer IS '[12] Its issuer';
COMMENT ON COLUMN report.StudyInstanceUIDs IS '[13] Studies that it names';
COMMENT ON COLUMN report.document_number IS '[14] Unique Document Number (TXA-12)';
COMMENT ON COLUMN report.replaces IS '[15] report_id of the document that it replaces or adds to (TXA-13)';
COMMENT ON COLUMN report.observed_datetime IS '[16] When what it reports was seen (OBR-7), wall clock';
COMMENT ON COLUMN report.reported_datetime IS '[17] When it was written (OBR-22, TXA-6), wall clock';
COMMENT ON COLUMN report.utc_offset_min IS '[18] Minutes that the wall clock is ahead of UTC; NULL where not said';
COMMENT ON COLUMN report.author IS '[19] Principal Result Interpreter (OBR-32), TXA-9, as in DICOM';
COMMENT ON COLUMN report.language IS '[20] Language, where it is said';
COMMENT ON COLUMN report.text IS '[21] The whole text';
COMMENT ON COLUMN report.findings IS '[22] Section of findings, where the text or its codes show one';
COMMENT ON COLUMN report.impression IS '[23] Section of impression or conclusion, where the text or its codes show one';
COMMENT ON COLUMN report.content_sha256 IS '[24] SHA-256 over status, text and observations: an equal one makes no version';
COMMENT ON COLUMN report.encounter_id IS '[25] The stay or visit, see encounter';
COMMENT ON COLUMN report.patient_key IS '[26] Whose it is now, after moves of visits; see patient_identity.patient_key';
COMMENT ON COLUMN report.sent_patient_key IS '[27] Whose it was in the message that brought it';
COMMENT ON COLUMN report.visit_number IS '[28] Visit number of the message, where it has one; moves of visits go by it';
COMMENT ON COLUMN report.status IS '[29] registered, partial, preliminary, final, corrected, cancelled, appended, or unknown';
COMMENT ON COLUMN report.message_datetime IS '[30] Time of the newest message that spoke of it (MSH-7), or meta.lastUpdated; wall clock';
COMMENT ON COLUMN report.first_message_id IS '[31] The message or resource that brought it first, see hl7_message.message_id';
COMMENT ON COLUMN report.message_id IS '[32] The message or resource that spoke of it last';
COMMENT ON COLUMN report.source IS '[33] hl7, fhir, or dicom';
