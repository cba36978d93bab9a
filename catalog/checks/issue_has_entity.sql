-- An issue about something that is not there.
SELECT s.issue_id, s.level, s.code
FROM issue s
WHERE (s.level = 'file' AND s.entity_id NOT IN (SELECT file_id FROM file))
    OR (s.level = 'instance' AND s.entity_id NOT IN (SELECT instance_version_id FROM instance_row)
        AND s.entity_id NOT IN (SELECT file_id FROM file))
    OR (s.level = 'message' AND s.entity_id NOT IN (SELECT message_id FROM hl7_message)
        AND s.entity_id NOT IN (SELECT message_id FROM fhir_resource))
    OR (s.level = 'volume' AND s.entity_id NOT IN (SELECT volume_id FROM volume));
