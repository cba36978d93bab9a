-- One row per reference from an object to another. Read it through the view reference, which adds resolved.
CREATE TABLE reference_row (
    "from_instance" VARCHAR,
    "from_SOPInstanceUID" VARCHAR,
    "from_tag" VARCHAR,
    "from_path" VARCHAR,
    "kind" VARCHAR,
    "to_sop_class" VARCHAR,
    "to_sop_instance" VARCHAR,
    "to_frame" BIGINT,
    "to_segment" BIGINT,
    "to_series" VARCHAR,
    "to_study" VARCHAR,
    "to_frame_of_reference" VARCHAR,
    "frame_index" BIGINT
);

COMMENT ON TABLE reference_row IS 'References between objects, as the referring object states them';
COMMENT ON COLUMN reference_row."from_instance" IS '[1] instance_version_id of the object that refers';
COMMENT ON COLUMN reference_row."from_SOPInstanceUID" IS '[2] SOPInstanceUID of the object that refers';
COMMENT ON COLUMN reference_row."from_tag" IS '[3] Tag of the sequence that refers, as ggggeeee';
COMMENT ON COLUMN reference_row."from_path" IS '[4] Path of the item that refers, as in element';
COMMENT ON COLUMN reference_row."kind" IS '[5] source_image, referenced_image, segmentation_frame, contour_image, sr_image, sr_composite, evidence, series, study, rt_plan, structure_set, presentation_state, real_world_value_map, frame_of_reference, other';
COMMENT ON COLUMN reference_row."to_sop_class" IS '[6] ReferencedSOPClassUID (0008,1150)';
COMMENT ON COLUMN reference_row."to_sop_instance" IS '[7] ReferencedSOPInstanceUID (0008,1155)';
COMMENT ON COLUMN reference_row."to_frame" IS '[8] ReferencedFrameNumber (0008,1160), from 1; NULL where the whole object is meant';
COMMENT ON COLUMN reference_row."to_segment" IS '[9] ReferencedSegmentNumber (0062,000B)';
COMMENT ON COLUMN reference_row."to_series" IS '[10] SeriesInstanceUID that the reference names';
COMMENT ON COLUMN reference_row."to_study" IS '[11] StudyInstanceUID that the reference names';
COMMENT ON COLUMN reference_row."to_frame_of_reference" IS '[12] FrameOfReferenceUID that the reference names';
COMMENT ON COLUMN reference_row."frame_index" IS '[13] Frame of the referring object that the reference belongs to, from 0; NULL where it belongs to the object';
