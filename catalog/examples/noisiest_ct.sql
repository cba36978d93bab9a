-- Which CT volumes are the noisiest, and do any have values that cannot be Hounsfield units?
SELECT
    s.entity_id AS volume_id,
    s.noise_estimate AS noise_hu,
    s.p01,
    s.p99,
    count(i.code) > 0 AS implausible
FROM pixel_stat s
JOIN volume v ON v.volume_id = s.entity_id AND v.unit_code = 'HU'
LEFT JOIN issue i ON i.entity_id = v.volume_id AND i.code = 'implausible_hu'
WHERE s.level = 'volume'
GROUP BY s.entity_id, s.noise_estimate, s.p01, s.p99
ORDER BY noise_hu DESC NULLS LAST;
