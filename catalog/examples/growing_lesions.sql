-- Which lesions grew by a fifth or more between two time points?
SELECT lesion_id, patient_key, timepoint_index, longest_diameter_mm, change_percent
FROM lesion_observation
WHERE state = 'growing' AND change_percent >= 20
ORDER BY change_percent DESC;
