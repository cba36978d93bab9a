-- The value of one DICOM JSON element as text: values joined by backslashes as in DICOM, names as their
-- alphabetic group, sequences as JSON, inline binary as base64. NULL where it is absent or empty.
CREATE MACRO json_value_text(member) AS
    list_transform([CAST(member AS JSON)], lambda e: CASE
        WHEN e IS NULL THEN NULL
        WHEN json_extract_string(e, '$.vr') = 'SQ' THEN json_extract_string(e, '$.Value')
        WHEN json_extract_string(e, '$.vr') = 'PN' THEN array_to_string(
            list_transform(json_extract(e, '$.Value[*]'), lambda v: coalesce(json_extract_string(v, '$.Alphabetic'), '')), '\')
        WHEN json_exists(e, '$.Value') THEN array_to_string(
            list_transform(json_extract_string(e, '$.Value[*]'), lambda v: coalesce(v, '')), '\')
        ELSE json_extract_string(e, '$.InlineBinary')
    END)[1];
