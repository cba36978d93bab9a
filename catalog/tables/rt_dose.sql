-- One row is one radiotherapy dose (RTDOSE): what was summed, over which plan, and its extremes.
-- Its grid is a volume; histograms stand in dvh.
CREATE TABLE rt_dose (
    instance_version_id            VARCHAR,
    "SOPInstanceUID"               VARCHAR,
    "SeriesInstanceUID"            VARCHAR,
    "StudyInstanceUID"             VARCHAR,
    patient_key                    VARCHAR,
    "FrameOfReferenceUID"          VARCHAR,
    "DoseUnits"                    VARCHAR,
    "DoseType"                     VARCHAR,
    "DoseSummationType"            VARCHAR,
    "DoseGridScaling"              DOUBLE,
    n_frames                       INTEGER,
    max_dose                       DOUBLE,
    mean_dose                      DOUBLE,
    n_dvh                          INTEGER,
    "plan_SOPInstanceUID"          VARCHAR,
    "structure_set_SOPInstanceUID" VARCHAR,
    volume_id                      VARCHAR
);
COMMENT ON TABLE rt_dose IS 'Radiotherapy doses';
COMMENT ON COLUMN rt_dose.instance_version_id IS '[1] The object';
COMMENT ON COLUMN rt_dose."SOPInstanceUID" IS '[2] SOPInstanceUID (0008,0018) of the object';
COMMENT ON COLUMN rt_dose."SeriesInstanceUID" IS '[3] SeriesInstanceUID (0020,000E) of the object';
COMMENT ON COLUMN rt_dose."StudyInstanceUID" IS '[4] StudyInstanceUID (0020,000D) of the object';
COMMENT ON COLUMN rt_dose.patient_key IS '[5] The patient, see patient.patient_key';
COMMENT ON COLUMN rt_dose."FrameOfReferenceUID" IS '[6] (0020,0052)';
COMMENT ON COLUMN rt_dose."DoseUnits" IS '[7] GY or RELATIVE; (3004,0002)';
COMMENT ON COLUMN rt_dose."DoseType" IS '[8] PHYSICAL, EFFECTIVE or ERROR; (3004,0004)';
COMMENT ON COLUMN rt_dose."DoseSummationType" IS '[9] PLAN, MULTI_PLAN, FRACTION, BEAM ...; (3004,000A)';
COMMENT ON COLUMN rt_dose."DoseGridScaling" IS '[10] Dose of a stored value of 1, in DoseUnits; (3004,000E)';
COMMENT ON COLUMN rt_dose.n_frames IS '[11] Planes of the grid; 0 where it has none';
COMMENT ON COLUMN rt_dose.max_dose IS '[12] Largest value of the grid, in DoseUnits; computed; NULL where there is no grid or it cannot be read';
COMMENT ON COLUMN rt_dose.mean_dose IS '[13] Mean of the grid, in DoseUnits; computed';
COMMENT ON COLUMN rt_dose.n_dvh IS '[14] Dose-volume histograms in the object, see dvh';
COMMENT ON COLUMN rt_dose."plan_SOPInstanceUID" IS '[15] Plan that gives this dose; (300C,0002)';
COMMENT ON COLUMN rt_dose."structure_set_SOPInstanceUID" IS '[16] Structure set of its histograms; (300C,0060)';
COMMENT ON COLUMN rt_dose.volume_id IS '[17] The grid as a volume; NULL where it is none';
