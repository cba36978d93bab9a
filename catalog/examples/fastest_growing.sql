-- Which lesions double their volume in less than 400 days, and how sure is that?
SELECT l.patient_key, l.name, o.timepoint_index, o.volume_ml, o.doubling_days, o.doubling_days_low, o.doubling_days_high
FROM lesion_observation o
JOIN lesion l USING (lesion_id)
WHERE o.doubling_days BETWEEN 0 AND 400 AND o.doubling_days_low IS NOT NULL
ORDER BY o.doubling_days;
