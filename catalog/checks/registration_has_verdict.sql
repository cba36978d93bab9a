-- A registration without a verdict, one that failed without a reason, or another without a transform.
SELECT registration_id AS id, verdict
FROM registration
WHERE verdict NOT IN ('good', 'doubtful', 'failed') OR verdict IS NULL
    OR (verdict = 'failed' AND len(coalesce(reasons, [])) = 0)
    OR (verdict <> 'failed' AND transform_uri IS NULL);
