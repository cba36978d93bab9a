-- Which patients have both CT and MR?
SELECT patient_key
FROM series
GROUP BY patient_key
HAVING bool_or("Modality" = 'CT') AND bool_or("Modality" = 'MR');
