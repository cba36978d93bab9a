-- Who responded by RECIST 1.1, and how was it reckoned?
SELECT patient_key, timepoint_index, category, change_from_baseline_percent, arithmetic
FROM response
WHERE criterion = 'RECIST 1.1' AND category IN ('CR', 'PR')
ORDER BY patient_key, timepoint_index;
