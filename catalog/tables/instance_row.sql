-- One row per version of a SOP instance: the curated columns of its own header, and what is computed from them. Read it through the view instance.
CREATE TABLE instance_row (
    "instance_version_id" VARCHAR,
    "file_id" VARCHAR,
    "is_current" BOOLEAN,
    "superseded_by" VARCHAR,
    "patient_key" VARCHAR,
    "template_id" VARCHAR,
    "size_bytes" BIGINT,
    "TransferSyntaxUID" VARCHAR,
    "pixel_keyword" VARCHAR,
    "pixel_offset" BIGINT,
    "pixel_length" BIGINT,
    "n_frames" BIGINT,
    "pixel_sha256" VARCHAR,
    "study_datetime" TIMESTAMP,
    "series_datetime" TIMESTAMP,
    "acquisition_datetime" TIMESTAMP,
    "content_datetime" TIMESTAMP,
    "timezone_offset_min" INTEGER,
    "SOPClassUID" VARCHAR,
    "SOPInstanceUID" VARCHAR,
    "SpecificCharacterSet" VARCHAR[],
    "TimezoneOffsetFromUTC" VARCHAR,
    "InstanceCreationDate" DATE,
    "InstanceCreationTime_us" BIGINT,
    "InstanceCreatorUID" VARCHAR,
    "PatientID" VARCHAR,
    "IssuerOfPatientID" VARCHAR,
    "TypeOfPatientID" VARCHAR,
    "PatientName" VARCHAR,
    "PatientBirthDate" DATE,
    "PatientBirthTime_us" BIGINT,
    "PatientSex" VARCHAR,
    "PatientAge" VARCHAR,
    "PatientAge_years" DOUBLE,
    "PatientSize" DOUBLE,
    "PatientWeight" DOUBLE,
    "OtherPatientIDs" VARCHAR[],
    "EthnicGroup" VARCHAR,
    "PatientComments" VARCHAR,
    "AdditionalPatientHistory" VARCHAR,
    "PregnancyStatus" INTEGER,
    "PatientSpeciesDescription" VARCHAR,
    "PatientIdentityRemoved" VARCHAR,
    "DeidentificationMethod" VARCHAR[],
    "LongitudinalTemporalInformationModified" VARCHAR,
    "ClinicalTrialSponsorName" VARCHAR,
    "ClinicalTrialProtocolID" VARCHAR,
    "ClinicalTrialProtocolName" VARCHAR,
    "ClinicalTrialSiteID" VARCHAR,
    "ClinicalTrialSubjectID" VARCHAR,
    "ClinicalTrialTimePointID" VARCHAR,
    "StudyInstanceUID" VARCHAR,
    "StudyID" VARCHAR,
    "StudyDate" DATE,
    "StudyTime_us" BIGINT,
    "AccessionNumber" VARCHAR,
    "StudyDescription" VARCHAR,
    "ReferringPhysicianName" VARCHAR,
    "NameOfPhysiciansReadingStudy" VARCHAR[],
    "InstitutionName" VARCHAR,
    "InstitutionalDepartmentName" VARCHAR,
    "PerformingPhysicianName" VARCHAR[],
    "OperatorsName" VARCHAR[],
    "RequestingPhysician" VARCHAR,
    "RequestedProcedureDescription" VARCHAR,
    "ProcedureCode_code" VARCHAR,
    "ProcedureCode_meaning" VARCHAR,
    "SeriesInstanceUID" VARCHAR,
    "Modality" VARCHAR,
    "SeriesNumber" BIGINT,
    "SeriesDescription" VARCHAR,
    "SeriesDate" DATE,
    "SeriesTime_us" BIGINT,
    "ProtocolName" VARCHAR,
    "BodyPartExamined" VARCHAR,
    "AnatomicRegion_code" VARCHAR,
    "AnatomicRegion_meaning" VARCHAR,
    "Laterality" VARCHAR,
    "ImageLaterality" VARCHAR,
    "PatientPosition" VARCHAR,
    "ViewPosition" VARCHAR,
    "PresentationIntentType" VARCHAR,
    "FrameOfReferenceUID" VARCHAR,
    "SynchronizationFrameOfReferenceUID" VARCHAR,
    "PositionReferenceIndicator" VARCHAR,
    "Manufacturer" VARCHAR,
    "ManufacturerModelName" VARCHAR,
    "DeviceSerialNumber" VARCHAR,
    "StationName" VARCHAR,
    "SoftwareVersions" VARCHAR[],
    "PerformedProcedureStepID" VARCHAR,
    "PerformedProcedureStepDescription" VARCHAR,
    "PerformedProcedureStepStartDate" DATE,
    "PerformedProcedureStepStartTime_us" BIGINT,
    "InstanceNumber" BIGINT,
    "AcquisitionNumber" BIGINT,
    "AcquisitionDate" DATE,
    "AcquisitionTime_us" BIGINT,
    "AcquisitionDateTime" TIMESTAMP,
    "AcquisitionDateTime_offset_min" INTEGER,
    "ContentDate" DATE,
    "ContentTime_us" BIGINT,
    "ImageType" VARCHAR[],
    "ImageComments" VARCHAR,
    "ContentLabel" VARCHAR,
    "ContentDescription" VARCHAR,
    "ImagesInAcquisition" BIGINT,
    "BurnedInAnnotation" VARCHAR,
    "RecognizableVisualFeatures" VARCHAR,
    "QualityControlImage" VARCHAR,
    "DerivationDescription" VARCHAR,
    "ConversionType" VARCHAR,
    "LossyImageCompression" VARCHAR,
    "LossyImageCompressionRatio" DOUBLE[],
    "LossyImageCompressionMethod" VARCHAR[],
    "PresentationLUTShape" VARCHAR,
    "NumberOfFrames" BIGINT,
    "TemporalPositionIdentifier" BIGINT,
    "NumberOfTemporalPositions" BIGINT,
    "TemporalResolution" DOUBLE,
    "SliceLocation" DOUBLE,
    "FrameTime" DOUBLE,
    "FrameTimeVector" DOUBLE[],
    "FrameDelay" DOUBLE,
    "FrameIncrementPointer" VARCHAR[],
    "CineRate" BIGINT,
    "RecommendedDisplayFrameRate" BIGINT,
    "FrameReferenceTime" DOUBLE,
    "ActualFrameDuration" BIGINT,
    "AcquisitionDuration" DOUBLE,
    "EffectiveDuration" DOUBLE,
    "TriggerTime" DOUBLE,
    "TriggerTimeOffset" DOUBLE,
    "NominalInterval" BIGINT,
    "HeartRate" BIGINT,
    "CardiacNumberOfImages" BIGINT,
    "NominalCardiacTriggerDelayTime" DOUBLE,
    "LowRRValue" BIGINT,
    "HighRRValue" BIGINT,
    "IntervalsAcquired" BIGINT,
    "IntervalsRejected" BIGINT,
    "BeatRejectionFlag" VARCHAR,
    "Rows" INTEGER,
    "Columns" INTEGER,
    "SamplesPerPixel" INTEGER,
    "PhotometricInterpretation" VARCHAR,
    "BitsAllocated" INTEGER,
    "BitsStored" INTEGER,
    "HighBit" INTEGER,
    "PixelRepresentation" INTEGER,
    "PlanarConfiguration" INTEGER,
    "PixelSpacing" DOUBLE[],
    "ImagerPixelSpacing" DOUBLE[],
    "NominalScannedPixelSpacing" DOUBLE[],
    "PixelSpacingCalibrationType" VARCHAR,
    "PixelSpacingCalibrationDescription" VARCHAR,
    "EstimatedRadiographicMagnificationFactor" DOUBLE,
    "DistanceSourceToDetector" DOUBLE,
    "DistanceSourceToPatient" DOUBLE,
    "PixelAspectRatio" BIGINT[],
    "SmallestImagePixelValue" INTEGER,
    "LargestImagePixelValue" INTEGER,
    "PixelPaddingValue" INTEGER,
    "PixelPaddingRangeLimit" INTEGER,
    "ImagePositionPatient" DOUBLE[],
    "ImageOrientationPatient" DOUBLE[],
    "ipp_x" DOUBLE,
    "ipp_y" DOUBLE,
    "ipp_z" DOUBLE,
    "slice_position_mm" DOUBLE,
    "SliceThickness" DOUBLE,
    "SpacingBetweenSlices" DOUBLE,
    "RescaleSlope" DOUBLE,
    "RescaleIntercept" DOUBLE,
    "RescaleType" VARCHAR,
    "WindowCenter" DOUBLE[],
    "WindowWidth" DOUBLE[],
    "WindowCenterWidthExplanation" VARCHAR[],
    "VOILUTFunction" VARCHAR,
    "has_modality_lut" BOOLEAN,
    "has_voi_lut" BOOLEAN,
    "has_palette" BOOLEAN,
    "has_icc_profile" BOOLEAN,
    "has_overlay" BOOLEAN,
    "overlay_bit_positions" INTEGER[],
    "real_world_value_maps" STRUCT(first_mapped DOUBLE, last_mapped DOUBLE, slope DOUBLE, intercept DOUBLE, has_lut BOOLEAN, label VARCHAR, unit_code VARCHAR, unit_meaning VARCHAR, quantity_code VARCHAR)[],
    "KVP" DOUBLE,
    "XRayTubeCurrent" BIGINT,
    "XRayTubeCurrentInuA" DOUBLE,
    "Exposure" BIGINT,
    "ExposureInuAs" BIGINT,
    "ExposureTime" BIGINT,
    "ExposureTimeInuS" DOUBLE,
    "ConvolutionKernel" VARCHAR[],
    "FilterType" VARCHAR,
    "GeneratorPower" BIGINT,
    "FocalSpots" DOUBLE[],
    "GantryDetectorTilt" DOUBLE,
    "TableHeight" DOUBLE,
    "RotationDirection" VARCHAR,
    "RevolutionTime" DOUBLE,
    "SingleCollimationWidth" DOUBLE,
    "TotalCollimationWidth" DOUBLE,
    "TableSpeed" DOUBLE,
    "TableFeedPerRotation" DOUBLE,
    "SpiralPitchFactor" DOUBLE,
    "ReconstructionDiameter" DOUBLE,
    "DataCollectionDiameter" DOUBLE,
    "ReconstructionTargetCenterPatient" DOUBLE[],
    "DataCollectionCenterPatient" DOUBLE[],
    "ReconstructionAlgorithm" VARCHAR,
    "CTDIvol" DOUBLE,
    "ExposureModulationType" VARCHAR[],
    "EstimatedDoseSaving" DOUBLE,
    "ContrastBolusAgent" VARCHAR,
    "ContrastBolusRoute" VARCHAR,
    "ContrastBolusVolume" DOUBLE,
    "ContrastBolusStartTime_us" BIGINT,
    "ContrastBolusStopTime_us" BIGINT,
    "ContrastBolusTotalDose" DOUBLE,
    "ContrastFlowRate" DOUBLE[],
    "ContrastBolusIngredient" VARCHAR,
    "ContrastBolusIngredientConcentration" DOUBLE,
    "ScanningSequence" VARCHAR[],
    "SequenceVariant" VARCHAR[],
    "ScanOptions" VARCHAR[],
    "MRAcquisitionType" VARCHAR,
    "SequenceName" VARCHAR,
    "PulseSequenceName" VARCHAR,
    "AngioFlag" VARCHAR,
    "RepetitionTime" DOUBLE,
    "EchoTime" DOUBLE,
    "EffectiveEchoTime" DOUBLE,
    "EchoNumbers" BIGINT[],
    "EchoTrainLength" BIGINT,
    "InversionTime" DOUBLE,
    "InversionTimes" DOUBLE[],
    "NumberOfAverages" DOUBLE,
    "ImagingFrequency" DOUBLE,
    "ImagedNucleus" VARCHAR,
    "MagneticFieldStrength" DOUBLE,
    "NumberOfPhaseEncodingSteps" BIGINT,
    "PercentSampling" DOUBLE,
    "PercentPhaseFieldOfView" DOUBLE,
    "PixelBandwidth" DOUBLE,
    "ReceiveCoilName" VARCHAR,
    "TransmitCoilName" VARCHAR,
    "AcquisitionMatrix" INTEGER[],
    "InPlanePhaseEncodingDirection" VARCHAR,
    "FlipAngle" DOUBLE,
    "VariableFlipAngleFlag" VARCHAR,
    "SAR" DOUBLE,
    "dBdt" DOUBLE,
    "B1rms" FLOAT,
    "AcquisitionContrast" VARCHAR,
    "ComplexImageComponent" VARCHAR,
    "ParallelReductionFactorInPlane" DOUBLE,
    "DiffusionBValue" DOUBLE,
    "DiffusionGradientOrientation" DOUBLE[],
    "DiffusionDirectionality" VARCHAR,
    "diffusion_b_value" DOUBLE,
    "diffusion_gradient" DOUBLE[],
    "diffusion_source" VARCHAR,
    "philips_scale_slope" DOUBLE,
    "philips_scale_intercept" DOUBLE,
    "siemens_images_in_mosaic" INTEGER,
    "siemens_mosaic_ref_acq_times_ms" DOUBLE[],
    "csa_images_in_mosaic" INTEGER,
    "csa_slice_normal" DOUBLE[],
    "csa_mosaic_ref_acq_times_ms" DOUBLE[],
    "csa_phase_encoding_positive" INTEGER,
    "csa_b_value" DOUBLE,
    "uih_grid_tiles" INTEGER,
    "uih_grid_positions" DOUBLE[],
    "private_block_creators" VARCHAR[],
    "SeriesType" VARCHAR[],
    "Units" VARCHAR,
    "CountsSource" VARCHAR,
    "SUVType" VARCHAR,
    "DecayCorrection" VARCHAR,
    "DecayFactor" DOUBLE,
    "DecayCorrectionDateTime" TIMESTAMP,
    "DecayCorrectionDateTime_offset_min" INTEGER,
    "CorrectedImage" VARCHAR[],
    "AttenuationCorrectionMethod" VARCHAR,
    "RandomsCorrectionMethod" VARCHAR,
    "ScatterCorrectionMethod" VARCHAR,
    "ReconstructionMethod" VARCHAR,
    "DoseCalibrationFactor" DOUBLE,
    "ScatterFractionFactor" DOUBLE,
    "DeadTimeFactor" DOUBLE,
    "NumberOfSlices" INTEGER,
    "NumberOfTimeSlices" INTEGER,
    "NumberOfRRIntervals" INTEGER,
    "ImageIndex" INTEGER,
    "n_radiopharmaceuticals" INTEGER,
    "Radiopharmaceutical" VARCHAR,
    "RadiopharmaceuticalRoute" VARCHAR,
    "RadiopharmaceuticalVolume" DOUBLE,
    "RadiopharmaceuticalStartTime_us" BIGINT,
    "RadiopharmaceuticalStopTime_us" BIGINT,
    "RadiopharmaceuticalStartDateTime" TIMESTAMP,
    "RadiopharmaceuticalStartDateTime_offset_min" INTEGER,
    "RadiopharmaceuticalStopDateTime" TIMESTAMP,
    "RadiopharmaceuticalStopDateTime_offset_min" INTEGER,
    "RadionuclideTotalDose" DOUBLE,
    "RadionuclideHalfLife" DOUBLE,
    "RadionuclidePositronFraction" DOUBLE,
    "RadiopharmaceuticalSpecificActivity" DOUBLE,
    "Radionuclide_code" VARCHAR,
    "Radionuclide_meaning" VARCHAR,
    "Radiopharmaceutical_code" VARCHAR,
    "Radiopharmaceutical_meaning" VARCHAR,
    "philips_suv_scale_factor" DOUBLE,
    "philips_activity_scale_factor" DOUBLE,
    "ge_pet_scan_datetime" TIMESTAMP,
    "ge_pet_admin_datetime" TIMESTAMP,
    "NumberOfEnergyWindows" INTEGER,
    "EnergyWindowVector" INTEGER[],
    "NumberOfDetectors" INTEGER,
    "DetectorVector" INTEGER[],
    "NumberOfPhases" INTEGER,
    "PhaseVector" INTEGER[],
    "NumberOfRotations" INTEGER,
    "RotationVector" INTEGER[],
    "RRIntervalVector" INTEGER[],
    "TimeSlotVector" INTEGER[],
    "SliceVector" INTEGER[],
    "AngularViewVector" INTEGER[],
    "TimeSliceVector" INTEGER[],
    "NumberOfTimeSlots" INTEGER,
    "detector_ImagePositionPatient" DOUBLE[],
    "detector_ImageOrientationPatient" DOUBLE[],
    "ultrasound_regions" STRUCT(spatial_format INTEGER, data_type INTEGER, flags BIGINT, x0 BIGINT, y0 BIGINT, x1 BIGINT, y1 BIGINT, unit_x INTEGER, unit_y INTEGER, delta_x DOUBLE, delta_y DOUBLE, reference_x INTEGER, reference_y INTEGER)[],
    "TransducerType" VARCHAR,
    "TransducerFrequency" BIGINT,
    "PositionerPrimaryAngle" DOUBLE,
    "PositionerSecondaryAngle" DOUBLE,
    "PositionerMotion" VARCHAR,
    "ConcatenationUID" VARCHAR,
    "SOPInstanceUIDOfConcatenationSource" VARCHAR,
    "InConcatenationNumber" INTEGER,
    "InConcatenationTotalNumber" INTEGER,
    "ConcatenationFrameOffsetNumber" BIGINT,
    "DimensionOrganizationType" VARCHAR,
    "VolumetricProperties" VARCHAR,
    "VolumeBasedCalculationTechnique" VARCHAR,
    "dimension_index_pointers" VARCHAR[],
    "StackID" VARCHAR,
    "InStackPositionNumber" BIGINT,
    "TemporalPositionIndex" BIGINT,
    "CompletionFlag" VARCHAR,
    "VerificationFlag" VARCHAR,
    "ConceptName_code" VARCHAR,
    "ConceptName_meaning" VARCHAR,
    "template_identifier" VARCHAR,
    "DocumentTitle" VARCHAR,
    "MIMETypeOfEncapsulatedDocument" VARCHAR,
    "SegmentationType" VARCHAR,
    "SegmentationFractionalType" VARCHAR,
    "MaximumFractionalValue" INTEGER,
    "SegmentsOverlap" VARCHAR,
    "n_segments" INTEGER,
    "StructureSetLabel" VARCHAR,
    "StructureSetName" VARCHAR,
    "StructureSetDate" DATE,
    "StructureSetTime_us" BIGINT,
    "RTPlanLabel" VARCHAR,
    "DoseUnits" VARCHAR,
    "DoseType" VARCHAR,
    "DoseSummationType" VARCHAR,
    "DoseGridScaling" DOUBLE,
    "GridFrameOffsetVector" DOUBLE[],
    "ContentCreatorName" VARCHAR
);

COMMENT ON TABLE instance_row IS 'Versions of SOP instances, one row each; the view instance shows its times of day as TIME';
COMMENT ON COLUMN instance_row."instance_version_id" IS '[1] sha256, hex, of the data set as stored: without preamble, file meta and trailing padding; computed';
COMMENT ON COLUMN instance_row."file_id" IS '[2] The file that these rows were read from; computed';
COMMENT ON COLUMN instance_row."is_current" IS '[3] Whether this version stands for its SOPInstanceUID in all views; exactly one does; set at commit';
COMMENT ON COLUMN instance_row."superseded_by" IS '[4] instance_version_id of the current version where this one is not; set at commit';
COMMENT ON COLUMN instance_row."patient_key" IS '[5] Key of the patient: issuer (else the name of the source, else empty) and PatientID; computed';
COMMENT ON COLUMN instance_row."template_id" IS '[6] What this instance shares with others of its series: header_shared and element_shared; computed';
COMMENT ON COLUMN instance_row."size_bytes" IS '[7] Size of the file; computed';
COMMENT ON COLUMN instance_row."TransferSyntaxUID" IS '[8] Transfer Syntax UID; (0002,0010) UI of the file meta, or as found out where it is absent';
COMMENT ON COLUMN instance_row."pixel_keyword" IS '[9] PixelData, FloatPixelData or DoubleFloatPixelData, whichever the data set holds; computed';
COMMENT ON COLUMN instance_row."pixel_offset" IS '[10] Byte where the value of the pixel data begins in the file (in the inflated data set where it is deflated); computed';
COMMENT ON COLUMN instance_row."pixel_length" IS '[11] Bytes of the value of the pixel data as stored, item tags included; computed';
COMMENT ON COLUMN instance_row."n_frames" IS '[12] Frames found in the pixel data; computed';
COMMENT ON COLUMN instance_row."pixel_sha256" IS '[13] sha256, hex, of the decoded frames; NULL until something decodes them';
COMMENT ON COLUMN instance_row."study_datetime" IS '[14] StudyDate and StudyTime, local as sent; computed';
COMMENT ON COLUMN instance_row."series_datetime" IS '[15] SeriesDate and SeriesTime, local as sent; computed';
COMMENT ON COLUMN instance_row."acquisition_datetime" IS '[16] AcquisitionDateTime, else AcquisitionDate and AcquisitionTime, local as sent; computed';
COMMENT ON COLUMN instance_row."content_datetime" IS '[17] ContentDate and ContentTime, local as sent; computed';
COMMENT ON COLUMN instance_row."timezone_offset_min" IS '[18] TimezoneOffsetFromUTC (0008,0201) in minutes east of UTC; UTC = value - offset';
COMMENT ON COLUMN instance_row."SOPClassUID" IS '[19] SOP Class UID; (0008,0016) UI';
COMMENT ON COLUMN instance_row."SOPInstanceUID" IS '[20] SOP Instance UID; (0008,0018) UI';
COMMENT ON COLUMN instance_row."SpecificCharacterSet" IS '[21] Specific Character Set; (0008,0005) CS';
COMMENT ON COLUMN instance_row."TimezoneOffsetFromUTC" IS '[22] Timezone Offset From UTC; (0008,0201) SH';
COMMENT ON COLUMN instance_row."InstanceCreationDate" IS '[23] Instance Creation Date; (0008,0012) DA';
COMMENT ON COLUMN instance_row."InstanceCreationTime_us" IS '[24] Instance Creation Time, microseconds since midnight; (0008,0013) TM';
COMMENT ON COLUMN instance_row."InstanceCreatorUID" IS '[25] Instance Creator UID; (0008,0014) UI';
COMMENT ON COLUMN instance_row."PatientID" IS '[26] Patient ID; (0010,0020) LO';
COMMENT ON COLUMN instance_row."IssuerOfPatientID" IS '[27] Issuer of Patient ID; (0010,0021) LO';
COMMENT ON COLUMN instance_row."TypeOfPatientID" IS '[28] Type of Patient ID; (0010,0022) CS';
COMMENT ON COLUMN instance_row."PatientName" IS '[29] Patient''s Name; (0010,0010) PN';
COMMENT ON COLUMN instance_row."PatientBirthDate" IS '[30] Patient''s Birth Date; (0010,0030) DA';
COMMENT ON COLUMN instance_row."PatientBirthTime_us" IS '[31] Patient''s Birth Time, microseconds since midnight; (0010,0032) TM';
COMMENT ON COLUMN instance_row."PatientSex" IS '[32] Patient''s Sex; (0010,0040) CS';
COMMENT ON COLUMN instance_row."PatientAge" IS '[33] Patient''s Age; (0010,1010) AS';
COMMENT ON COLUMN instance_row."PatientAge_years" IS '[34] PatientAge (0010,1010) AS in years; computed';
COMMENT ON COLUMN instance_row."PatientSize" IS '[35] Patient''s Size, m; (0010,1020) DS';
COMMENT ON COLUMN instance_row."PatientWeight" IS '[36] Patient''s Weight, kg; (0010,1030) DS';
COMMENT ON COLUMN instance_row."OtherPatientIDs" IS '[37] Other Patient IDs; (0010,1000) LO';
COMMENT ON COLUMN instance_row."EthnicGroup" IS '[38] Ethnic Group; (0010,2160) SH';
COMMENT ON COLUMN instance_row."PatientComments" IS '[39] Patient Comments; (0010,4000) LT';
COMMENT ON COLUMN instance_row."AdditionalPatientHistory" IS '[40] Additional Patient History; (0010,21B0) LT';
COMMENT ON COLUMN instance_row."PregnancyStatus" IS '[41] Pregnancy Status; (0010,21C0) US';
COMMENT ON COLUMN instance_row."PatientSpeciesDescription" IS '[42] Patient Species Description; (0010,2201) LO';
COMMENT ON COLUMN instance_row."PatientIdentityRemoved" IS '[43] Patient Identity Removed; (0012,0062) CS';
COMMENT ON COLUMN instance_row."DeidentificationMethod" IS '[44] De-identification Method; (0012,0063) LO';
COMMENT ON COLUMN instance_row."LongitudinalTemporalInformationModified" IS '[45] Longitudinal Temporal Information Modified; (0028,0303) CS';
COMMENT ON COLUMN instance_row."ClinicalTrialSponsorName" IS '[46] Clinical Trial Sponsor Name; (0012,0010) LO';
COMMENT ON COLUMN instance_row."ClinicalTrialProtocolID" IS '[47] Clinical Trial Protocol ID; (0012,0020) LO';
COMMENT ON COLUMN instance_row."ClinicalTrialProtocolName" IS '[48] Clinical Trial Protocol Name; (0012,0021) LO';
COMMENT ON COLUMN instance_row."ClinicalTrialSiteID" IS '[49] Clinical Trial Site ID; (0012,0030) LO';
COMMENT ON COLUMN instance_row."ClinicalTrialSubjectID" IS '[50] Clinical Trial Subject ID; (0012,0040) LO';
COMMENT ON COLUMN instance_row."ClinicalTrialTimePointID" IS '[51] Clinical Trial Time Point ID; (0012,0050) LO';
COMMENT ON COLUMN instance_row."StudyInstanceUID" IS '[52] Study Instance UID; (0020,000D) UI';
COMMENT ON COLUMN instance_row."StudyID" IS '[53] Study ID; (0020,0010) SH';
COMMENT ON COLUMN instance_row."StudyDate" IS '[54] Study Date; (0008,0020) DA';
COMMENT ON COLUMN instance_row."StudyTime_us" IS '[55] Study Time, microseconds since midnight; (0008,0030) TM';
COMMENT ON COLUMN instance_row."AccessionNumber" IS '[56] Accession Number; (0008,0050) SH';
COMMENT ON COLUMN instance_row."StudyDescription" IS '[57] Study Description; (0008,1030) LO';
COMMENT ON COLUMN instance_row."ReferringPhysicianName" IS '[58] Referring Physician''s Name; (0008,0090) PN';
COMMENT ON COLUMN instance_row."NameOfPhysiciansReadingStudy" IS '[59] Name of Physician(s) Reading Study; (0008,1060) PN';
COMMENT ON COLUMN instance_row."InstitutionName" IS '[60] Institution Name; (0008,0080) LO';
COMMENT ON COLUMN instance_row."InstitutionalDepartmentName" IS '[61] Institutional Department Name; (0008,1040) LO';
COMMENT ON COLUMN instance_row."PerformingPhysicianName" IS '[62] Performing Physician''s Name; (0008,1050) PN';
COMMENT ON COLUMN instance_row."OperatorsName" IS '[63] Operators'' Name; (0008,1070) PN';
COMMENT ON COLUMN instance_row."RequestingPhysician" IS '[64] Requesting Physician; (0032,1032) PN';
COMMENT ON COLUMN instance_row."RequestedProcedureDescription" IS '[65] Requested Procedure Description; (0032,1060) LO';
COMMENT ON COLUMN instance_row."ProcedureCode_code" IS '[66] Code of the first item of ProcedureCodeSequence (0008,1032) as SCHEME:VALUE';
COMMENT ON COLUMN instance_row."ProcedureCode_meaning" IS '[67] Meaning of the first item of ProcedureCodeSequence (0008,1032)';
COMMENT ON COLUMN instance_row."SeriesInstanceUID" IS '[68] Series Instance UID; (0020,000E) UI';
COMMENT ON COLUMN instance_row."Modality" IS '[69] Modality; (0008,0060) CS';
COMMENT ON COLUMN instance_row."SeriesNumber" IS '[70] Series Number; (0020,0011) IS';
COMMENT ON COLUMN instance_row."SeriesDescription" IS '[71] Series Description; (0008,103E) LO';
COMMENT ON COLUMN instance_row."SeriesDate" IS '[72] Series Date; (0008,0021) DA';
COMMENT ON COLUMN instance_row."SeriesTime_us" IS '[73] Series Time, microseconds since midnight; (0008,0031) TM';
COMMENT ON COLUMN instance_row."ProtocolName" IS '[74] Protocol Name; (0018,1030) LO';
COMMENT ON COLUMN instance_row."BodyPartExamined" IS '[75] Body Part Examined; (0018,0015) CS';
COMMENT ON COLUMN instance_row."AnatomicRegion_code" IS '[76] Code of the first item of AnatomicRegionSequence (0008,2218) as SCHEME:VALUE';
COMMENT ON COLUMN instance_row."AnatomicRegion_meaning" IS '[77] Meaning of the first item of AnatomicRegionSequence (0008,2218)';
COMMENT ON COLUMN instance_row."Laterality" IS '[78] Laterality; (0020,0060) CS';
COMMENT ON COLUMN instance_row."ImageLaterality" IS '[79] Image Laterality; (0020,0062) CS';
COMMENT ON COLUMN instance_row."PatientPosition" IS '[80] Patient Position; (0018,5100) CS';
COMMENT ON COLUMN instance_row."ViewPosition" IS '[81] View Position; (0018,5101) CS';
COMMENT ON COLUMN instance_row."PresentationIntentType" IS '[82] Presentation Intent Type; (0008,0068) CS';
COMMENT ON COLUMN instance_row."FrameOfReferenceUID" IS '[83] Frame of Reference UID; (0020,0052) UI';
COMMENT ON COLUMN instance_row."SynchronizationFrameOfReferenceUID" IS '[84] Synchronization Frame of Reference UID; (0020,0200) UI';
COMMENT ON COLUMN instance_row."PositionReferenceIndicator" IS '[85] Position Reference Indicator; (0020,1040) LO';
COMMENT ON COLUMN instance_row."Manufacturer" IS '[86] Manufacturer; (0008,0070) LO';
COMMENT ON COLUMN instance_row."ManufacturerModelName" IS '[87] Manufacturer''s Model Name; (0008,1090) LO';
COMMENT ON COLUMN instance_row."DeviceSerialNumber" IS '[88] Device Serial Number; (0018,1000) LO';
COMMENT ON COLUMN instance_row."StationName" IS '[89] Station Name; (0008,1010) SH';
COMMENT ON COLUMN instance_row."SoftwareVersions" IS '[90] Software Versions; (0018,1020) LO';
COMMENT ON COLUMN instance_row."PerformedProcedureStepID" IS '[91] Performed Procedure Step ID; (0040,0253) SH';
COMMENT ON COLUMN instance_row."PerformedProcedureStepDescription" IS '[92] Performed Procedure Step Description; (0040,0254) LO';
COMMENT ON COLUMN instance_row."PerformedProcedureStepStartDate" IS '[93] Performed Procedure Step Start Date; (0040,0244) DA';
COMMENT ON COLUMN instance_row."PerformedProcedureStepStartTime_us" IS '[94] Performed Procedure Step Start Time, microseconds since midnight; (0040,0245) TM';
COMMENT ON COLUMN instance_row."InstanceNumber" IS '[95] Instance Number; (0020,0013) IS';
COMMENT ON COLUMN instance_row."AcquisitionNumber" IS '[96] Acquisition Number; (0020,0012) IS';
COMMENT ON COLUMN instance_row."AcquisitionDate" IS '[97] Acquisition Date; (0008,0022) DA';
COMMENT ON COLUMN instance_row."AcquisitionTime_us" IS '[98] Acquisition Time, microseconds since midnight; (0008,0032) TM';
COMMENT ON COLUMN instance_row."AcquisitionDateTime" IS '[99] Acquisition DateTime; (0008,002A) DT';
COMMENT ON COLUMN instance_row."AcquisitionDateTime_offset_min" IS '[100] Minutes east of UTC said in AcquisitionDateTime itself; NULL where it says none; (0008,002A)';
COMMENT ON COLUMN instance_row."ContentDate" IS '[101] Content Date; (0008,0023) DA';
COMMENT ON COLUMN instance_row."ContentTime_us" IS '[102] Content Time, microseconds since midnight; (0008,0033) TM';
COMMENT ON COLUMN instance_row."ImageType" IS '[103] Image Type; (0008,0008) CS';
COMMENT ON COLUMN instance_row."ImageComments" IS '[104] Image Comments; (0020,4000) LT';
COMMENT ON COLUMN instance_row."ContentLabel" IS '[105] Content Label; (0070,0080) CS';
COMMENT ON COLUMN instance_row."ContentDescription" IS '[106] Content Description; (0070,0081) LO';
COMMENT ON COLUMN instance_row."ImagesInAcquisition" IS '[107] Images in Acquisition; (0020,1002) IS';
COMMENT ON COLUMN instance_row."BurnedInAnnotation" IS '[108] Burned In Annotation; (0028,0301) CS';
COMMENT ON COLUMN instance_row."RecognizableVisualFeatures" IS '[109] Recognizable Visual Features; (0028,0302) CS';
COMMENT ON COLUMN instance_row."QualityControlImage" IS '[110] Quality Control Image; (0028,0300) CS';
COMMENT ON COLUMN instance_row."DerivationDescription" IS '[111] Derivation Description; (0008,2111) ST';
COMMENT ON COLUMN instance_row."ConversionType" IS '[112] Conversion Type; (0008,0064) CS';
COMMENT ON COLUMN instance_row."LossyImageCompression" IS '[113] Lossy Image Compression; (0028,2110) CS';
COMMENT ON COLUMN instance_row."LossyImageCompressionRatio" IS '[114] Lossy Image Compression Ratio; (0028,2112) DS';
COMMENT ON COLUMN instance_row."LossyImageCompressionMethod" IS '[115] Lossy Image Compression Method; (0028,2114) CS';
COMMENT ON COLUMN instance_row."PresentationLUTShape" IS '[116] Presentation LUT Shape; (2050,0020) CS';
COMMENT ON COLUMN instance_row."NumberOfFrames" IS '[117] Number of Frames; (0028,0008) IS';
COMMENT ON COLUMN instance_row."TemporalPositionIdentifier" IS '[118] Temporal Position Identifier; (0020,0100) IS';
COMMENT ON COLUMN instance_row."NumberOfTemporalPositions" IS '[119] Number of Temporal Positions; (0020,0105) IS';
COMMENT ON COLUMN instance_row."TemporalResolution" IS '[120] Temporal Resolution, ms; (0020,0110) DS';
COMMENT ON COLUMN instance_row."SliceLocation" IS '[121] Slice Location, mm; (0020,1041) DS';
COMMENT ON COLUMN instance_row."FrameTime" IS '[122] Frame Time, ms; (0018,1063) DS';
COMMENT ON COLUMN instance_row."FrameTimeVector" IS '[123] Frame Time Vector, ms; (0018,1065) DS';
COMMENT ON COLUMN instance_row."FrameDelay" IS '[124] Frame Delay; (0018,1066) DS';
COMMENT ON COLUMN instance_row."FrameIncrementPointer" IS '[125] Frame Increment Pointer; (0028,0009) AT';
COMMENT ON COLUMN instance_row."CineRate" IS '[126] Cine Rate; (0018,0040) IS';
COMMENT ON COLUMN instance_row."RecommendedDisplayFrameRate" IS '[127] Recommended Display Frame Rate; (0008,2144) IS';
COMMENT ON COLUMN instance_row."FrameReferenceTime" IS '[128] Frame Reference Time, ms; (0054,1300) DS';
COMMENT ON COLUMN instance_row."ActualFrameDuration" IS '[129] Actual Frame Duration, ms; (0018,1242) IS';
COMMENT ON COLUMN instance_row."AcquisitionDuration" IS '[130] Acquisition Duration, s; (0018,9073) FD';
COMMENT ON COLUMN instance_row."EffectiveDuration" IS '[131] Effective Duration; (0018,0072) DS';
COMMENT ON COLUMN instance_row."TriggerTime" IS '[132] Trigger Time, ms; (0018,1060) DS';
COMMENT ON COLUMN instance_row."TriggerTimeOffset" IS '[133] Trigger Time Offset; (0018,1069) DS';
COMMENT ON COLUMN instance_row."NominalInterval" IS '[134] Nominal Interval, ms; (0018,1062) IS';
COMMENT ON COLUMN instance_row."HeartRate" IS '[135] Heart Rate; (0018,1088) IS';
COMMENT ON COLUMN instance_row."CardiacNumberOfImages" IS '[136] Cardiac Number of Images; (0018,1090) IS';
COMMENT ON COLUMN instance_row."NominalCardiacTriggerDelayTime" IS '[137] Nominal Cardiac Trigger Delay Time, ms; (0020,9153) FD';
COMMENT ON COLUMN instance_row."LowRRValue" IS '[138] Low R-R Value; (0018,1081) IS';
COMMENT ON COLUMN instance_row."HighRRValue" IS '[139] High R-R Value; (0018,1082) IS';
COMMENT ON COLUMN instance_row."IntervalsAcquired" IS '[140] Intervals Acquired; (0018,1083) IS';
COMMENT ON COLUMN instance_row."IntervalsRejected" IS '[141] Intervals Rejected; (0018,1084) IS';
COMMENT ON COLUMN instance_row."BeatRejectionFlag" IS '[142] Beat Rejection Flag; (0018,1080) CS';
COMMENT ON COLUMN instance_row."Rows" IS '[143] Rows; (0028,0010) US';
COMMENT ON COLUMN instance_row."Columns" IS '[144] Columns; (0028,0011) US';
COMMENT ON COLUMN instance_row."SamplesPerPixel" IS '[145] Samples per Pixel; (0028,0002) US';
COMMENT ON COLUMN instance_row."PhotometricInterpretation" IS '[146] Photometric Interpretation; (0028,0004) CS';
COMMENT ON COLUMN instance_row."BitsAllocated" IS '[147] Bits Allocated; (0028,0100) US';
COMMENT ON COLUMN instance_row."BitsStored" IS '[148] Bits Stored; (0028,0101) US';
COMMENT ON COLUMN instance_row."HighBit" IS '[149] High Bit; (0028,0102) US';
COMMENT ON COLUMN instance_row."PixelRepresentation" IS '[150] Pixel Representation; (0028,0103) US';
COMMENT ON COLUMN instance_row."PlanarConfiguration" IS '[151] Planar Configuration; (0028,0006) US';
COMMENT ON COLUMN instance_row."PixelSpacing" IS '[152] Pixel Spacing, mm between rows, between columns; (0028,0030) DS';
COMMENT ON COLUMN instance_row."ImagerPixelSpacing" IS '[153] Imager Pixel Spacing, mm at the detector: between rows, between columns; (0018,1164) DS';
COMMENT ON COLUMN instance_row."NominalScannedPixelSpacing" IS '[154] Nominal Scanned Pixel Spacing, mm; (0018,2010) DS';
COMMENT ON COLUMN instance_row."PixelSpacingCalibrationType" IS '[155] Pixel Spacing Calibration Type; (0028,0A02) CS';
COMMENT ON COLUMN instance_row."PixelSpacingCalibrationDescription" IS '[156] Pixel Spacing Calibration Description; (0028,0A04) LO';
COMMENT ON COLUMN instance_row."EstimatedRadiographicMagnificationFactor" IS '[157] Estimated Radiographic Magnification Factor; (0018,1114) DS';
COMMENT ON COLUMN instance_row."DistanceSourceToDetector" IS '[158] Distance Source to Detector, mm; (0018,1110) DS';
COMMENT ON COLUMN instance_row."DistanceSourceToPatient" IS '[159] Distance Source to Patient, mm; (0018,1111) DS';
COMMENT ON COLUMN instance_row."PixelAspectRatio" IS '[160] Pixel Aspect Ratio; (0028,0034) IS';
COMMENT ON COLUMN instance_row."SmallestImagePixelValue" IS '[161] Smallest Image Pixel Value; (0028,0106) US or SS';
COMMENT ON COLUMN instance_row."LargestImagePixelValue" IS '[162] Largest Image Pixel Value; (0028,0107) US or SS';
COMMENT ON COLUMN instance_row."PixelPaddingValue" IS '[163] Pixel Padding Value; (0028,0120) US or SS';
COMMENT ON COLUMN instance_row."PixelPaddingRangeLimit" IS '[164] Pixel Padding Range Limit; (0028,0121) US or SS';
COMMENT ON COLUMN instance_row."ImagePositionPatient" IS '[165] Image Position (Patient), mm, LPS: centre of the first voxel; (0020,0032) DS';
COMMENT ON COLUMN instance_row."ImageOrientationPatient" IS '[166] Image Orientation (Patient), LPS cosines: along a row, along a column; (0020,0037) DS';
COMMENT ON COLUMN instance_row."ipp_x" IS '[167] First value of ImagePositionPatient, mm, LPS; computed';
COMMENT ON COLUMN instance_row."ipp_y" IS '[168] Second value of ImagePositionPatient, mm, LPS; computed';
COMMENT ON COLUMN instance_row."ipp_z" IS '[169] Third value of ImagePositionPatient, mm, LPS; computed';
COMMENT ON COLUMN instance_row."slice_position_mm" IS '[170] ImagePositionPatient projected on the normal (row direction x column direction), mm; computed';
COMMENT ON COLUMN instance_row."SliceThickness" IS '[171] Slice Thickness, mm; never the spacing; (0018,0050) DS';
COMMENT ON COLUMN instance_row."SpacingBetweenSlices" IS '[172] Spacing Between Slices, mm; (0018,0088) DS';
COMMENT ON COLUMN instance_row."RescaleSlope" IS '[173] Rescale Slope; (0028,1053) DS';
COMMENT ON COLUMN instance_row."RescaleIntercept" IS '[174] Rescale Intercept; (0028,1052) DS';
COMMENT ON COLUMN instance_row."RescaleType" IS '[175] Rescale Type; (0028,1054) LO';
COMMENT ON COLUMN instance_row."WindowCenter" IS '[176] Window Center; (0028,1050) DS';
COMMENT ON COLUMN instance_row."WindowWidth" IS '[177] Window Width; (0028,1051) DS';
COMMENT ON COLUMN instance_row."WindowCenterWidthExplanation" IS '[178] Window Center & Width Explanation; (0028,1055) LO';
COMMENT ON COLUMN instance_row."VOILUTFunction" IS '[179] VOI LUT Function; (0028,1056) CS';
COMMENT ON COLUMN instance_row."has_modality_lut" IS '[180] A ModalityLUTSequence (0028,3000) with an item is there; computed';
COMMENT ON COLUMN instance_row."has_voi_lut" IS '[181] A VOILUTSequence (0028,3010) with an item is there; computed';
COMMENT ON COLUMN instance_row."has_palette" IS '[182] A RedPaletteColorLookupTableDescriptor (0028,1101) is there; computed';
COMMENT ON COLUMN instance_row."has_icc_profile" IS '[183] An ICCProfile (0028,2000) is there; computed';
COMMENT ON COLUMN instance_row."has_overlay" IS '[184] An overlay plane (60xx,0010) is there; computed';
COMMENT ON COLUMN instance_row."overlay_bit_positions" IS '[185] OverlayBitPosition (60xx,0102) of planes that lie in unused bits of the pixel data; computed';
COMMENT ON COLUMN instance_row."real_world_value_maps" IS '[186] RealWorldValueMappingSequence (0040,9096), top level or of the shared functional groups; computed';
COMMENT ON COLUMN instance_row."KVP" IS '[187] KVP, kV; (0018,0060) DS';
COMMENT ON COLUMN instance_row."XRayTubeCurrent" IS '[188] X-Ray Tube Current, mA; (0018,1151) IS';
COMMENT ON COLUMN instance_row."XRayTubeCurrentInuA" IS '[189] X-Ray Tube Current in uA, uA; (0018,8151) DS';
COMMENT ON COLUMN instance_row."Exposure" IS '[190] Exposure, mAs; (0018,1152) IS';
COMMENT ON COLUMN instance_row."ExposureInuAs" IS '[191] Exposure in uAs, uAs; (0018,1153) IS';
COMMENT ON COLUMN instance_row."ExposureTime" IS '[192] Exposure Time, ms; (0018,1150) IS';
COMMENT ON COLUMN instance_row."ExposureTimeInuS" IS '[193] Exposure Time in uS, us; (0018,8150) DS';
COMMENT ON COLUMN instance_row."ConvolutionKernel" IS '[194] Convolution Kernel; (0018,1210) SH';
COMMENT ON COLUMN instance_row."FilterType" IS '[195] Filter Type; (0018,1160) SH';
COMMENT ON COLUMN instance_row."GeneratorPower" IS '[196] Generator Power; (0018,1170) IS';
COMMENT ON COLUMN instance_row."FocalSpots" IS '[197] Focal Spot(s); (0018,1190) DS';
COMMENT ON COLUMN instance_row."GantryDetectorTilt" IS '[198] Gantry/Detector Tilt, degrees, nominal: geometry never uses it; (0018,1120) DS';
COMMENT ON COLUMN instance_row."TableHeight" IS '[199] Table Height, mm; (0018,1130) DS';
COMMENT ON COLUMN instance_row."RotationDirection" IS '[200] Rotation Direction; (0018,1140) CS';
COMMENT ON COLUMN instance_row."RevolutionTime" IS '[201] Revolution Time, s; (0018,9305) FD';
COMMENT ON COLUMN instance_row."SingleCollimationWidth" IS '[202] Single Collimation Width; (0018,9306) FD';
COMMENT ON COLUMN instance_row."TotalCollimationWidth" IS '[203] Total Collimation Width; (0018,9307) FD';
COMMENT ON COLUMN instance_row."TableSpeed" IS '[204] Table Speed; (0018,9309) FD';
COMMENT ON COLUMN instance_row."TableFeedPerRotation" IS '[205] Table Feed per Rotation; (0018,9310) FD';
COMMENT ON COLUMN instance_row."SpiralPitchFactor" IS '[206] Spiral Pitch Factor; (0018,9311) FD';
COMMENT ON COLUMN instance_row."ReconstructionDiameter" IS '[207] Reconstruction Diameter, mm; (0018,1100) DS';
COMMENT ON COLUMN instance_row."DataCollectionDiameter" IS '[208] Data Collection Diameter, mm; (0018,0090) DS';
COMMENT ON COLUMN instance_row."ReconstructionTargetCenterPatient" IS '[209] Reconstruction Target Center (Patient); (0018,9318) FD';
COMMENT ON COLUMN instance_row."DataCollectionCenterPatient" IS '[210] Data Collection Center (Patient); (0018,9313) FD';
COMMENT ON COLUMN instance_row."ReconstructionAlgorithm" IS '[211] Reconstruction Algorithm; (0018,9315) CS';
COMMENT ON COLUMN instance_row."CTDIvol" IS '[212] CTDIvol, mGy; (0018,9345) FD';
COMMENT ON COLUMN instance_row."ExposureModulationType" IS '[213] Exposure Modulation Type; (0018,9323) CS';
COMMENT ON COLUMN instance_row."EstimatedDoseSaving" IS '[214] Estimated Dose Saving; (0018,9324) FD';
COMMENT ON COLUMN instance_row."ContrastBolusAgent" IS '[215] Contrast/Bolus Agent; (0018,0010) LO';
COMMENT ON COLUMN instance_row."ContrastBolusRoute" IS '[216] Contrast/Bolus Route; (0018,1040) LO';
COMMENT ON COLUMN instance_row."ContrastBolusVolume" IS '[217] Contrast/Bolus Volume, ml; (0018,1041) DS';
COMMENT ON COLUMN instance_row."ContrastBolusStartTime_us" IS '[218] Contrast/Bolus Start Time, microseconds since midnight; (0018,1042) TM';
COMMENT ON COLUMN instance_row."ContrastBolusStopTime_us" IS '[219] Contrast/Bolus Stop Time, microseconds since midnight; (0018,1043) TM';
COMMENT ON COLUMN instance_row."ContrastBolusTotalDose" IS '[220] Contrast/Bolus Total Dose; (0018,1044) DS';
COMMENT ON COLUMN instance_row."ContrastFlowRate" IS '[221] Contrast Flow Rate; (0018,1046) DS';
COMMENT ON COLUMN instance_row."ContrastBolusIngredient" IS '[222] Contrast/Bolus Ingredient; (0018,1048) CS';
COMMENT ON COLUMN instance_row."ContrastBolusIngredientConcentration" IS '[223] Contrast/Bolus Ingredient Concentration; (0018,1049) DS';
COMMENT ON COLUMN instance_row."ScanningSequence" IS '[224] Scanning Sequence; (0018,0020) CS';
COMMENT ON COLUMN instance_row."SequenceVariant" IS '[225] Sequence Variant; (0018,0021) CS';
COMMENT ON COLUMN instance_row."ScanOptions" IS '[226] Scan Options; (0018,0022) CS';
COMMENT ON COLUMN instance_row."MRAcquisitionType" IS '[227] MR Acquisition Type; (0018,0023) CS';
COMMENT ON COLUMN instance_row."SequenceName" IS '[228] Sequence Name; (0018,0024) SH';
COMMENT ON COLUMN instance_row."PulseSequenceName" IS '[229] Pulse Sequence Name; (0018,9005) SH';
COMMENT ON COLUMN instance_row."AngioFlag" IS '[230] Angio Flag; (0018,0025) CS';
COMMENT ON COLUMN instance_row."RepetitionTime" IS '[231] Repetition Time, ms; (0018,0080) DS';
COMMENT ON COLUMN instance_row."EchoTime" IS '[232] Echo Time, ms; (0018,0081) DS';
COMMENT ON COLUMN instance_row."EffectiveEchoTime" IS '[233] Effective Echo Time, ms; (0018,9082) FD';
COMMENT ON COLUMN instance_row."EchoNumbers" IS '[234] Echo Number(s); (0018,0086) IS';
COMMENT ON COLUMN instance_row."EchoTrainLength" IS '[235] Echo Train Length; (0018,0091) IS';
COMMENT ON COLUMN instance_row."InversionTime" IS '[236] Inversion Time, ms; (0018,0082) DS';
COMMENT ON COLUMN instance_row."InversionTimes" IS '[237] Inversion Times, ms; (0018,9079) FD';
COMMENT ON COLUMN instance_row."NumberOfAverages" IS '[238] Number of Averages; (0018,0083) DS';
COMMENT ON COLUMN instance_row."ImagingFrequency" IS '[239] Imaging Frequency, MHz; (0018,0084) DS';
COMMENT ON COLUMN instance_row."ImagedNucleus" IS '[240] Imaged Nucleus; (0018,0085) SH';
COMMENT ON COLUMN instance_row."MagneticFieldStrength" IS '[241] Magnetic Field Strength, T; (0018,0087) DS';
COMMENT ON COLUMN instance_row."NumberOfPhaseEncodingSteps" IS '[242] Number of Phase Encoding Steps; (0018,0089) IS';
COMMENT ON COLUMN instance_row."PercentSampling" IS '[243] Percent Sampling; (0018,0093) DS';
COMMENT ON COLUMN instance_row."PercentPhaseFieldOfView" IS '[244] Percent Phase Field of View; (0018,0094) DS';
COMMENT ON COLUMN instance_row."PixelBandwidth" IS '[245] Pixel Bandwidth, Hz per pixel; (0018,0095) DS';
COMMENT ON COLUMN instance_row."ReceiveCoilName" IS '[246] Receive Coil Name; (0018,1250) SH';
COMMENT ON COLUMN instance_row."TransmitCoilName" IS '[247] Transmit Coil Name; (0018,1251) SH';
COMMENT ON COLUMN instance_row."AcquisitionMatrix" IS '[248] Acquisition Matrix; (0018,1310) US';
COMMENT ON COLUMN instance_row."InPlanePhaseEncodingDirection" IS '[249] In-plane Phase Encoding Direction; (0018,1312) CS';
COMMENT ON COLUMN instance_row."FlipAngle" IS '[250] Flip Angle, degrees; (0018,1314) DS';
COMMENT ON COLUMN instance_row."VariableFlipAngleFlag" IS '[251] Variable Flip Angle Flag; (0018,1315) CS';
COMMENT ON COLUMN instance_row."SAR" IS '[252] SAR, W/kg; (0018,1316) DS';
COMMENT ON COLUMN instance_row."dBdt" IS '[253] dB/dt; (0018,1318) DS';
COMMENT ON COLUMN instance_row."B1rms" IS '[254] B1rms; (0018,1320) FL';
COMMENT ON COLUMN instance_row."AcquisitionContrast" IS '[255] Acquisition Contrast; (0008,9209) CS';
COMMENT ON COLUMN instance_row."ComplexImageComponent" IS '[256] Complex Image Component; (0008,9208) CS';
COMMENT ON COLUMN instance_row."ParallelReductionFactorInPlane" IS '[257] Parallel Reduction Factor In-plane; (0018,9069) FD';
COMMENT ON COLUMN instance_row."DiffusionBValue" IS '[258] Diffusion b-value, s/mm2; (0018,9087) FD';
COMMENT ON COLUMN instance_row."DiffusionGradientOrientation" IS '[259] Diffusion Gradient Orientation; (0018,9089) FD';
COMMENT ON COLUMN instance_row."DiffusionDirectionality" IS '[260] Diffusion Directionality; (0018,9075) CS';
COMMENT ON COLUMN instance_row."diffusion_b_value" IS '[261] b-value, s/mm2, of DiffusionBValue (0018,9087), else of private tags of Siemens (0019,xx0C), GE (0043,xx39) or Philips (2001,xx03), else of the CSA header; computed';
COMMENT ON COLUMN instance_row."diffusion_gradient" IS '[262] Direction of the diffusion gradient, three cosines as the vendor gives them, of the same source; computed';
COMMENT ON COLUMN instance_row."diffusion_source" IS '[263] Where diffusion_b_value was found: standard, siemens, ge, philips, csa; computed';
COMMENT ON COLUMN instance_row."philips_scale_slope" IS '[264] Philips scale slope (2005,xx0E) of creator Philips MR Imaging DD 001: value = stored / slope';
COMMENT ON COLUMN instance_row."philips_scale_intercept" IS '[265] Philips scale intercept (2005,xx0D) of creator Philips MR Imaging DD 001';
COMMENT ON COLUMN instance_row."siemens_images_in_mosaic" IS '[266] Number of tiles, (0019,xx0A) of creator SIEMENS MR HEADER';
COMMENT ON COLUMN instance_row."siemens_mosaic_ref_acq_times_ms" IS '[267] Acquisition time of each tile, ms, (0019,xx29) of creator SIEMENS MR HEADER';
COMMENT ON COLUMN instance_row."csa_images_in_mosaic" IS '[268] NumberOfImagesInMosaic of the CSA image header, (0029,xx10) of creator SIEMENS CSA HEADER';
COMMENT ON COLUMN instance_row."csa_slice_normal" IS '[269] SliceNormalVector of the CSA image header, three cosines, LPS';
COMMENT ON COLUMN instance_row."csa_mosaic_ref_acq_times_ms" IS '[270] MosaicRefAcqTimes of the CSA image header, ms';
COMMENT ON COLUMN instance_row."csa_phase_encoding_positive" IS '[271] PhaseEncodingDirectionPositive of the CSA image header, 0 or 1';
COMMENT ON COLUMN instance_row."csa_b_value" IS '[272] B_value of the CSA image header, s/mm2';
COMMENT ON COLUMN instance_row."uih_grid_tiles" IS '[273] Number of tiles, (0065,xx50) of creator Image Private Header (UIH)';
COMMENT ON COLUMN instance_row."uih_grid_positions" IS '[274] ImagePositionPatient of each tile, three numbers a tile, of (0065,xx51) of creator Image Private Header (UIH)';
COMMENT ON COLUMN instance_row."private_block_creators" IS '[275] Private creators of the top level, in order of tags; computed';
COMMENT ON COLUMN instance_row."SeriesType" IS '[276] Series Type; (0054,1000) CS';
COMMENT ON COLUMN instance_row."Units" IS '[277] Units; (0054,1001) CS';
COMMENT ON COLUMN instance_row."CountsSource" IS '[278] Counts Source; (0054,1002) CS';
COMMENT ON COLUMN instance_row."SUVType" IS '[279] SUV Type; (0054,1006) CS';
COMMENT ON COLUMN instance_row."DecayCorrection" IS '[280] Decay Correction; (0054,1102) CS';
COMMENT ON COLUMN instance_row."DecayFactor" IS '[281] Decay Factor; (0054,1321) DS';
COMMENT ON COLUMN instance_row."DecayCorrectionDateTime" IS '[282] Decay Correction DateTime; (0018,9701) DT';
COMMENT ON COLUMN instance_row."DecayCorrectionDateTime_offset_min" IS '[283] Minutes east of UTC said in DecayCorrectionDateTime itself; NULL where it says none; (0018,9701)';
COMMENT ON COLUMN instance_row."CorrectedImage" IS '[284] Corrected Image; (0028,0051) CS';
COMMENT ON COLUMN instance_row."AttenuationCorrectionMethod" IS '[285] Attenuation Correction Method; (0054,1101) LO';
COMMENT ON COLUMN instance_row."RandomsCorrectionMethod" IS '[286] Randoms Correction Method; (0054,1100) CS';
COMMENT ON COLUMN instance_row."ScatterCorrectionMethod" IS '[287] Scatter Correction Method; (0054,1105) LO';
COMMENT ON COLUMN instance_row."ReconstructionMethod" IS '[288] Reconstruction Method; (0054,1103) LO';
COMMENT ON COLUMN instance_row."DoseCalibrationFactor" IS '[289] Dose Calibration Factor; (0054,1322) DS';
COMMENT ON COLUMN instance_row."ScatterFractionFactor" IS '[290] Scatter Fraction Factor; (0054,1323) DS';
COMMENT ON COLUMN instance_row."DeadTimeFactor" IS '[291] Dead Time Factor; (0054,1324) DS';
COMMENT ON COLUMN instance_row."NumberOfSlices" IS '[292] Number of Slices; (0054,0081) US';
COMMENT ON COLUMN instance_row."NumberOfTimeSlices" IS '[293] Number of Time Slices; (0054,0101) US';
COMMENT ON COLUMN instance_row."NumberOfRRIntervals" IS '[294] Number of R-R Intervals; (0054,0061) US';
COMMENT ON COLUMN instance_row."ImageIndex" IS '[295] Image Index; (0054,1330) US';
COMMENT ON COLUMN instance_row."n_radiopharmaceuticals" IS '[296] Items of RadiopharmaceuticalInformationSequence (0054,0016); computed';
COMMENT ON COLUMN instance_row."Radiopharmaceutical" IS '[297] Radiopharmaceutical; (0018,0031) of the first item of RadiopharmaceuticalInformationSequence (0054,0016) LO';
COMMENT ON COLUMN instance_row."RadiopharmaceuticalRoute" IS '[298] Radiopharmaceutical Route; (0018,1070) of the first item of RadiopharmaceuticalInformationSequence (0054,0016) LO';
COMMENT ON COLUMN instance_row."RadiopharmaceuticalVolume" IS '[299] Radiopharmaceutical Volume; (0018,1071) of the first item of RadiopharmaceuticalInformationSequence (0054,0016) DS';
COMMENT ON COLUMN instance_row."RadiopharmaceuticalStartTime_us" IS '[300] Radiopharmaceutical Start Time, microseconds since midnight; (0018,1072) of the first item of RadiopharmaceuticalInformationSequence (0054,0016) TM';
COMMENT ON COLUMN instance_row."RadiopharmaceuticalStopTime_us" IS '[301] Radiopharmaceutical Stop Time, microseconds since midnight; (0018,1073) of the first item of RadiopharmaceuticalInformationSequence (0054,0016) TM';
COMMENT ON COLUMN instance_row."RadiopharmaceuticalStartDateTime" IS '[302] Radiopharmaceutical Start DateTime; (0018,1078) of the first item of RadiopharmaceuticalInformationSequence (0054,0016) DT';
COMMENT ON COLUMN instance_row."RadiopharmaceuticalStartDateTime_offset_min" IS '[303] Minutes east of UTC said in RadiopharmaceuticalStartDateTime itself; NULL where it says none; (0018,1078) of the first item of RadiopharmaceuticalInformationSequence (0054,0016)';
COMMENT ON COLUMN instance_row."RadiopharmaceuticalStopDateTime" IS '[304] Radiopharmaceutical Stop DateTime; (0018,1079) of the first item of RadiopharmaceuticalInformationSequence (0054,0016) DT';
COMMENT ON COLUMN instance_row."RadiopharmaceuticalStopDateTime_offset_min" IS '[305] Minutes east of UTC said in RadiopharmaceuticalStopDateTime itself; NULL where it says none; (0018,1079) of the first item of RadiopharmaceuticalInformationSequence (0054,0016)';
COMMENT ON COLUMN instance_row."RadionuclideTotalDose" IS '[306] Radionuclide Total Dose, Bq; (0018,1074) of the first item of RadiopharmaceuticalInformationSequence (0054,0016) DS';
COMMENT ON COLUMN instance_row."RadionuclideHalfLife" IS '[307] Radionuclide Half Life, s; (0018,1075) of the first item of RadiopharmaceuticalInformationSequence (0054,0016) DS';
COMMENT ON COLUMN instance_row."RadionuclidePositronFraction" IS '[308] Radionuclide Positron Fraction; (0018,1076) of the first item of RadiopharmaceuticalInformationSequence (0054,0016) DS';
COMMENT ON COLUMN instance_row."RadiopharmaceuticalSpecificActivity" IS '[309] Radiopharmaceutical Specific Activity; (0018,1077) of the first item of RadiopharmaceuticalInformationSequence (0054,0016) DS';
COMMENT ON COLUMN instance_row."Radionuclide_code" IS '[310] Code of RadionuclideCodeSequence (0054,0300) of the first item of RadiopharmaceuticalInformationSequence (0054,0016) as SCHEME:VALUE';
COMMENT ON COLUMN instance_row."Radionuclide_meaning" IS '[311] Meaning of RadionuclideCodeSequence (0054,0300) of the first item of RadiopharmaceuticalInformationSequence (0054,0016)';
COMMENT ON COLUMN instance_row."Radiopharmaceutical_code" IS '[312] Code of RadiopharmaceuticalCodeSequence (0054,0304) of the first item of RadiopharmaceuticalInformationSequence (0054,0016) as SCHEME:VALUE';
COMMENT ON COLUMN instance_row."Radiopharmaceutical_meaning" IS '[313] Meaning of RadiopharmaceuticalCodeSequence (0054,0304) of the first item of RadiopharmaceuticalInformationSequence (0054,0016)';
COMMENT ON COLUMN instance_row."philips_suv_scale_factor" IS '[314] SUV scale factor, (7053,xx00) of creator Philips PET Private Group';
COMMENT ON COLUMN instance_row."philips_activity_scale_factor" IS '[315] Activity concentration scale factor, (7053,xx09) of creator Philips PET Private Group';
COMMENT ON COLUMN instance_row."ge_pet_scan_datetime" IS '[316] Scan date and time, (0009,xx0D) of creator GEMS_PETD_01, local as sent';
COMMENT ON COLUMN instance_row."ge_pet_admin_datetime" IS '[317] Administration date and time of the tracer, (0009,xx3B) of creator GEMS_PETD_01, local as sent';
COMMENT ON COLUMN instance_row."NumberOfEnergyWindows" IS '[318] Number of Energy Windows; (0054,0011) US';
COMMENT ON COLUMN instance_row."EnergyWindowVector" IS '[319] Energy Window Vector; (0054,0010) US';
COMMENT ON COLUMN instance_row."NumberOfDetectors" IS '[320] Number of Detectors; (0054,0021) US';
COMMENT ON COLUMN instance_row."DetectorVector" IS '[321] Detector Vector; (0054,0020) US';
COMMENT ON COLUMN instance_row."NumberOfPhases" IS '[322] Number of Phases; (0054,0031) US';
COMMENT ON COLUMN instance_row."PhaseVector" IS '[323] Phase Vector; (0054,0030) US';
COMMENT ON COLUMN instance_row."NumberOfRotations" IS '[324] Number of Rotations; (0054,0051) US';
COMMENT ON COLUMN instance_row."RotationVector" IS '[325] Rotation Vector; (0054,0050) US';
COMMENT ON COLUMN instance_row."RRIntervalVector" IS '[326] R-R Interval Vector; (0054,0060) US';
COMMENT ON COLUMN instance_row."TimeSlotVector" IS '[327] Time Slot Vector; (0054,0070) US';
COMMENT ON COLUMN instance_row."SliceVector" IS '[328] Slice Vector; (0054,0080) US';
COMMENT ON COLUMN instance_row."AngularViewVector" IS '[329] Angular View Vector; (0054,0090) US';
COMMENT ON COLUMN instance_row."TimeSliceVector" IS '[330] Time Slice Vector; (0054,0100) US';
COMMENT ON COLUMN instance_row."NumberOfTimeSlots" IS '[331] Number of Time Slots; (0054,0071) US';
COMMENT ON COLUMN instance_row."detector_ImagePositionPatient" IS '[332] ImagePositionPatient (0020,0032) of the first item of DetectorInformationSequence (0054,0022), mm, LPS';
COMMENT ON COLUMN instance_row."detector_ImageOrientationPatient" IS '[333] ImageOrientationPatient (0020,0037) of the first item of DetectorInformationSequence (0054,0022)';
COMMENT ON COLUMN instance_row."ultrasound_regions" IS '[334] SequenceOfUltrasoundRegions (0018,6011): units by PS3.3 C.8.5.5.1.15 (3 = cm), deltas per pixel';
COMMENT ON COLUMN instance_row."TransducerType" IS '[335] Transducer Type; (0018,6031) CS';
COMMENT ON COLUMN instance_row."TransducerFrequency" IS '[336] Transducer Frequency; (0018,6030) UL';
COMMENT ON COLUMN instance_row."PositionerPrimaryAngle" IS '[337] Positioner Primary Angle, degrees; (0018,1510) DS';
COMMENT ON COLUMN instance_row."PositionerSecondaryAngle" IS '[338] Positioner Secondary Angle, degrees; (0018,1511) DS';
COMMENT ON COLUMN instance_row."PositionerMotion" IS '[339] Positioner Motion; (0018,1500) CS';
COMMENT ON COLUMN instance_row."ConcatenationUID" IS '[340] Concatenation UID; (0020,9161) UI';
COMMENT ON COLUMN instance_row."SOPInstanceUIDOfConcatenationSource" IS '[341] SOP Instance UID of Concatenation Source; (0020,0242) UI';
COMMENT ON COLUMN instance_row."InConcatenationNumber" IS '[342] In-concatenation Number; (0020,9162) US';
COMMENT ON COLUMN instance_row."InConcatenationTotalNumber" IS '[343] In-concatenation Total Number; (0020,9163) US';
COMMENT ON COLUMN instance_row."ConcatenationFrameOffsetNumber" IS '[344] Concatenation Frame Offset Number; (0020,9228) UL';
COMMENT ON COLUMN instance_row."DimensionOrganizationType" IS '[345] Dimension Organization Type; (0020,9311) CS';
COMMENT ON COLUMN instance_row."VolumetricProperties" IS '[346] Volumetric Properties; (0008,9206) CS';
COMMENT ON COLUMN instance_row."VolumeBasedCalculationTechnique" IS '[347] Volume Based Calculation Technique; (0008,9207) CS';
COMMENT ON COLUMN instance_row."dimension_index_pointers" IS '[348] DimensionIndexPointer (0020,9165) of each item of DimensionIndexSequence (0020,9222) as ggggeeee, in order';
COMMENT ON COLUMN instance_row."StackID" IS '[349] Stack ID; (0020,9056) of the data set where no frame has one of its own SH';
COMMENT ON COLUMN instance_row."InStackPositionNumber" IS '[350] In-Stack Position Number; (0020,9057) of the data set where no frame has one of its own UL';
COMMENT ON COLUMN instance_row."TemporalPositionIndex" IS '[351] Temporal Position Index; (0020,9128) of the data set where no frame has one of its own UL';
COMMENT ON COLUMN instance_row."CompletionFlag" IS '[352] Completion Flag; (0040,A491) CS';
COMMENT ON COLUMN instance_row."VerificationFlag" IS '[353] Verification Flag; (0040,A493) CS';
COMMENT ON COLUMN instance_row."ConceptName_code" IS '[354] Code of ConceptNameCodeSequence (0040,A043) of the root of a structured report as SCHEME:VALUE';
COMMENT ON COLUMN instance_row."ConceptName_meaning" IS '[355] Meaning of ConceptNameCodeSequence (0040,A043) of the root of a structured report';
COMMENT ON COLUMN instance_row."template_identifier" IS '[356] TemplateIdentifier (0040,DB00) of the first item of ContentTemplateSequence (0040,A504)';
COMMENT ON COLUMN instance_row."DocumentTitle" IS '[357] Document Title; (0042,0010) ST';
COMMENT ON COLUMN instance_row."MIMETypeOfEncapsulatedDocument" IS '[358] MIME Type of Encapsulated Document; (0042,0012) LO';
COMMENT ON COLUMN instance_row."SegmentationType" IS '[359] Segmentation Type; (0062,0001) CS';
COMMENT ON COLUMN instance_row."SegmentationFractionalType" IS '[360] Segmentation Fractional Type; (0062,0010) CS';
COMMENT ON COLUMN instance_row."MaximumFractionalValue" IS '[361] Maximum Fractional Value; (0062,000E) US';
COMMENT ON COLUMN instance_row."SegmentsOverlap" IS '[362] Segments Overlap; (0062,0013) CS';
COMMENT ON COLUMN instance_row."n_segments" IS '[363] Items of SegmentSequence (0062,0002); computed';
COMMENT ON COLUMN instance_row."StructureSetLabel" IS '[364] Structure Set Label; (3006,0002) SH';
COMMENT ON COLUMN instance_row."StructureSetName" IS '[365] Structure Set Name; (3006,0004) LO';
COMMENT ON COLUMN instance_row."StructureSetDate" IS '[366] Structure Set Date; (3006,0008) DA';
COMMENT ON COLUMN instance_row."StructureSetTime_us" IS '[367] Structure Set Time, microseconds since midnight; (3006,0009) TM';
COMMENT ON COLUMN instance_row."RTPlanLabel" IS '[368] RT Plan Label; (300A,0002) SH';
COMMENT ON COLUMN instance_row."DoseUnits" IS '[369] Dose Units; (3004,0002) CS';
COMMENT ON COLUMN instance_row."DoseType" IS '[370] Dose Type; (3004,0004) CS';
COMMENT ON COLUMN instance_row."DoseSummationType" IS '[371] Dose Summation Type; (3004,000A) CS';
COMMENT ON COLUMN instance_row."DoseGridScaling" IS '[372] Dose Grid Scaling; (3004,000E) DS';
COMMENT ON COLUMN instance_row."GridFrameOffsetVector" IS '[373] Grid Frame Offset Vector, mm; (3004,000C) DS';
COMMENT ON COLUMN instance_row."ContentCreatorName" IS '[374] Content Creator''s Name; (0070,0084) PN';
