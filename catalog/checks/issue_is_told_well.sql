-- An issue without level, code, severity or message, or with a code that is not lower-case words.
SELECT issue_id, level, code, severity
FROM issue
WHERE level IS NULL OR code IS NULL OR message IS NULL
    OR level NOT IN ('file', 'instance', 'series', 'volume', 'study', 'patient', 'reference', 'message')
    OR severity IS NULL OR severity NOT IN ('error', 'warning', 'info')
    OR NOT regexp_full_match(code, '[a-z0-9]+(_[a-z0-9]+)*');
