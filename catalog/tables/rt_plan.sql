-- One row is one radiotherapy plan (RTPLAN, ion plans too); its beams stand in rt_beam.
CREATE TABLE rt_plan (
    instance_version_id            VARCHAR,
    "SOPInstanceUID"               VARCHAR,
    "SeriesInstanceUID"            VARCHAR,
    "StudyInstanceUID"             VARCHAR,
    patient_key                    VARCHAR,
    "FrameOfReferenceUID"          VARCHAR,
    "RTPlanLabel"                  VARCHAR,
    "RTPlanName"                   VARCHAR,
    "RTPlanGeometry"               VARCHAR,
    "PlanIntent"                   VARCHAR,
    "ApprovalStatus"               VARCHAR,
    plan_datetime                  TIMESTAMP,
    n_fraction_groups              INTEGER,
    "NumberOfFractionsPlanned"     INTEGER,
    n_beams                        INTEGER,
    n_brachy_setups                INTEGER,
    "TargetPrescriptionDose_gy"    DOUBLE,
    dose_reference_descriptions    VARCHAR[],
    "structure_set_SOPInstanceUID" VARCHAR,
    "dose_SOPInstanceUIDs"         VARCHAR[]
);
COMMENT ON TABLE rt_plan IS 'Radiotherapy plans';
COMMENT ON COLUMN rt_plan.instance_version_id IS '[1] The object';
COMMENT ON COLUMN rt_plan."SOPInstanceUID" IS '[2] SOPInstanceUID (0008,0018) of the object';
COMMENT ON COLUMN rt_plan."SeriesInstanceUID" IS '[3] SeriesInstanceUID (0020,000E) of the object';
COMMENT ON COLUMN rt_plan."StudyInstanceUID" IS '[4] StudyInstanceUID (0020,000D) of the object';
COMMENT ON COLUMN rt_plan.patient_key IS '[5] The patient, see patient.patient_key';
COMMENT ON COLUMN rt_plan."FrameOfReferenceUID" IS '[6] (0020,0052)';
COMMENT ON COLUMN rt_plan."RTPlanLabel" IS '[7] (300A,0002)';
COMMENT ON COLUMN rt_plan."RTPlanName" IS '[8] (300A,0003)';
COMMENT ON COLUMN rt_plan."RTPlanGeometry" IS '[9] PATIENT or TREATMENT_DEVICE; (300A,000C)';
COMMENT ON COLUMN rt_plan."PlanIntent" IS '[10] CURATIVE, PALLIATIVE ...; (300A,000A)';
COMMENT ON COLUMN rt_plan."ApprovalStatus" IS '[11] APPROVED, UNAPPROVED or REJECTED; (300E,0002)';
COMMENT ON COLUMN rt_plan.plan_datetime IS '[12] RTPlanDate and RTPlanTime (300A,0006), (300A,0007), local';
COMMENT ON COLUMN rt_plan.n_fraction_groups IS '[13] Fraction groups';
COMMENT ON COLUMN rt_plan."NumberOfFractionsPlanned" IS '[14] Sum over the fraction groups; (300A,0078)';
COMMENT ON COLUMN rt_plan.n_beams IS '[15] Beams, see rt_beam';
COMMENT ON COLUMN rt_plan.n_brachy_setups IS '[16] Brachytherapy application setups';
COMMENT ON COLUMN rt_plan."TargetPrescriptionDose_gy" IS '[17] Largest prescription among the dose references, Gy; (300A,0026)';
COMMENT ON COLUMN rt_plan.dose_reference_descriptions IS '[18] (300A,0016)';
COMMENT ON COLUMN rt_plan."structure_set_SOPInstanceUID" IS '[19] (300C,0060)';
COMMENT ON COLUMN rt_plan."dose_SOPInstanceUIDs" IS '[20] Doses that the plan names; (300C,0080)';
