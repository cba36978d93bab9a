-- Which patients were examined more than once, and over how many days?
SELECT patient_key, n_studies, first_study_date, last_study_date, last_study_date - first_study_date AS days
FROM patient
WHERE n_studies >= 2
ORDER BY days DESC;
