-- One row is an HL7 v2 message as it came, with how it was acknowledged.
CREATE TABLE hl7_message (
    message_id          VARCHAR,
    sequence            BIGINT,
    received_at         TIMESTAMP,
    uri                 VARCHAR,
    control_id          VARCHAR,
    message_type        VARCHAR,
    sending_application VARCHAR,
    sending_facility    VARCHAR,
    message_datetime    TIMESTAMP,
    version             VARCHAR,
    charset             VARCHAR,
    ack_code            VARCHAR,
    ack_reason          VARCHAR,
    patient_key         VARCHAR,
    other_patient_key   VARCHAR,
    n_times             INTEGER,
    sha256              VARCHAR,
    raw                 BLOB
);
COMMENT ON TABLE hl7_message IS 'HL7 v2 messages, raw';
COMMENT ON COLUMN hl7_message.message_id IS '[1] Key: "m" and 20 hex digits of the SHA-256 over the message without empty endings of segments';
COMMENT ON COLUMN hl7_message.sequence IS '[2] Order of arrival in this lake, from 1';
COMMENT ON COLUMN hl7_message.received_at IS '[3] When it was taken in, UTC';
COMMENT ON COLUMN hl7_message.uri IS '[4] Where it came from: a file with the number of the message in it, or mllp: and a connection';
COMMENT ON COLUMN hl7_message.control_id IS '[5] Message Control ID (MSH-10)';
COMMENT ON COLUMN hl7_message.message_type IS '[6] Message code and trigger event (MSH-9), such as ADT^A08';
COMMENT ON COLUMN hl7_message.sending_application IS '[7] Sending Application (MSH-3)';
COMMENT ON COLUMN hl7_message.sending_facility IS '[8] Sending Facility (MSH-4)';
COMMENT ON COLUMN hl7_message.message_datetime IS '[9] Date/Time of Message (MSH-7), wall clock';
COMMENT ON COLUMN hl7_message.version IS '[10] Version ID (MSH-12)';
COMMENT ON COLUMN hl7_message.charset IS '[11] Character set that the text was read in, by MSH-18 or by the bytes';
COMMENT ON COLUMN hl7_message.ack_code IS '[12] AA accepted, AE with an error in its content, AR refused (table 0008)';
COMMENT ON COLUMN hl7_message.ack_reason IS '[13] Why it is not AA: a word that issue.code has too';
COMMENT ON COLUMN hl7_message.patient_key IS '[14] Patient of PID; see patient_identity.patient_key';
COMMENT ON COLUMN hl7_message.other_patient_key IS '[15] Patient of MRG, where there is one';
COMMENT ON COLUMN hl7_message.n_times IS '[16] How often the same message came; resends change nothing else';
COMMENT ON COLUMN hl7_message.sha256 IS '[17] SHA-256 of the bytes in raw';
COMMENT ON COLUMN hl7_message.raw IS '[18] The message, byte by byte';
