-- One row per version of a SOP instance, current or not, with times of day as TIME.
-- DICOM's TM is stored as whole microseconds because table formats beside Parquet have no TIME.
CREATE VIEW instance AS
SELECT
    * EXCLUDE ("InstanceCreationTime_us",
        "PatientBirthTime_us",
        "StudyTime_us",
        "SeriesTime_us",
        "PerformedProcedureStepStartTime_us",
        "AcquisitionTime_us",
        "ContentTime_us",
        "ContrastBolusStartTime_us",
        "ContrastBolusStopTime_us",
        "RadiopharmaceuticalStartTime_us",
        "RadiopharmaceuticalStopTime_us",
        "StructureSetTime_us"),
    TIME '00:00:00' + to_microseconds("InstanceCreationTime_us") AS "InstanceCreationTime",
    TIME '00:00:00' + to_microseconds("PatientBirthTime_us") AS "PatientBirthTime",
    TIME '00:00:00' + to_microseconds("StudyTime_us") AS "StudyTime",
    TIME '00:00:00' + to_microseconds("SeriesTime_us") AS "SeriesTime",
    TIME '00:00:00' + to_microseconds("PerformedProcedureStepStartTime_us") AS "PerformedProcedureStepStartTime",
    TIME '00:00:00' + to_microseconds("AcquisitionTime_us") AS "AcquisitionTime",
    TIME '00:00:00' + to_microseconds("ContentTime_us") AS "ContentTime",
    TIME '00:00:00' + to_microseconds("ContrastBolusStartTime_us") AS "ContrastBolusStartTime",
    TIME '00:00:00' + to_microseconds("ContrastBolusStopTime_us") AS "ContrastBolusStopTime",
    TIME '00:00:00' + to_microseconds("RadiopharmaceuticalStartTime_us") AS "RadiopharmaceuticalStartTime",
    TIME '00:00:00' + to_microseconds("RadiopharmaceuticalStopTime_us") AS "RadiopharmaceuticalStopTime",
    TIME '00:00:00' + to_microseconds("StructureSetTime_us") AS "StructureSetTime"
FROM instance_row;
