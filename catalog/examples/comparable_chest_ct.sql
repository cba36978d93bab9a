-- Which patients have three or more comparable chest CTs, at least 60 days apart?
SELECT DISTINCT p.patient_key
FROM series_pair p  -- filled for all patients by: pacslake pairs --all
JOIN series_pair q ON p.b_volume_id = q.a_volume_id
WHERE p.is_best AND q.is_best AND p.modality = 'CT'
    AND p.body_part LIKE '%CHEST%' AND q.body_part LIKE '%CHEST%'
    AND p.days_between >= 60 AND q.days_between >= 60
ORDER BY 1;
