-- One row per scanned file: where it is and what became of it.
CREATE TABLE file (
    file_id VARCHAR,
    batch_id VARCHAR,
    uri VARCHAR,
    container_uri VARCHAR,
    member_name VARCHAR,
    member_offset BIGINT,
    size_bytes BIGINT,
    mtime_ns BIGINT,
    sha256 VARCHAR,
    is_dicom BOOLEAN,
    has_preamble BOOLEAN,
    TransferSyntaxUID VARCHAR,
    SOPInstanceUID VARCHAR,
    SeriesInstanceUID VARCHAR,
    StudyInstanceUID VARCHAR,
    SOPClassUID VARCHAR,
    dataset_offset BIGINT,
    pixel_offset BIGINT,
    pixel_length BIGINT,
    instance_version_id VARCHAR,
    outcome VARCHAR,
    reason VARCHAR,
    vanished BOOLEAN,
    object_uri VARCHAR
);

COMMENT ON TABLE file IS 'Scanned files, one row per uri, with exactly one outcome each';
COMMENT ON COLUMN file.file_id IS '[1] Key: f and 20 hexadecimal digits of the SHA-256 of uri; in a research lake a keyed hash of where the file was';
COMMENT ON COLUMN file.batch_id IS '[2] The run that judged the file';
COMMENT ON COLUMN file.uri IS '[3] Where the file is; a member of an archive as archive!member. In a research lake its own copy, else source: and the key';
COMMENT ON COLUMN file.container_uri IS '[4] The archive that holds it; NULL for a plain file';
COMMENT ON COLUMN file.member_name IS '[5] Its name inside the archive; NULL for a plain file';
COMMENT ON COLUMN file.member_offset IS '[6] Where its bytes begin in the archive, where they are stored uncompressed';
COMMENT ON COLUMN file.size_bytes IS '[7] Bytes';
COMMENT ON COLUMN file.mtime_ns IS '[8] Time of last change, nanoseconds since 1970, of the file or its archive; in a research lake a keyed number';
COMMENT ON COLUMN file.sha256 IS '[9] SHA-256 of the file''s bytes';
COMMENT ON COLUMN file.is_dicom IS '[10] Whether the content is DICOM';
COMMENT ON COLUMN file.has_preamble IS '[11] Whether it begins with 128 bytes and DICM, PS3.10 7.1';
COMMENT ON COLUMN file.TransferSyntaxUID IS '[12] (0002,0010), or the one that was found to be true';
COMMENT ON COLUMN file.SOPInstanceUID IS '[13] (0008,0018), also of files that were not stored, where it could be read';
COMMENT ON COLUMN file.SeriesInstanceUID IS '[14] (0020,000E), where it could be read';
COMMENT ON COLUMN file.StudyInstanceUID IS '[15] (0020,000D), where it could be read';
COMMENT ON COLUMN file.SOPClassUID IS '[16] (0008,0016), where it could be read';
COMMENT ON COLUMN file.dataset_offset IS '[17] Byte at which the data set begins';
COMMENT ON COLUMN file.pixel_offset IS '[18] Byte at which the value of the pixel data begins';
COMMENT ON COLUMN file.pixel_length IS '[19] Bytes of the pixel data, fragments and their headers included';
COMMENT ON COLUMN file.instance_version_id IS '[20] The instance version that it holds; of a duplicate, the stored one';
COMMENT ON COLUMN file.outcome IS '[21] stored, duplicate, conflict, quarantined, not_dicom, or dicomdir';
COMMENT ON COLUMN file.reason IS '[22] What is wrong and where; NULL where nothing is';
COMMENT ON COLUMN file.vanished IS '[23] Gone at the last scan of its source; its rows stay';
COMMENT ON COLUMN file.object_uri IS '[24] The copy of its bytes that the lake keeps, relative to the lake; NULL where it keeps none';
