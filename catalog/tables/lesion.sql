-- One row is one lesion of a person, followed over the visits.
CREATE TABLE lesion (
    lesion_id       VARCHAR,
    patient_key     VARCHAR,
    person          INTEGER,
    "TrackingUID"   VARCHAR,
    name            VARCHAR,
    first_timepoint INTEGER,
    last_timepoint  INTEGER,
    status          VARCHAR,
    n_observations  INTEGER,
    activity_id     VARCHAR,
    organ           VARCHAR,
    is_node         BOOLEAN
);
COMMENT ON TABLE lesion IS 'Lesions followed over the visits of a person';
COMMENT ON COLUMN lesion.lesion_id IS '[1] Key: "l" and 20 hex digits of the SHA-256 over patient_key and the first observation';
COMMENT ON COLUMN lesion.patient_key IS '[2] The patient, see patient.patient_key';
COMMENT ON COLUMN lesion.person IS '[3] Which of several people under one patient_key, see timepoint.person';
COMMENT ON COLUMN lesion."TrackingUID" IS '[4] (0062,0021) Tracking UID; where no object carries one, made from the lesion_id';
COMMENT ON COLUMN lesion.name IS '[5] Segment label or TrackingID of the first observation';
COMMENT ON COLUMN lesion.first_timepoint IS '[6] timepoint_index where it was first seen';
COMMENT ON COLUMN lesion.last_timepoint IS '[7] timepoint_index where it was last seen with a volume above 0';
COMMENT ON COLUMN lesion.status IS '[8] State at the last visit that could be judged';
COMMENT ON COLUMN lesion.n_observations IS '[9] Number of its rows in lesion_observation';
COMMENT ON COLUMN lesion.activity_id IS '[10] The run, see activity.activity_id';
COMMENT ON COLUMN lesion.organ IS '[11] Where it is: the anatomic region of its segment, or the finding site of its report; NULL where nothing says it';
COMMENT ON COLUMN lesion.is_node IS '[12] Whether it is a lymph node (SCT 59441001), which has a size when healthy';
