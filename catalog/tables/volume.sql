-- One row per planned volume: the frames of a series that form one array, with the verdict on their geometry.
CREATE TABLE volume (
    "volume_id" VARCHAR,
    "SeriesInstanceUID" VARCHAR,
    "volume_index" INTEGER,
    "kind" VARCHAR,
    "verdict" VARCHAR,
    "reason_codes" VARCHAR[],
    "split_keys" VARCHAR[],
    "n_slices" INTEGER,
    "n_time" INTEGER,
    "axes" VARCHAR,
    "shape" BIGINT[],
    "axis_name" VARCHAR,
    "axis_unit" VARCHAR,
    "axis_values" DOUBLE[],
    "axis_labels" VARCHAR[],
    "axis_durations_s" DOUBLE[],
    "axis_gradients" DOUBLE[],
    "affine_lps" DOUBLE[],
    "origin_lps" DOUBLE[],
    "direction_lps" DOUBLE[],
    "spacing_mm" DOUBLE[],
    "slice_spacing_mm" DOUBLE,
    "spacing_deviation_mm" DOUBLE,
    "in_plane_deviation_mm" DOUBLE,
    "shear_degrees" DOUBLE,
    "obliquity_degrees" DOUBLE,
    "plane" VARCHAR,
    "handedness" VARCHAR,
    "gap_positions" DOUBLE[],
    "dtype" VARCHAR,
    "unit_code" VARCHAR,
    "rescale_mode" VARCHAR,
    "rescale_source" VARCHAR,
    "rescale_slope" DOUBLE,
    "rescale_intercept" DOUBLE,
    "PhotometricInterpretation" VARCHAR,
    "FrameOfReferenceUID" VARCHAR,
    "suv_bw_factor" DOUBLE,
    "suv_status" VARCHAR,
    "single_orientation" BOOLEAN,
    "orthogonal_orientation" BOOLEAN,
    "unique_slice_positions" BOOLEAN,
    "consistent_in_plane_row" BOOLEAN,
    "consistent_in_plane_col" BOOLEAN,
    "consistent_pixel_spacing" BOOLEAN,
    "consistent_image_dimensions" BOOLEAN,
    "uniform_slice_spacing" BOOLEAN,
    "regularly_spaced_3d_volume" BOOLEAN,
    "value_min" DOUBLE,
    "value_max" DOUBLE,
    "zarr_uri" VARCHAR,
    "zarr_checksum" VARCHAR,
    "rule_version" VARCHAR,
    "code_version" VARCHAR
);

COMMENT ON TABLE volume IS 'Volumes that series become, with verdict, reasons, axes, geometry and values';
COMMENT ON COLUMN volume."volume_id" IS '[1] Key: "v" and 20 hex digits of the SHA-256 over SeriesInstanceUID, kind and the frames in their places';
COMMENT ON COLUMN volume."SeriesInstanceUID" IS '[2] Series Instance UID; (0020,000E) UI';
COMMENT ON COLUMN volume."volume_index" IS '[3] Number of the volume within its series, from 0: real volumes first';
COMMENT ON COLUMN volume."kind" IS '[4] stack, multiframe, mosaic, projection or us_clip; computed';
COMMENT ON COLUMN volume."verdict" IS '[5] not_a_volume, single, variable_spacing, regular_with_gaps, sheared or regular: the first that fits, in this order; computed';
COMMENT ON COLUMN volume."reason_codes" IS '[6] Decisions and faults in lower-case words, see the documentation of the planner; computed';
COMMENT ON COLUMN volume."split_keys" IS '[7] What tells this volume from others of its series, as Keyword=value; NULL where nothing does; computed';
COMMENT ON COLUMN volume."n_slices" IS '[8] Slices at one time point; computed';
COMMENT ON COLUMN volume."n_time" IS '[9] Length of the leading axis, 1 where there is none; computed';
COMMENT ON COLUMN volume."axes" IS '[10] Axes of the array, one letter each: t in front (time, diffusion, cardiac phase), z slice, y row, x column, c colour last';
COMMENT ON COLUMN volume."shape" IS '[11] Length of the array along each letter of axes; computed';
COMMENT ON COLUMN volume."axis_name" IS '[12] Keyword that makes the leading axis, several with a comma; NULL without such an axis; computed';
COMMENT ON COLUMN volume."axis_unit" IS '[13] Unit of axis_values: s, ms, s/mm2, or 1 for a plain number; computed';
COMMENT ON COLUMN volume."axis_values" IS '[14] Coordinates along the leading axis; of PET the starts of the frames in seconds from the first; computed';
COMMENT ON COLUMN volume."axis_labels" IS '[15] Coordinates along the leading axis in words, with all attributes that make it; computed';
COMMENT ON COLUMN volume."axis_durations_s" IS '[16] Length of each time point, s, of ActualFrameDuration (0018,1242) or FrameAcquisitionDuration (0018,9220); computed';
COMMENT ON COLUMN volume."axis_gradients" IS '[17] Direction of the diffusion gradient of each time point, three cosines each; computed';
COMMENT ON COLUMN volume."affine_lps" IS '[18] 16 numbers, row-major: index (column, row, slice, 1) to LPS mm; only where exact for every voxel; computed';
COMMENT ON COLUMN volume."origin_lps" IS '[19] Centre of the first voxel, LPS mm; computed';
COMMENT ON COLUMN volume."direction_lps" IS '[20] Unit vectors along a row, along a column and along the normal, one after another, LPS; computed';
COMMENT ON COLUMN volume."spacing_mm" IS '[21] Distance between slices along the normal, between rows, between columns, mm; the first NULL where no single one is true';
COMMENT ON COLUMN volume."slice_spacing_mm" IS '[22] First number of spacing_mm, mm; computed';
COMMENT ON COLUMN volume."spacing_deviation_mm" IS '[23] Largest difference of a step from the mean step, mm; computed';
COMMENT ON COLUMN volume."in_plane_deviation_mm" IS '[24] Largest distance of a slice from the straight line through all, mm; computed';
COMMENT ON COLUMN volume."shear_degrees" IS '[25] Angle between the normal and the direction of stacking, degrees; computed';
COMMENT ON COLUMN volume."obliquity_degrees" IS '[26] Angle between the normal and the nearest axis of the patient, degrees; computed';
COMMENT ON COLUMN volume."plane" IS '[27] axial, coronal or sagittal, whichever is nearest to the slices; computed';
COMMENT ON COLUMN volume."handedness" IS '[28] right: slices ascend along row direction x column direction; NULL without geometry; computed';
COMMENT ON COLUMN volume."gap_positions" IS '[29] Positions along the normal, mm, of planes that are not there; NULL where none lacks; computed';
COMMENT ON COLUMN volume."dtype" IS '[30] Type of the array: that of the stored values where one rescale holds, else float32; computed';
COMMENT ON COLUMN volume."unit_code" IS '[31] Unit of the real-world values as the file says it (HU, BQML); computed';
COMMENT ON COLUMN volume."rescale_mode" IS '[32] uniform: the array holds stored values; per_slice: it holds real values; computed';
COMMENT ON COLUMN volume."rescale_source" IS '[33] stored, rescale, real_world_value_map, modality_lut or dose_grid_scaling: where real values come from; computed';
COMMENT ON COLUMN volume."rescale_slope" IS '[34] Slope of all frames where rescale_mode is uniform; computed';
COMMENT ON COLUMN volume."rescale_intercept" IS '[35] Intercept of all frames where rescale_mode is uniform; computed';
COMMENT ON COLUMN volume."PhotometricInterpretation" IS '[37] Photometric Interpretation of the first frame as stored; (0028,0004) CS';
COMMENT ON COLUMN volume."FrameOfReferenceUID" IS '[38] Frame of Reference UID; (0020,0052) UI';
COMMENT ON COLUMN volume."suv_bw_factor" IS '[39] SUVbw, g/ml, = value in unit_code x this factor; NULL where none can be known; computed';
COMMENT ON COLUMN volume."suv_status" IS '[40] ok, already_suv, vendor_factor, or why there is no factor; NULL where not PET; computed';
COMMENT ON COLUMN volume."single_orientation" IS '[41] All frames have one orientation, as the check of that name in the Imaging Data Commons; computed';
COMMENT ON COLUMN volume."orthogonal_orientation" IS '[42] Row and column directions are unit vectors at right angles, as in the Imaging Data Commons; computed';
COMMENT ON COLUMN volume."unique_slice_positions" IS '[43] No two frames lie at one place, as in the Imaging Data Commons; computed';
COMMENT ON COLUMN volume."consistent_in_plane_row" IS '[44] Frames start within 0.1 mm along the row direction, as in the Imaging Data Commons; computed';
COMMENT ON COLUMN volume."consistent_in_plane_col" IS '[45] Frames start within 0.1 mm along the column direction, as in the Imaging Data Commons; computed';
COMMENT ON COLUMN volume."consistent_pixel_spacing" IS '[46] All frames have one PixelSpacing, as in the Imaging Data Commons; computed';
COMMENT ON COLUMN volume."consistent_image_dimensions" IS '[47] All frames have equal Rows and Columns, as in the Imaging Data Commons; computed';
COMMENT ON COLUMN volume."uniform_slice_spacing" IS '[48] Steps between slices are within 1 % of their mean, as in the Imaging Data Commons; computed';
COMMENT ON COLUMN volume."regularly_spaced_3d_volume" IS '[49] All eight checks hold; the verdict is the finer answer; computed';
COMMENT ON COLUMN volume."value_min" IS '[50] Least real-world value, unit_code; NULL until converted; computed';
COMMENT ON COLUMN volume."value_max" IS '[51] Largest real-world value, unit_code; NULL until converted; computed';
COMMENT ON COLUMN volume."zarr_uri" IS '[52] Where the converted volume lies, relative to the lake; NULL until converted';
COMMENT ON COLUMN volume."zarr_checksum" IS '[53] SHA-256 over the list of the store''s files and their digests; NULL until converted';
COMMENT ON COLUMN volume."rule_version" IS '[54] Version of the planning rules';
COMMENT ON COLUMN volume."code_version" IS '[55] Version of pacslake that planned it';
