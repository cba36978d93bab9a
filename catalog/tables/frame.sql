-- One row per frame of an instance with pixel data: where its bytes lie, and its own geometry and timing.
CREATE TABLE frame (
    "instance_version_id" VARCHAR,
    "frame_index" BIGINT,
    "frame_offset" BIGINT,
    "frame_length" BIGINT,
    "fragment_offsets" BIGINT[],
    "fragment_lengths" BIGINT[],
    "sha256" VARCHAR,
    "FrameType" VARCHAR[],
    "StackID" VARCHAR,
    "InStackPositionNumber" BIGINT,
    "TemporalPositionIndex" BIGINT,
    "FrameAcquisitionNumber" INTEGER,
    "FrameAcquisitionDateTime" TIMESTAMP,
    "FrameAcquisitionDateTime_offset_min" INTEGER,
    "FrameReferenceDateTime" TIMESTAMP,
    "FrameReferenceDateTime_offset_min" INTEGER,
    "FrameAcquisitionDuration" DOUBLE,
    "DimensionIndexValues" BIGINT[],
    "FrameLabel" VARCHAR,
    "FrameLaterality" VARCHAR,
    "EffectiveEchoTime" DOUBLE,
    "EchoTime" DOUBLE,
    "RepetitionTime" DOUBLE,
    "FlipAngle" DOUBLE,
    "InversionTimes" DOUBLE[],
    "DiffusionBValue" DOUBLE,
    "DiffusionGradientOrientation" DOUBLE[],
    "DiffusionDirectionality" VARCHAR,
    "NominalCardiacTriggerDelayTime" DOUBLE,
    "NominalPercentageOfCardiacPhase" FLOAT,
    "NominalPercentageOfRespiratoryPhase" FLOAT,
    "TemporalPositionTimeOffset" DOUBLE,
    "ComplexImageComponent" VARCHAR,
    "AcquisitionContrast" VARCHAR,
    "ReceiveCoilName" VARCHAR,
    "ConvolutionKernel" VARCHAR[],
    "KVP" DOUBLE,
    "FrameReferenceTime" DOUBLE,
    "ActualFrameDuration" BIGINT,
    "TriggerTime" DOUBLE,
    "ImagePositionPatient" DOUBLE[],
    "ImageOrientationPatient" DOUBLE[],
    "ipp_x" DOUBLE,
    "ipp_y" DOUBLE,
    "ipp_z" DOUBLE,
    "slice_position_mm" DOUBLE,
    "PixelSpacing" DOUBLE[],
    "SliceThickness" DOUBLE,
    "SpacingBetweenSlices" DOUBLE,
    "RescaleSlope" DOUBLE,
    "RescaleIntercept" DOUBLE,
    "RescaleType" VARCHAR,
    "WindowCenter" DOUBLE[],
    "WindowWidth" DOUBLE[],
    "rwv_slope" DOUBLE,
    "rwv_intercept" DOUBLE,
    "rwv_unit_code" VARCHAR,
    "philips_scale_slope" DOUBLE,
    "philips_scale_intercept" DOUBLE,
    "ReferencedSegmentNumber" BIGINT
);

COMMENT ON TABLE frame IS 'Frames, single and multi-frame: offsets, geometry, timing; values of the functional groups where there are any, else of the data set';
COMMENT ON COLUMN frame."instance_version_id" IS '[1] The instance that holds the frame';
COMMENT ON COLUMN frame."frame_index" IS '[2] Number of the frame, from 0';
COMMENT ON COLUMN frame."frame_offset" IS '[3] Byte where the frame begins in the file (in the inflated data set where it is deflated); of encapsulated pixel data the value of its first fragment; NULL where frames share a stream or begin inside a byte; computed';
COMMENT ON COLUMN frame."frame_length" IS '[4] Bytes of the frame; the sum of its fragments where it has several; computed';
COMMENT ON COLUMN frame."fragment_offsets" IS '[5] Byte where each fragment of the frame begins, where it has several; computed';
COMMENT ON COLUMN frame."fragment_lengths" IS '[6] Bytes of each fragment of the frame, where it has several; computed';
COMMENT ON COLUMN frame."sha256" IS '[7] sha256, hex, of the bytes of the frame as stored; computed';
COMMENT ON COLUMN frame."FrameType" IS '[8] Frame Type (0008,9007) CS of the functional groups of the frame, else ImageType';
COMMENT ON COLUMN frame."StackID" IS '[9] Stack ID; (0020,9056) SH';
COMMENT ON COLUMN frame."InStackPositionNumber" IS '[10] In-Stack Position Number; (0020,9057) UL';
COMMENT ON COLUMN frame."TemporalPositionIndex" IS '[11] Temporal Position Index; (0020,9128) UL';
COMMENT ON COLUMN frame."FrameAcquisitionNumber" IS '[12] Frame Acquisition Number; (0020,9156) US';
COMMENT ON COLUMN frame."FrameAcquisitionDateTime" IS '[13] Frame Acquisition DateTime; (0018,9074) DT';
COMMENT ON COLUMN frame."FrameAcquisitionDateTime_offset_min" IS '[14] Minutes east of UTC said in FrameAcquisitionDateTime itself; NULL where it says none; (0018,9074)';
COMMENT ON COLUMN frame."FrameReferenceDateTime" IS '[15] Frame Reference DateTime; (0018,9151) DT';
COMMENT ON COLUMN frame."FrameReferenceDateTime_offset_min" IS '[16] Minutes east of UTC said in FrameReferenceDateTime itself; NULL where it says none; (0018,9151)';
COMMENT ON COLUMN frame."FrameAcquisitionDuration" IS '[17] Frame Acquisition Duration, ms; (0018,9220) FD';
COMMENT ON COLUMN frame."DimensionIndexValues" IS '[18] Dimension Index Values; (0020,9157) UL';
COMMENT ON COLUMN frame."FrameLabel" IS '[19] Frame Label; (0020,9453) LO';
COMMENT ON COLUMN frame."FrameLaterality" IS '[20] Frame Laterality; (0020,9072) CS';
COMMENT ON COLUMN frame."EffectiveEchoTime" IS '[21] Effective Echo Time, ms; (0018,9082) FD';
COMMENT ON COLUMN frame."EchoTime" IS '[22] Echo Time, ms; (0018,0081) DS';
COMMENT ON COLUMN frame."RepetitionTime" IS '[23] Repetition Time, ms; (0018,0080) DS';
COMMENT ON COLUMN frame."FlipAngle" IS '[24] Flip Angle, degrees; (0018,1314) DS';
COMMENT ON COLUMN frame."InversionTimes" IS '[25] Inversion Times, ms; (0018,9079) FD';
COMMENT ON COLUMN frame."DiffusionBValue" IS '[26] Diffusion b-value, s/mm2; (0018,9087) FD';
COMMENT ON COLUMN frame."DiffusionGradientOrientation" IS '[27] Diffusion Gradient Orientation; (0018,9089) FD';
COMMENT ON COLUMN frame."DiffusionDirectionality" IS '[28] Diffusion Directionality; (0018,9075) CS';
COMMENT ON COLUMN frame."NominalCardiacTriggerDelayTime" IS '[29] Nominal Cardiac Trigger Delay Time, ms; (0020,9153) FD';
COMMENT ON COLUMN frame."NominalPercentageOfCardiacPhase" IS '[30] Nominal Percentage of Cardiac Phase; (0020,9241) FL';
COMMENT ON COLUMN frame."NominalPercentageOfRespiratoryPhase" IS '[31] Nominal Percentage of Respiratory Phase; (0020,9245) FL';
COMMENT ON COLUMN frame."TemporalPositionTimeOffset" IS '[32] Temporal Position Time Offset, s; (0020,930D) FD';
COMMENT ON COLUMN frame."ComplexImageComponent" IS '[33] Complex Image Component; (0008,9208) CS';
COMMENT ON COLUMN frame."AcquisitionContrast" IS '[34] Acquisition Contrast; (0008,9209) CS';
COMMENT ON COLUMN frame."ReceiveCoilName" IS '[35] Receive Coil Name; (0018,1250) SH';
COMMENT ON COLUMN frame."ConvolutionKernel" IS '[36] Convolution Kernel; (0018,1210) SH';
COMMENT ON COLUMN frame."KVP" IS '[37] KVP, kV; (0018,0060) DS';
COMMENT ON COLUMN frame."FrameReferenceTime" IS '[38] Frame Reference Time, ms; (0054,1300) DS';
COMMENT ON COLUMN frame."ActualFrameDuration" IS '[39] Actual Frame Duration, ms; (0018,1242) IS';
COMMENT ON COLUMN frame."TriggerTime" IS '[40] Trigger Time, ms; (0018,1060) DS';
COMMENT ON COLUMN frame."ImagePositionPatient" IS '[41] Image Position (Patient), mm, LPS: centre of the first voxel; (0020,0032) DS';
COMMENT ON COLUMN frame."ImageOrientationPatient" IS '[42] Image Orientation (Patient), LPS cosines: along a row, along a column; (0020,0037) DS';
COMMENT ON COLUMN frame."ipp_x" IS '[43] First value of ImagePositionPatient, mm, LPS; computed';
COMMENT ON COLUMN frame."ipp_y" IS '[44] Second value of ImagePositionPatient, mm, LPS; computed';
COMMENT ON COLUMN frame."ipp_z" IS '[45] Third value of ImagePositionPatient, mm, LPS; computed';
COMMENT ON COLUMN frame."slice_position_mm" IS '[46] ImagePositionPatient projected on the normal (row direction x column direction), mm; computed';
COMMENT ON COLUMN frame."PixelSpacing" IS '[47] Pixel Spacing, mm between rows, between columns; (0028,0030) DS';
COMMENT ON COLUMN frame."SliceThickness" IS '[48] Slice Thickness, mm; never the spacing; (0018,0050) DS';
COMMENT ON COLUMN frame."SpacingBetweenSlices" IS '[49] Spacing Between Slices, mm; (0018,0088) DS';
COMMENT ON COLUMN frame."RescaleSlope" IS '[50] Rescale Slope; (0028,1053) DS';
COMMENT ON COLUMN frame."RescaleIntercept" IS '[51] Rescale Intercept; (0028,1052) DS';
COMMENT ON COLUMN frame."RescaleType" IS '[52] Rescale Type; (0028,1054) LO';
COMMENT ON COLUMN frame."WindowCenter" IS '[53] Window Center; (0028,1050) DS';
COMMENT ON COLUMN frame."WindowWidth" IS '[54] Window Width; (0028,1051) DS';
COMMENT ON COLUMN frame."rwv_slope" IS '[55] RealWorldValueSlope (0040,9225) of the first mapping of the frame';
COMMENT ON COLUMN frame."rwv_intercept" IS '[56] RealWorldValueIntercept (0040,9224) of the first mapping of the frame';
COMMENT ON COLUMN frame."rwv_unit_code" IS '[57] Code of MeasurementUnitsCodeSequence (0040,08EA) of the first mapping of the frame';
COMMENT ON COLUMN frame."philips_scale_slope" IS '[58] Philips scale slope (2005,xx0E) of the frame';
COMMENT ON COLUMN frame."philips_scale_intercept" IS '[59] Philips scale intercept (2005,xx0D) of the frame';
COMMENT ON COLUMN frame."ReferencedSegmentNumber" IS '[60] Referenced Segment Number (0062,000B) US of a segmentation''s frame';
