-- One row per leaf that differs within a series. Read it through the view element.
CREATE TABLE element_own (
    "instance_version_id" VARCHAR,
    "path" VARCHAR,
    "depth" INTEGER,
    "tag" VARCHAR,
    "keyword" VARCHAR,
    "vr" VARCHAR,
    "vm" INTEGER,
    "private_creator" VARCHAR,
    "element_low" VARCHAR,
    "value_text" VARCHAR,
    "value_double" DOUBLE,
    "value_int" BIGINT,
    "value_list" VARCHAR[],
    "length" BIGINT,
    "sha256" VARCHAR,
    "truncated" BOOLEAN
);

COMMENT ON TABLE element_own IS 'Leaves of data sets that an instance does not share with its series';
COMMENT ON COLUMN element_own."instance_version_id" IS '[1] The instance that holds the leaf';
COMMENT ON COLUMN element_own."path" IS '[2] Where the leaf stands: tags joined by dots, items in brackets from 1, as 0040A730[2].00400100';
COMMENT ON COLUMN element_own."depth" IS '[3] Sequences around the leaf';
COMMENT ON COLUMN element_own."tag" IS '[4] Tag of the leaf as ggggeeee';
COMMENT ON COLUMN element_own."keyword" IS '[5] Keyword of the standard; NULL for private and unknown tags';
COMMENT ON COLUMN element_own."vr" IS '[6] Value representation, as sent or as the dictionary says';
COMMENT ON COLUMN element_own."vm" IS '[7] Number of values; 0 where empty';
COMMENT ON COLUMN element_own."private_creator" IS '[8] Private creator of the block that the leaf is in; NULL for tags of the standard';
COMMENT ON COLUMN element_own."element_low" IS '[9] Last two hex digits of a private tag: with group and creator they name it whatever block it is in';
COMMENT ON COLUMN element_own."value_text" IS '[10] The value as text, several values joined by backslashes, cut to 4,096 characters; NULL for binary values';
COMMENT ON COLUMN element_own."value_double" IS '[11] First value as a number, of numeric values';
COMMENT ON COLUMN element_own."value_int" IS '[12] First value as a whole number, where it is one';
COMMENT ON COLUMN element_own."value_list" IS '[13] All values as text where there are several';
COMMENT ON COLUMN element_own."length" IS '[14] Bytes of the value as stored';
COMMENT ON COLUMN element_own."sha256" IS '[15] sha256, hex, of a binary value of more than 16 bytes';
COMMENT ON COLUMN element_own."truncated" IS '[16] value_text was cut';
