-- One row is an appointment.
CREATE TABLE appointment (
    appointment_id            VARCHAR,
    placer_appointment_number VARCHAR,
    filler_appointment_number VARCHAR,
    code                      VARCHAR,
    code_system               VARCHAR,
    description               VARCHAR,
    begin_datetime            TIMESTAMP,
    end_datetime              TIMESTAMP,
    duration_min              DOUBLE,
    location                  VARCHAR,
    encounter_id              VARCHAR,
    patient_key               VARCHAR,
    sent_patient_key          VARCHAR,
    visit_number              VARCHAR,
    status                    VARCHAR,
    message_datetime          TIMESTAMP,
    first_message_id          VARCHAR,
    message_id                VARCHAR,
    source                    VARCHAR
);
COMMENT ON TABLE appointment IS 'Appointments (SCH, AIS)';
COMMENT ON COLUMN appointment.appointment_id IS '[1] Key: "h" and 20 hex digits of a SHA-256 over placer or filler number';
COMMENT ON COLUMN appointment.placer_appointment_number IS '[2] Placer Appointment ID (SCH-1)';
COMMENT ON COLUMN appointment.filler_appointment_number IS '[3] Filler Appointment ID (SCH-2)';
COMMENT ON COLUMN appointment.code IS '[4] Service as a code (AIS-3.1), else appointment type';
COMMENT ON COLUMN appointment.code_system IS '[5] Coding system of code';
COMMENT ON COLUMN appointment.description IS '[6] Service or reason in words';
COMMENT ON COLUMN appointment.begin_datetime IS '[7] Begin (SCH-11.4, TQ1-7, AIS-4), wall clock';
COMMENT ON COLUMN appointment.end_datetime IS '[8] End, wall clock';
COMMENT ON COLUMN appointment.duration_min IS '[9] Duration, minutes';
COMMENT ON COLUMN appointment.location IS '[10] Where (AIL-3)';
COMMENT ON COLUMN appointment.encounter_id IS '[11] The stay or visit, see encounter';
COMMENT ON COLUMN appointment.patient_key IS '[12] Whose it is now, after moves of visits; see patient_identity.patient_key';
COMMENT ON COLUMN appointment.sent_patient_key IS '[13] Whose it was in the message that brought it';
COMMENT ON COLUMN appointment.visit_number IS '[14] Visit number of the message, where it has one; moves of visits go by it';
COMMENT ON COLUMN appointment.status IS '[15] booked, pending, arrived, cancelled, no_show, fulfilled, or blocked';
COMMENT ON COLUMN appointment.message_datetime IS '[16] Time of the newest message that spoke of it (MSH-7), or meta.lastUpdated; wall clock';
COMMENT ON COLUMN appointment.first_message_id IS '[17] The message or resource that brought it first, see hl7_message.message_id';
COMMENT ON COLUMN appointment.message_id IS '[18] The message or resource that spoke of it last';
COMMENT ON COLUMN appointment.source IS '[19] hl7, fhir, or dicom';
