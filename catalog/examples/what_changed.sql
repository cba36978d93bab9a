-- Which commits were made, and when?
SELECT snapshot_id, created_at, note, batch_id
FROM snapshot
ORDER BY snapshot_id DESC;
