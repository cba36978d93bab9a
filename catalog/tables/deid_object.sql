-- One row per file that de-identification looked at: what became of it, by which profile and key.
CREATE TABLE deid_object (
    file_id VARCHAR,
    instance_version_id VARCHAR,
    batch_id VARCHAR,
    verdict VARCHAR,
    code VARCHAR,
    pixel_decision VARCHAR,
    n_regions BIGINT,
    verified BOOLEAN,
    profile VARCHAR,
    profile_digest VARCHAR,
    rules VARCHAR,
    key_id VARCHAR,
    changes_id VARCHAR
);

COMMENT ON TABLE deid_object IS 'What de-identification did with each file; holds no original value';
COMMENT ON COLUMN deid_object.file_id IS '[1] The file; its key is a keyed hash of where it was';
COMMENT ON COLUMN deid_object.instance_version_id IS '[2] The cleaned instance; NULL where none came in';
COMMENT ON COLUMN deid_object.batch_id IS '[3] The run that judged it';
COMMENT ON COLUMN deid_object.verdict IS '[4] cleaned, or held';
COMMENT ON COLUMN deid_object.code IS '[5] Why it was held, in one lower-case word; NULL where it was cleaned';
COMMENT ON COLUMN deid_object.pixel_decision IS '[6] On whose word its pixels left: no_pixels, mask, acquired (a class that acquires no writing), rule (of the profile), ocr (searched for text), reviewed (a person), or face_removed (after any of these, a face was covered)';
COMMENT ON COLUMN deid_object.n_regions IS '[7] Rectangles of pixels that were blanked, each in all frames; what surrounds ultrasound regions counts as one';
COMMENT ON COLUMN deid_object.verified IS '[8] Whether a second program searched the cleaned bytes and found nothing; NULL where none did';
COMMENT ON COLUMN deid_object.profile IS '[9] Name of the profile';
COMMENT ON COLUMN deid_object.profile_digest IS '[10] Changes with every setting of the profile';
COMMENT ON COLUMN deid_object.rules IS '[11] Edition of the rule table, PS3.15 Annex E';
COMMENT ON COLUMN deid_object.key_id IS '[12] Which project key made its pseudonyms; tells nothing of the key';
COMMENT ON COLUMN deid_object.changes_id IS '[13] Its list of changes in deid_change; objects with equal lists share one';
