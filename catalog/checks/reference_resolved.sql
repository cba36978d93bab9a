-- A reference whose flag says other than whether the lake holds what it names.
SELECT r.from_instance, r.to_sop_instance, r.resolved
FROM reference r
LEFT JOIN (SELECT DISTINCT "SOPInstanceUID" FROM instance_row WHERE is_current) i ON i."SOPInstanceUID" = r.to_sop_instance
WHERE r.to_sop_instance IS NOT NULL AND r.resolved IS DISTINCT FROM (i."SOPInstanceUID" IS NOT NULL);
