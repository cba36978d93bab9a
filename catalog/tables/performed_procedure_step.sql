-- One row is a step of a procedure as its device told of it (MPPS, PS3.4 annex F): begun, completed or discontinued.
CREATE TABLE performed_procedure_step (
    performed_procedure_step_id VARCHAR,
    "SOPInstanceUID"            VARCHAR,
    status                      VARCHAR,
    order_id                    VARCHAR,
    patient_key                 VARCHAR,
    "StudyInstanceUID"          VARCHAR,
    "AccessionNumber"           VARCHAR,
    "ScheduledProcedureStepID"  VARCHAR,
    "Modality"                  VARCHAR,
    "PerformedStationAETitle"   VARCHAR,
    started_datetime            TIMESTAMP,
    ended_datetime              TIMESTAMP,
    n_series                    INTEGER,
    attributes                  VARCHAR,
    received_at                 TIMESTAMP
);
COMMENT ON TABLE performed_procedure_step IS 'Steps of procedures as devices told of them';
COMMENT ON COLUMN performed_procedure_step.performed_procedure_step_id IS '[1] Key: "w" and 20 hex digits of a SHA-256 over the SOP Instance UID';
COMMENT ON COLUMN performed_procedure_step."SOPInstanceUID" IS '[2] Of the step (0008,0018)';
COMMENT ON COLUMN performed_procedure_step.status IS '[3] Performed Procedure Step Status (0040,0252): IN PROGRESS, COMPLETED or DISCONTINUED';
COMMENT ON COLUMN performed_procedure_step.order_id IS '[4] The order that it performs, where one is known';
COMMENT ON COLUMN performed_procedure_step.patient_key IS '[5] Whose it is, as the device says';
COMMENT ON COLUMN performed_procedure_step."StudyInstanceUID" IS '[6] Study Instance UID (0020,000D) of the first scheduled step';
COMMENT ON COLUMN performed_procedure_step."AccessionNumber" IS '[7] Accession Number (0008,0050) of the first scheduled step';
COMMENT ON COLUMN performed_procedure_step."ScheduledProcedureStepID" IS '[8] Scheduled Procedure Step ID (0040,0009) of the first scheduled step';
COMMENT ON COLUMN performed_procedure_step."Modality" IS '[9] Modality (0008,0060)';
COMMENT ON COLUMN performed_procedure_step."PerformedStationAETitle" IS '[10] Performed Station AE Title (0040,0241)';
COMMENT ON COLUMN performed_procedure_step.started_datetime IS '[11] Start (0040,0244) and (0040,0245); wall clock';
COMMENT ON COLUMN performed_procedure_step.ended_datetime IS '[12] End (0040,0250) and (0040,0251); wall clock';
COMMENT ON COLUMN performed_procedure_step.n_series IS '[13] Series that it names';
COMMENT ON COLUMN performed_procedure_step.attributes IS '[14] All that the device said, as DICOM JSON';
COMMENT ON COLUMN performed_procedure_step.received_at IS '[15] When it was told last, UTC';
