-- A member of a table of results whose input is not what it was: superseded by another version, sent again with more
-- or other images, or withdrawn. Compute it again, or read it together with the snapshot that its activity names.
WITH newest AS (
    SELECT a.table_name, i.entity_id, i.grain, i.content_hash, i.activity_id
    FROM activity_input i
    JOIN activity a USING (activity_id)
    WHERE a.kind = 'map'
    QUALIFY row_number() OVER (PARTITION BY a.table_name, i.entity_id ORDER BY a.started_at DESC, i.activity_id DESC) = 1
),
keys AS (
    SELECT i.instance_version_id, unnest([
        {grain: 'instance', entity_id: i.instance_version_id},
        {grain: 'instance', entity_id: i."SOPInstanceUID"},
        {grain: 'series', entity_id: i."SeriesInstanceUID"},
        {grain: 'study', entity_id: i."StudyInstanceUID"},
        {grain: 'patient', entity_id: i.patient_key}
    ]) AS key
    FROM instance_row i
    WHERE i.is_current AND EXISTS (FROM newest n WHERE n.grain <> 'volume')
),
-- The digests are those of cohort_member.content_hash; a volume's id is a digest of its content already.
present AS (
    SELECT key.grain AS grain, key.entity_id AS entity_id,
        CASE WHEN key.grain = 'instance' THEN min(instance_version_id)
            ELSE sha256(string_agg(instance_version_id, ' ' ORDER BY instance_version_id)) END AS content_hash
    FROM keys
    WHERE key.entity_id IN (SELECT entity_id FROM newest)
    GROUP BY key.grain, key.entity_id
    UNION ALL
    SELECT 'volume', v.volume_id, n.content_hash
    FROM volume v
    JOIN newest n ON n.grain = 'volume' AND n.entity_id = v.volume_id
)
SELECT n.table_name, n.grain, n.entity_id, n.activity_id
FROM newest n
LEFT JOIN present p ON p.grain = n.grain AND p.entity_id = n.entity_id AND p.content_hash = n.content_hash
WHERE p.entity_id IS NULL;
