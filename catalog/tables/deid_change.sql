-- One row per attribute that a list of changes names; lists are shared by the objects that had the same done to them.
CREATE TABLE deid_change (
    changes_id VARCHAR,
    path VARCHAR,
    tag VARCHAR,
    keyword VARCHAR,
    private_creator VARCHAR,
    action VARCHAR,
    n BIGINT
);

COMMENT ON TABLE deid_change IS 'Lists of changes; deid_action has them by instance';
COMMENT ON COLUMN deid_change.changes_id IS '[1] The list';
COMMENT ON COLUMN deid_change.path IS '[2] Tags from the top of the data set as ggggeeee, joined by dots; item numbers left out';
COMMENT ON COLUMN deid_change.tag IS '[3] Tag as ggggeeee; gggg0000 stands for a private group that went as a whole';
COMMENT ON COLUMN deid_change.keyword IS '[4] Keyword of the tag; NULL where the Standard has none';
COMMENT ON COLUMN deid_change.private_creator IS '[5] Private creator, where it is one that is known to name nobody';
COMMENT ON COLUMN deid_change.action IS '[6] removed, emptied, replaced, new_uid, shifted, cleaned, or pseudonym';
COMMENT ON COLUMN deid_change.n IS '[7] How many elements of that path, over all items';
