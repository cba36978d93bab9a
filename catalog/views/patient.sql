-- One row per patient key: issuer (or the source's name) and PatientID, never a folder.
-- Each value is the first in path order; where values vary there is an issue, and dicom_all has them all.
CREATE VIEW patient AS
WITH ordered AS (
    SELECT i.*, row_number() OVER (ORDER BY f.uri, i.instance_version_id) AS path_order
    FROM instance_row i
    LEFT JOIN file f USING (file_id)
    WHERE i.is_current
)
SELECT
    patient_key,
    arg_min("PatientID", path_order) AS "PatientID",
    arg_min("IssuerOfPatientID", path_order) AS "IssuerOfPatientID",
    arg_min("PatientName", path_order) AS "PatientName",
    arg_min("PatientBirthDate", path_order) AS "PatientBirthDate",
    arg_min("PatientSex", path_order) AS "PatientSex",
    arg_min("EthnicGroup", path_order) AS "EthnicGroup",
    arg_min("PatientSpeciesDescription", path_order) AS "PatientSpeciesDescription",
    count(DISTINCT "PatientName") AS "PatientName_n_distinct",
    count(DISTINCT "PatientBirthDate") AS "PatientBirthDate_n_distinct",
    count(DISTINCT "StudyInstanceUID") AS n_studies,
    count(DISTINCT "SeriesInstanceUID") AS n_series,
    count(*) AS n_instances,
    sum(size_bytes)::BIGINT AS size_bytes,
    min("StudyDate") AS first_study_date,
    max("StudyDate") AS last_study_date
FROM ordered
WHERE patient_key IS NOT NULL
GROUP BY patient_key;

COMMENT ON COLUMN patient.n_studies IS 'Studies with a current instance of the patient; computed';
COMMENT ON COLUMN patient.n_series IS 'Series with a current instance of the patient; computed';
COMMENT ON COLUMN patient.n_instances IS 'Current instances; computed';
COMMENT ON COLUMN patient.size_bytes IS 'Bytes of the files of the current instances; computed';
COMMENT ON COLUMN patient.first_study_date IS 'Earliest StudyDate; computed';
COMMENT ON COLUMN patient.last_study_date IS 'Latest StudyDate; computed';
COMMENT ON COLUMN patient."PatientName_n_distinct" IS 'Number of different PatientName under this key: more than 1 asks for a look; computed';
COMMENT ON COLUMN patient."PatientBirthDate_n_distinct" IS 'Number of different PatientBirthDate under this key; computed';
