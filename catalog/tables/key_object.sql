-- One row is one key object selection: images that someone marked, and why (PS3.16 TID 2010).
CREATE TABLE key_object (
    instance_version_id      VARCHAR,
    "SOPInstanceUID"         VARCHAR,
    "SeriesInstanceUID"      VARCHAR,
    "StudyInstanceUID"       VARCHAR,
    patient_key              VARCHAR,
    title_code               VARCHAR,
    title_scheme             VARCHAR,
    title_meaning            VARCHAR,
    modifier_meanings        VARCHAR[],
    description              VARCHAR,
    n_objects                INTEGER,
    "marked_SOPInstanceUIDs" VARCHAR[]
);
COMMENT ON TABLE key_object IS 'Key object selections';
COMMENT ON COLUMN key_object.instance_version_id IS '[1] The object';
COMMENT ON COLUMN key_object."SOPInstanceUID" IS '[2] SOPInstanceUID (0008,0018) of the object';
COMMENT ON COLUMN key_object."SeriesInstanceUID" IS '[3] SeriesInstanceUID (0020,000E) of the object';
COMMENT ON COLUMN key_object."StudyInstanceUID" IS '[4] StudyInstanceUID (0020,000D) of the object';
COMMENT ON COLUMN key_object.patient_key IS '[5] The patient, see patient.patient_key';
COMMENT ON COLUMN key_object.title_code IS '[6] Code value of the document title, CID 7010: Of Interest, Rejected for Quality Reasons, For Teaching ...';
COMMENT ON COLUMN key_object.title_scheme IS '[7] Its coding scheme';
COMMENT ON COLUMN key_object.title_meaning IS '[8] Its meaning';
COMMENT ON COLUMN key_object.modifier_meanings IS '[9] What the title says more, for example why an image was rejected (DCM 113011)';
COMMENT ON COLUMN key_object.description IS '[10] Key Object Description (DCM 113012), in an identified lake only: free text may hold names';
COMMENT ON COLUMN key_object.n_objects IS '[11] Objects that were marked';
COMMENT ON COLUMN key_object."marked_SOPInstanceUIDs" IS '[12] They, in order';
