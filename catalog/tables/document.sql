-- One row is one encapsulated document: PDF, CDA, STL, OBJ ... (PS3.3 A.45, A.85).
CREATE TABLE document (
    instance_version_id              VARCHAR,
    "SOPInstanceUID"                 VARCHAR,
    "SeriesInstanceUID"              VARCHAR,
    "StudyInstanceUID"               VARCHAR,
    patient_key                      VARCHAR,
    sop_class_name                   VARCHAR,
    "DocumentTitle"                  VARCHAR,
    "MIMETypeOfEncapsulatedDocument" VARCHAR,
    concept_code                     VARCHAR,
    concept_meaning                  VARCHAR,
    "BurnedInAnnotation"             VARCHAR,
    size_bytes                       BIGINT,
    sha256                           VARCHAR,
    n_pages                          INTEGER,
    text                             VARCHAR
);
COMMENT ON TABLE document IS 'Encapsulated documents';
COMMENT ON COLUMN document.instance_version_id IS '[1] The object';
COMMENT ON COLUMN document."SOPInstanceUID" IS '[2] SOPInstanceUID (0008,0018) of the object';
COMMENT ON COLUMN document."SeriesInstanceUID" IS '[3] SeriesInstanceUID (0020,000E) of the object';
COMMENT ON COLUMN document."StudyInstanceUID" IS '[4] StudyInstanceUID (0020,000D) of the object';
COMMENT ON COLUMN document.patient_key IS '[5] The patient, see patient.patient_key';
COMMENT ON COLUMN document.sop_class_name IS '[6] Kind of document';
COMMENT ON COLUMN document."DocumentTitle" IS '[7] In an identified lake only: titles name persons; (0042,0010)';
COMMENT ON COLUMN document."MIMETypeOfEncapsulatedDocument" IS '[8] (0042,0012)';
COMMENT ON COLUMN document.concept_code IS '[9] Code value of the kind of document; (0040,A043)';
COMMENT ON COLUMN document.concept_meaning IS '[10] Its meaning';
COMMENT ON COLUMN document."BurnedInAnnotation" IS '[11] YES or NO: whether its pages may name a person; (0028,0301)';
COMMENT ON COLUMN document.size_bytes IS '[12] Length of the document; (0042,0015) where given';
COMMENT ON COLUMN document.sha256 IS '[13] SHA-256 of the document''s bytes, hex';
COMMENT ON COLUMN document.n_pages IS '[14] Pages of a PDF; NULL where it cannot be read';
COMMENT ON COLUMN document.text IS '[15] Text of a PDF, or of a CDA without its tags, in an identified lake only; NULL where there is none or it cannot be read';
