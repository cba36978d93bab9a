-- One row is one multiplex group of a waveform object: ECG, haemodynamics, audio ... (PS3.3 C.10.9).
-- Samples are read with pacslake.derived.waveform().
CREATE TABLE waveform (
    waveform_id                   VARCHAR,
    instance_version_id           VARCHAR,
    "SOPInstanceUID"              VARCHAR,
    "SeriesInstanceUID"           VARCHAR,
    "StudyInstanceUID"            VARCHAR,
    patient_key                   VARCHAR,
    sop_class_name                VARCHAR,
    group_index                   INTEGER,
    "MultiplexGroupLabel"         VARCHAR,
    "WaveformOriginality"         VARCHAR,
    "MultiplexGroupTimeOffset_ms" DOUBLE,
    "NumberOfWaveformChannels"    INTEGER,
    "NumberOfWaveformSamples"     BIGINT,
    "SamplingFrequency"           DOUBLE,
    duration_s                    DOUBLE,
    channel_codes                 VARCHAR[],
    channel_labels                VARCHAR[],
    channel_units                 VARCHAR[],
    n_annotations                 INTEGER
);
COMMENT ON TABLE waveform IS 'Waveforms';
COMMENT ON COLUMN waveform.waveform_id IS '[1] Key: ''w'' and 20 hex digits of the SHA-256 over instance_version_id and group_index';
COMMENT ON COLUMN waveform.instance_version_id IS '[2] The object';
COMMENT ON COLUMN waveform."SOPInstanceUID" IS '[3] SOPInstanceUID (0008,0018) of the object';
COMMENT ON COLUMN waveform."SeriesInstanceUID" IS '[4] SeriesInstanceUID (0020,000E) of the object';
COMMENT ON COLUMN waveform."StudyInstanceUID" IS '[5] StudyInstanceUID (0020,000D) of the object';
COMMENT ON COLUMN waveform.patient_key IS '[6] The patient, see patient.patient_key';
COMMENT ON COLUMN waveform.sop_class_name IS '[7] Kind of waveform';
COMMENT ON COLUMN waveform.group_index IS '[8] Number of the group in the object, from 0';
COMMENT ON COLUMN waveform."MultiplexGroupLabel" IS '[9] (003A,0020)';
COMMENT ON COLUMN waveform."WaveformOriginality" IS '[10] ORIGINAL or DERIVED; (003A,0004)';
COMMENT ON COLUMN waveform."MultiplexGroupTimeOffset_ms" IS '[11] Start after the object''s own; (0018,1068)';
COMMENT ON COLUMN waveform."NumberOfWaveformChannels" IS '[12] (003A,0005)';
COMMENT ON COLUMN waveform."NumberOfWaveformSamples" IS '[13] Samples of each channel; (003A,0010)';
COMMENT ON COLUMN waveform."SamplingFrequency" IS '[14] Hz; (003A,001A)';
COMMENT ON COLUMN waveform.duration_s IS '[15] Samples over frequency';
COMMENT ON COLUMN waveform.channel_codes IS '[16] Code value of each channel''s source, as MDC 2:1 for lead I; (003A,0208)';
COMMENT ON COLUMN waveform.channel_labels IS '[17] Meaning of the source, else the label, of each channel';
COMMENT ON COLUMN waveform.channel_units IS '[18] UCUM unit of each channel; (003A,0211)';
COMMENT ON COLUMN waveform.n_annotations IS '[19] Annotations that name this group; numbers among them stand in measurement';
