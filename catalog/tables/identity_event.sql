-- One row says that a message, or a person, joined, parted or moved identifiers: the history of identity, nothing is ever taken out.
CREATE TABLE identity_event (
    event_id          VARCHAR,
    sequence          BIGINT,
    kind              VARCHAR,
    patient_key       VARCHAR,
    other_patient_key VARCHAR,
    visit_number      VARCHAR,
    undoes            VARCHAR,
    verdict           VARCHAR,
    message_id        VARCHAR,
    said_by           VARCHAR,
    reason            VARCHAR,
    recorded_at       TIMESTAMP
);
COMMENT ON TABLE identity_event IS 'History of identity: merges, links, changes of identifiers, moves, and what undid them';
COMMENT ON COLUMN identity_event.event_id IS '[1] Key: "k" and 20 hex digits of the SHA-256 over message, kind and both keys';
COMMENT ON COLUMN identity_event.sequence IS '[2] Order in which events apply, from 1';
COMMENT ON COLUMN identity_event.kind IS '[3] merge (A18, A34, A35, A36, A40), change (A46, A47, A49), link (A24, or several record numbers in one message), unlink (A37), move_identifier (A43), move_visit (A44, A45), or undo';
COMMENT ON COLUMN identity_event.patient_key IS '[4] The identifier that stays, or gets';
COMMENT ON COLUMN identity_event.other_patient_key IS '[5] The identifier that goes, or gives';
COMMENT ON COLUMN identity_event.visit_number IS '[6] The visit or account that moves';
COMMENT ON COLUMN identity_event.undoes IS '[7] For undo: the event_id that no longer counts';
COMMENT ON COLUMN identity_event.verdict IS '[8] applied, undone, or refused with the reason after a colon: loop, unknown, not_linked, same, conflict';
COMMENT ON COLUMN identity_event.message_id IS '[9] The message that said so; NULL where a person did';
COMMENT ON COLUMN identity_event.said_by IS '[10] Who said so where no message did';
COMMENT ON COLUMN identity_event.reason IS '[11] Why, in the words of that person';
COMMENT ON COLUMN identity_event.recorded_at IS '[12] When it was taken in, UTC';
