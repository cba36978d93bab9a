-- One row is an order of an imaging procedure, or of one step of it, under the names of DICOM (PS3.4 K.6.1).
-- Orders of other kinds (laboratory, diet, drugs) are in "order" only.
CREATE VIEW imaging_order AS
WITH person AS (
    SELECT patient_key, any_value(person_id) AS person_id, any_value("PatientID") AS "PatientID",
        any_value("IssuerOfPatientID") AS "IssuerOfPatientID", any_value("PatientName") AS "PatientName",
        any_value("PatientBirthDate") AS "PatientBirthDate", any_value("PatientSex") AS "PatientSex"
    FROM patient_identity
    WHERE is_primary
    GROUP BY patient_key
)
SELECT
    o.order_id,
    o.patient_key,
    p.person_id,
    p."PatientID",
    p."IssuerOfPatientID",
    p."PatientName",
    p."PatientBirthDate",
    p."PatientSex",
    o."AccessionNumber",
    o.accession_issuer,
    o."StudyInstanceUID",
    o."RequestedProcedureID",
    o.description AS "RequestedProcedureDescription",
    o.code AS requested_procedure_code,
    o.code_system AS requested_procedure_code_scheme,
    o."ScheduledProcedureStepID",
    coalesce(o.protocol_description, o.description) AS "ScheduledProcedureStepDescription",
    o.protocol_code,
    o.protocol_system AS protocol_code_scheme,
    o."Modality",
    o.station_ae_titles AS "ScheduledStationAETitle",
    o.station_name AS "ScheduledStationName",
    o.station_location AS "ScheduledProcedureStepLocation",
    coalesce(o.scheduled_datetime, o.ordered_datetime) AS scheduled_datetime,
    o.performing_physician AS "ScheduledPerformingPhysicianName",
    o.requesting_physician AS "RequestingPhysician",
    o.referring_physician AS "ReferringPhysicianName",
    o.placer_order_number AS "PlacerOrderNumberImagingServiceRequest",
    o.filler_order_number AS "FillerOrderNumberImagingServiceRequest",
    o.reason AS "ReasonForTheRequestedProcedure",
    o.priority AS "RequestedProcedurePriority",
    o.danger_code AS "MedicalAlerts",
    o.transport AS "PatientTransportArrangements",
    o.visit_number AS "AdmissionID",
    CASE done.status WHEN 'IN PROGRESS' THEN 'in_progress' WHEN 'COMPLETED' THEN 'completed' WHEN 'DISCONTINUED' THEN 'discontinued'
        ELSE o.status END AS status,
    o.message_datetime
FROM "order" o
LEFT JOIN person p USING (patient_key)
LEFT JOIN (
    SELECT order_id, arg_max(status, coalesce(ended_datetime, started_datetime, received_at)) AS status
    FROM performed_procedure_step WHERE order_id IS NOT NULL GROUP BY 1
) done ON done.order_id = o.order_id
WHERE o."Modality" IS NOT NULL
    OR o."StudyInstanceUID" IS NOT NULL
    OR o."ScheduledProcedureStepID" IS NOT NULL
    OR o.section IN ('RAD', 'CT', 'NMR', 'NMS', 'RUS', 'OUS', 'VUS', 'XRC', 'RX', 'RT', 'CUS', 'EC');

COMMENT ON COLUMN imaging_order.person_id IS 'The person now, see patient_identity';
COMMENT ON COLUMN imaging_order."PatientID" IS 'Medical record number, as the order system knows it';
COMMENT ON COLUMN imaging_order."RequestedProcedureDescription" IS 'Requested Procedure Description (0032,1060), from OBR-4';
COMMENT ON COLUMN imaging_order.requested_procedure_code IS 'Code Value of Requested Procedure Code Sequence (0032,1064)';
COMMENT ON COLUMN imaging_order.requested_procedure_code_scheme IS 'Its coding system as in the message, such as LN or SCT';
COMMENT ON COLUMN imaging_order."ScheduledProcedureStepDescription" IS 'Scheduled Procedure Step Description (0040,0007): of the protocol, else of the requested procedure';
COMMENT ON COLUMN imaging_order.protocol_code_scheme IS 'Coding system of protocol_code';
COMMENT ON COLUMN imaging_order."ScheduledStationAETitle" IS 'Scheduled Station AE Title (0040,0001), a list';
COMMENT ON COLUMN imaging_order."ScheduledStationName" IS 'Scheduled Station Name (0040,0010)';
COMMENT ON COLUMN imaging_order."ScheduledProcedureStepLocation" IS 'Scheduled Procedure Step Location (0040,0011)';
COMMENT ON COLUMN imaging_order.scheduled_datetime IS 'Scheduled start (0040,0002 and 0040,0003), else when it was ordered; wall clock';
COMMENT ON COLUMN imaging_order."ScheduledPerformingPhysicianName" IS 'Scheduled Performing Physician''s Name (0040,0006)';
COMMENT ON COLUMN imaging_order."RequestingPhysician" IS 'Requesting Physician (0032,1032)';
COMMENT ON COLUMN imaging_order."ReferringPhysicianName" IS 'Referring Physician''s Name (0008,0090)';
COMMENT ON COLUMN imaging_order."PlacerOrderNumberImagingServiceRequest" IS 'Placer Order Number / Imaging Service Request (0040,2016)';
COMMENT ON COLUMN imaging_order."FillerOrderNumberImagingServiceRequest" IS 'Filler Order Number / Imaging Service Request (0040,2017)';
COMMENT ON COLUMN imaging_order."ReasonForTheRequestedProcedure" IS 'Reason for the Requested Procedure (0040,1002)';
COMMENT ON COLUMN imaging_order."RequestedProcedurePriority" IS 'Requested Procedure Priority (0040,1003), as in the message';
COMMENT ON COLUMN imaging_order."MedicalAlerts" IS 'Medical Alerts (0010,2000)';
COMMENT ON COLUMN imaging_order."PatientTransportArrangements" IS 'Patient Transport Arrangements (0040,1004)';
COMMENT ON COLUMN imaging_order."AdmissionID" IS 'Admission ID (0038,0010)';
COMMENT ON COLUMN imaging_order.status IS 'As the device told of its step (in_progress, completed, discontinued), else as the messages say';
