-- One row is an ordered procedure or test; imaging_order has those of radiology under the names of DICOM.
CREATE TABLE "order" (
    order_id                 VARCHAR,
    placer_order_number      VARCHAR,
    placer_issuer            VARCHAR,
    filler_order_number      VARCHAR,
    filler_issuer            VARCHAR,
    AccessionNumber          VARCHAR,
    accession_issuer         VARCHAR,
    StudyInstanceUID         VARCHAR,
    RequestedProcedureID     VARCHAR,
    ScheduledProcedureStepID VARCHAR,
    Modality                 VARCHAR,
    section                  VARCHAR,
    code                     VARCHAR,
    code_system              VARCHAR,
    description              VARCHAR,
    protocol_code            VARCHAR,
    protocol_system          VARCHAR,
    protocol_description     VARCHAR,
    order_control            VARCHAR,
    priority                 VARCHAR,
    ordered_datetime         TIMESTAMP,
    scheduled_datetime       TIMESTAMP,
    performed_datetime       TIMESTAMP,
    utc_offset_min           INTEGER,
    station_name             VARCHAR,
    station_location         VARCHAR,
    station_ae_titles        VARCHAR[],
    reason                   VARCHAR,
    reason_code              VARCHAR,
    body_site                VARCHAR,
    requesting_physician     VARCHAR,
    referring_physician      VARCHAR,
    performing_physician     VARCHAR,
    danger_code              VARCHAR,
    transport                VARCHAR,
    encounter_id             VARCHAR,
    patient_key              VARCHAR,
    sent_patient_key         VARCHAR,
    visit_number             VARCHAR,
    status                   VARCHAR,
    message_datetime         TIMESTAMP,
    first_message_id         VARCHAR,
    message_id               VARCHAR,
    source                   VARCHAR
);
COMMENT ON TABLE "order" IS 'Orders (ORC, OBR, IPC, ZDS, ServiceRequest)';
COMMENT ON COLUMN "order".order_id IS '[1] Key: "o" and 20 hex digits of a SHA-256 over placer or filler number, and the step';
COMMENT ON COLUMN "order".placer_order_number IS '[2] Placer Order Number (ORC-2, OBR-2)';
COMMENT ON COLUMN "order".placer_issuer IS '[3] Its issuer';
COMMENT ON COLUMN "order".filler_order_number IS '[4] Filler Order Number (ORC-3, OBR-3)';
COMMENT ON COLUMN "order".filler_issuer IS '[5] Its issuer';
COMMENT ON COLUMN "order".AccessionNumber IS '[6] Accession Number (IPC-1, OBR-18)';
COMMENT ON COLUMN "order".accession_issuer IS '[7] Issuer of Accession Number Sequence (IPC-1.2)';
COMMENT ON COLUMN "order".StudyInstanceUID IS '[8] Study that is to be made (IPC-3, ZDS-1)';
COMMENT ON COLUMN "order".RequestedProcedureID IS '[9] Requested Procedure ID (IPC-2, OBR-19)';
COMMENT ON COLUMN "order".ScheduledProcedureStepID IS '[10] Scheduled Procedure Step ID (IPC-4, OBR-20)';
COMMENT ON COLUMN "order".Modality IS '[11] Modality (IPC-5, OBR-24 where it is one)';
COMMENT ON COLUMN "order".section IS '[12] Diagnostic Service Section ID (OBR-24)';
COMMENT ON COLUMN "order".code IS '[13] What is ordered (OBR-4.1)';
COMMENT ON COLUMN "order".code_system IS '[14] Coding system of code (OBR-4.3)';
COMMENT ON COLUMN "order".description IS '[15] What is ordered in words (OBR-4.2)';
COMMENT ON COLUMN "order".protocol_code IS '[16] Scheduled protocol code (IPC-6.1)';
COMMENT ON COLUMN "order".protocol_system IS '[17] Its coding system';
COMMENT ON COLUMN "order".protocol_description IS '[18] Its meaning';
COMMENT ON COLUMN "order".order_control IS '[19] Order Control of the newest message (ORC-1)';
COMMENT ON COLUMN "order".priority IS '[20] Priority (TQ1-9, ORC-7.6, OBR-27.6)';
COMMENT ON COLUMN "order".ordered_datetime IS '[21] Date/Time of Transaction (ORC-9), or Requested (OBR-6), wall clock';
COMMENT ON COLUMN "order".scheduled_datetime IS '[22] Scheduled start (OBR-36, TQ1-7, ORC-7.4), wall clock';
COMMENT ON COLUMN "order".performed_datetime IS '[23] Observation Date/Time (OBR-7), wall clock';
COMMENT ON COLUMN "order".utc_offset_min IS '[24] Minutes that the wall clock is ahead of UTC; NULL where not said';
COMMENT ON COLUMN "order".station_name IS '[25] Scheduled Station Name (IPC-7)';
COMMENT ON COLUMN "order".station_location IS '[26] Scheduled Procedure Step Location (IPC-8)';
COMMENT ON COLUMN "order".station_ae_titles IS '[27] Scheduled Station AE Titles (IPC-9)';
COMMENT ON COLUMN "order".reason IS '[28] Reason for study in words (OBR-31, OBR-13)';
COMMENT ON COLUMN "order".reason_code IS '[29] Reason for study as a code (OBR-31.1)';
COMMENT ON COLUMN "order".body_site IS '[30] Body site (OBR-15, ServiceRequest.bodySite)';
COMMENT ON COLUMN "order".requesting_physician IS '[31] Ordering Provider (OBR-16, ORC-12) as in DICOM';
COMMENT ON COLUMN "order".referring_physician IS '[32] Referring Doctor (PV1-8) as in DICOM';
COMMENT ON COLUMN "order".performing_physician IS '[33] Technician (OBR-34) as in DICOM';
COMMENT ON COLUMN "order".danger_code IS '[34] Danger Code (OBR-12): medical alerts';
COMMENT ON COLUMN "order".transport IS '[35] Transportation Mode or arrangement (OBR-30)';
COMMENT ON COLUMN "order".encounter_id IS '[36] The stay or visit, see encounter';
COMMENT ON COLUMN "order".patient_key IS '[37] Whose it is now, after moves of visits; see patient_identity.patient_key';
COMMENT ON COLUMN "order".sent_patient_key IS '[38] Whose it was in the message that brought it';
COMMENT ON COLUMN "order".visit_number IS '[39] Visit number of the message, where it has one; moves of visits go by it';
COMMENT ON COLUMN "order".status IS '[40] scheduled, arrived, in_progress, completed, cancelled, on_hold, replaced, or unknown';
COMMENT ON COLUMN "order".message_datetime IS '[41] Time of the newest message that spoke of it (MSH-7), or meta.lastUpdated; wall clock';
COMMENT ON COLUMN "order".first_message_id IS '[42] The message or resource that brought it first, see hl7_message.message_id';
COMMENT ON COLUMN "order".message_id IS '[43] The message or resource that spoke of it last';
COMMENT ON COLUMN "order".source IS '[44] hl7, fhir, or dicom';
