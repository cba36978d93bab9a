-- One value of a header: tag(header, 'SliceThickness') or tag(header, '00180050'), as text.
-- Top level of the data set only; sequences come as JSON. NULL where it is absent or empty.
CREATE MACRO tag(header, attribute) AS
    nullif(json_value_text(json_extract(
        header,
        '$."' || coalesce((SELECT d.tag FROM dicom_dictionary d WHERE d.keyword = attribute), upper(attribute)) || '"'
    )), '');
