-- Which files could not be used, and why?
SELECT uri, reason
FROM file
WHERE outcome = 'quarantined'
ORDER BY uri;
