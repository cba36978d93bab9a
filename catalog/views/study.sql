-- One row per study and patient key (a StudyInstanceUID met under two patients has two rows and an issue).
-- Each value is the first in path order.
CREATE VIEW study AS
WITH ordered AS (
    SELECT i.*, row_number() OVER (ORDER BY f.uri, i.instance_version_id) AS path_order
    FROM instance_row i
    LEFT JOIN file f USING (file_id)
    WHERE i.is_current
)
SELECT
    "StudyInstanceUID",
    patient_key,
    arg_min("PatientID", path_order) AS "PatientID",
    arg_min("StudyDate", path_order) AS "StudyDate",
    TIME '00:00:00' + to_microseconds(arg_min("StudyTime_us", path_order)) AS "StudyTime",
    arg_min(study_datetime, path_order) AS study_datetime,
    arg_min("AccessionNumber", path_order) AS "AccessionNumber",
    arg_min("StudyID", path_order) AS "StudyID",
    arg_min("StudyDescription", path_order) AS "StudyDescription",
    arg_min("ReferringPhysicianName", path_order) AS "ReferringPhysicianName",
    arg_min("InstitutionName", path_order) AS "InstitutionName",
    list_sort(list(DISTINCT "Modality") FILTER ("Modality" IS NOT NULL)) AS "ModalitiesInStudy",
    arg_min("PatientAge", path_order) AS "PatientAge",
    arg_min("PatientAge_years", path_order) AS "PatientAge_years",
    arg_min("PatientSize", path_order) AS "PatientSize",
    arg_min("PatientWeight", path_order) AS "PatientWeight",
    date_diff('day', arg_min("PatientBirthDate", path_order), arg_min("StudyDate", path_order)) AS age_at_study_days,
    count(DISTINCT "SeriesInstanceUID") AS n_series,
    count(*) AS n_instances,
    sum(size_bytes)::BIGINT AS size_bytes,
    sha256(string_agg(instance_version_id, '' ORDER BY instance_version_id)) AS study_version_hash
FROM ordered
WHERE "StudyInstanceUID" IS NOT NULL
GROUP BY "StudyInstanceUID", patient_key;

COMMENT ON COLUMN study.n_series IS 'Series with a current instance; computed';
COMMENT ON COLUMN study.n_instances IS 'Current instances; computed';
COMMENT ON COLUMN study.size_bytes IS 'Bytes of the files of the current instances; computed';
COMMENT ON COLUMN study."ModalitiesInStudy" IS 'Modalities of the current instances, sorted; computed as (0008,0061) is defined';
COMMENT ON COLUMN study."StudyTime" IS 'Study Time (0008,0030)';
COMMENT ON COLUMN study.age_at_study_days IS 'StudyDate minus PatientBirthDate, days; computed';
COMMENT ON COLUMN study.study_version_hash IS 'SHA-256 over the sorted instance_version_id: equal hashes mean equal content';
