-- How far apart are the time points of each patient?
SELECT patient_key, timepoint_index, date, days_from_baseline,
    days_from_baseline - lag(days_from_baseline) OVER (PARTITION BY patient_key ORDER BY timepoint_index) AS days_from_prior
FROM timepoint
ORDER BY patient_key, timepoint_index;
