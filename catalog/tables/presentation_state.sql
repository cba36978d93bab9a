-- One row is one presentation state: how someone left a picture on the screen, and what was drawn on it.
CREATE TABLE presentation_state (
    instance_version_id        VARCHAR,
    "SOPInstanceUID"           VARCHAR,
    "SeriesInstanceUID"        VARCHAR,
    "StudyInstanceUID"         VARCHAR,
    patient_key                VARCHAR,
    sop_class_name             VARCHAR,
    "ContentLabel"             VARCHAR,
    "ContentDescription"       VARCHAR,
    "PresentationLUTShape"     VARCHAR,
    "WindowCenter"             DOUBLE,
    "WindowWidth"              DOUBLE,
    "ImageRotation"            INTEGER,
    "ImageHorizontalFlip"      VARCHAR,
    displayed_area             INTEGER[],
    n_images                   INTEGER,
    n_graphics                 INTEGER,
    n_compounds                INTEGER,
    n_texts                    INTEGER,
    texts                      VARCHAR[],
    "ShutterShape"             VARCHAR[],
    "source_SeriesInstanceUID" VARCHAR
);
COMMENT ON TABLE presentation_state IS 'Presentation states';
COMMENT ON COLUMN presentation_state.instance_version_id IS '[1] The object';
COMMENT ON COLUMN presentation_state."SOPInstanceUID" IS '[2] SOPInstanceUID (0008,0018) of the object';
COMMENT ON COLUMN presentation_state."SeriesInstanceUID" IS '[3] SeriesInstanceUID (0020,000E) of the object';
COMMENT ON COLUMN presentation_state."StudyInstanceUID" IS '[4] StudyInstanceUID (0020,000D) of the object';
COMMENT ON COLUMN presentation_state.patient_key IS '[5] The patient, see patient.patient_key';
COMMENT ON COLUMN presentation_state.sop_class_name IS '[6] Kind of presentation state';
COMMENT ON COLUMN presentation_state."ContentLabel" IS '[7] (0070,0080)';
COMMENT ON COLUMN presentation_state."ContentDescription" IS '[8] (0070,0081)';
COMMENT ON COLUMN presentation_state."PresentationLUTShape" IS '[9] IDENTITY or INVERSE; (2050,0020)';
COMMENT ON COLUMN presentation_state."WindowCenter" IS '[10] First window of the state; (0028,1050)';
COMMENT ON COLUMN presentation_state."WindowWidth" IS '[11] (0028,1051)';
COMMENT ON COLUMN presentation_state."ImageRotation" IS '[12] Degrees; (0070,0042)';
COMMENT ON COLUMN presentation_state."ImageHorizontalFlip" IS '[13] Y or N; (0070,0041)';
COMMENT ON COLUMN presentation_state.displayed_area IS '[14] Left, top, right, bottom of the first displayed area, in pixels from 1; (0070,0052), (0070,0053)';
COMMENT ON COLUMN presentation_state.n_images IS '[15] Images that it is for';
COMMENT ON COLUMN presentation_state.n_graphics IS '[16] Graphic objects drawn';
COMMENT ON COLUMN presentation_state.n_compounds IS '[17] Compound graphics drawn, such as rulers and arrows; (0070,0209)';
COMMENT ON COLUMN presentation_state.n_texts IS '[18] Text objects';
COMMENT ON COLUMN presentation_state.texts IS '[19] Their text, in an identified lake only: it may hold names; (0070,0006)';
COMMENT ON COLUMN presentation_state."ShutterShape" IS '[20] (0018,1600)';
COMMENT ON COLUMN presentation_state."source_SeriesInstanceUID" IS '[21] Series of its images, where all are of one';
