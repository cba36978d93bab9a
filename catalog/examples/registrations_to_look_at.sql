-- Which registrations are not good, and why?
SELECT fixed_volume_id, moving_volume_id, verdict, sentence
FROM registration
WHERE verdict <> 'good'
ORDER BY verdict DESC, registration_id;
