-- One row is one dose-volume histogram of a radiotherapy dose (PS3.3 C.8.8.4).
CREATE TABLE dvh (
    dvh_id                         VARCHAR,
    instance_version_id            VARCHAR,
    "SOPInstanceUID"               VARCHAR,
    "SeriesInstanceUID"            VARCHAR,
    "StudyInstanceUID"             VARCHAR,
    patient_key                    VARCHAR,
    dvh_index                      INTEGER,
    "DVHType"                      VARCHAR,
    "DoseUnits"                    VARCHAR,
    "DVHVolumeUnits"               VARCHAR,
    "DVHMinimumDose"               DOUBLE,
    "DVHMaximumDose"               DOUBLE,
    "DVHMeanDose"                  DOUBLE,
    "ROINumbers"                   INTEGER[],
    "ROINames"                     VARCHAR[],
    "excluded_ROINumbers"          INTEGER[],
    dose                           DOUBLE[],
    volume                         DOUBLE[],
    "structure_set_SOPInstanceUID" VARCHAR
);
COMMENT ON TABLE dvh IS 'Dose-volume histograms';
COMMENT ON COLUMN dvh.dvh_id IS '[1] Key: ''h'' and 20 hex digits of the SHA-256 over instance_version_id and dvh_index';
COMMENT ON COLUMN dvh.instance_version_id IS '[2] The object';
COMMENT ON COLUMN dvh."SOPInstanceUID" IS '[3] SOPInstanceUID (0008,0018) of the object';
COMMENT ON COLUMN dvh."SeriesInstanceUID" IS '[4] SeriesInstanceUID (0020,000E) of the object';
COMMENT ON COLUMN dvh."StudyInstanceUID" IS '[5] StudyInstanceUID (0020,000D) of the object';
COMMENT ON COLUMN dvh.patient_key IS '[6] The patient, see patient.patient_key';
COMMENT ON COLUMN dvh.dvh_index IS '[7] Number of the histogram in the object, from 0';
COMMENT ON COLUMN dvh."DVHType" IS '[8] DIFFERENTIAL, CUMULATIVE or NATURAL; (3004,0001)';
COMMENT ON COLUMN dvh."DoseUnits" IS '[9] GY or RELATIVE; (3004,0002)';
COMMENT ON COLUMN dvh."DVHVolumeUnits" IS '[10] CM3, PERCENT or PER_U; (3004,0054)';
COMMENT ON COLUMN dvh."DVHMinimumDose" IS '[11] (3004,0070)';
COMMENT ON COLUMN dvh."DVHMaximumDose" IS '[12] (3004,0072)';
COMMENT ON COLUMN dvh."DVHMeanDose" IS '[13] (3004,0074)';
COMMENT ON COLUMN dvh."ROINumbers" IS '[14] Regions of the structure set that it is of; (3006,0084)';
COMMENT ON COLUMN dvh."ROINames" IS '[15] Their names, where the lake has the structure set';
COMMENT ON COLUMN dvh."excluded_ROINumbers" IS '[16] Regions that were taken out of it';
COMMENT ON COLUMN dvh.dose IS '[17] Upper end of each bin, in DoseUnits; computed from the widths in DVHData and DVHDoseScaling';
COMMENT ON COLUMN dvh.volume IS '[18] Volume of each bin, in DVHVolumeUnits, as DVHType says';
COMMENT ON COLUMN dvh."structure_set_SOPInstanceUID" IS '[19] Structure set that the numbers count in; (300C,0060)';
