-- One row is one beam of a radiotherapy plan, summed over its control points.
CREATE TABLE rt_beam (
    rt_beam_id                      VARCHAR,
    instance_version_id             VARCHAR,
    "SOPInstanceUID"                VARCHAR,
    "SeriesInstanceUID"             VARCHAR,
    "StudyInstanceUID"              VARCHAR,
    patient_key                     VARCHAR,
    "BeamNumber"                    INTEGER,
    "BeamName"                      VARCHAR,
    "BeamType"                      VARCHAR,
    "RadiationType"                 VARCHAR,
    "TreatmentDeliveryType"         VARCHAR,
    "TreatmentMachineName"          VARCHAR,
    n_control_points                INTEGER,
    "NominalBeamEnergies"           DOUBLE[],
    gantry_start_degrees            DOUBLE,
    gantry_stop_degrees             DOUBLE,
    collimator_degrees              DOUBLE,
    couch_degrees                   DOUBLE,
    isocentre_lps                   DOUBLE[],
    "BeamMeterset"                  DOUBLE,
    "BeamDose_gy"                   DOUBLE,
    "FinalCumulativeMetersetWeight" DOUBLE
);
COMMENT ON TABLE rt_beam IS 'Beams of radiotherapy plans';
COMMENT ON COLUMN rt_beam.rt_beam_id IS '[1] Key: ''b'' and 20 hex digits of the SHA-256 over instance_version_id and BeamNumber';
COMMENT ON COLUMN rt_beam.instance_version_id IS '[2] The object';
COMMENT ON COLUMN rt_beam."SOPInstanceUID" IS '[3] SOPInstanceUID (0008,0018) of the object';
COMMENT ON COLUMN rt_beam."SeriesInstanceUID" IS '[4] SeriesInstanceUID (0020,000E) of the object';
COMMENT ON COLUMN rt_beam."StudyInstanceUID" IS '[5] StudyInstanceUID (0020,000D) of the object';
COMMENT ON COLUMN rt_beam.patient_key IS '[6] The patient, see patient.patient_key';
COMMENT ON COLUMN rt_beam."BeamNumber" IS '[7] (300A,00C0)';
COMMENT ON COLUMN rt_beam."BeamName" IS '[8] (300A,00C2)';
COMMENT ON COLUMN rt_beam."BeamType" IS '[9] STATIC or DYNAMIC; (300A,00C4)';
COMMENT ON COLUMN rt_beam."RadiationType" IS '[10] PHOTON, ELECTRON, PROTON, ION ...; (300A,00C6)';
COMMENT ON COLUMN rt_beam."TreatmentDeliveryType" IS '[11] TREATMENT, SETUP ...; (300A,00CE)';
COMMENT ON COLUMN rt_beam."TreatmentMachineName" IS '[12] (300A,00B2)';
COMMENT ON COLUMN rt_beam.n_control_points IS '[13] Control points found';
COMMENT ON COLUMN rt_beam."NominalBeamEnergies" IS '[14] Distinct energies over the control points, sorted, MV or MeV; (300A,0114)';
COMMENT ON COLUMN rt_beam.gantry_start_degrees IS '[15] GantryAngle (300A,011E) of the first control point';
COMMENT ON COLUMN rt_beam.gantry_stop_degrees IS '[16] GantryAngle of the last control point that gives one';
COMMENT ON COLUMN rt_beam.collimator_degrees IS '[17] BeamLimitingDeviceAngle (300A,0120) of the first control point';
COMMENT ON COLUMN rt_beam.couch_degrees IS '[18] PatientSupportAngle (300A,0122) of the first control point';
COMMENT ON COLUMN rt_beam.isocentre_lps IS '[19] IsocenterPosition (300A,012C) of the first control point, LPS mm';
COMMENT ON COLUMN rt_beam."BeamMeterset" IS '[20] Monitor units, summed over the fraction groups that name the beam; (300A,0086)';
COMMENT ON COLUMN rt_beam."BeamDose_gy" IS '[21] (300A,0084), summed likewise';
COMMENT ON COLUMN rt_beam."FinalCumulativeMetersetWeight" IS '[22] (300A,010E)';
