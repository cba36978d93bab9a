-- How old were the patients at their studies, by sex?
SELECT p."PatientSex", count(*) AS n_studies, round(median(t.age_at_study_days / 365.25), 1) AS median_age_years
FROM study t
JOIN patient p USING (patient_key)
GROUP BY ALL;
