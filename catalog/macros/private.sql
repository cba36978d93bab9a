-- One private value of a header: private(header, 'SIEMENS MR HEADER', '0c'), whatever block the creator holds.
-- gggg names the group where the creator uses the element in several; without it that is NULL.
CREATE MACRO private(header, creator, ee, gggg := NULL) AS
    list_transform(
        [list_filter(
            list_transform(
                list_filter(
                    json_keys(header),
                    lambda k: regexp_matches(k, '^[0-9A-Fa-f]{3}[13579BDFbdf]00[1-9A-Fa-f][0-9A-Fa-f]$')
                        AND (gggg IS NULL OR upper(k[1:4]) = upper(gggg))
                        AND trim(json_extract_string(header, '$."' || k || '".Value[0]')) = creator
                ),
                lambda k: upper(k[1:4]) || upper(k[7:8]) || upper(ee[-2:])
            ),
            lambda t: json_exists(header, '$."' || t || '"')
        )],
        lambda tags: CASE
            WHEN len(tags) = 1 THEN nullif(json_value_text(json_extract(header, '$."' || tags[1] || '"')), '')
        END
    )[1];
