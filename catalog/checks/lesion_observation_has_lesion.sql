-- An observation or a response whose lesion or time point is not there.
SELECT 'lesion' AS missing, o.observation_id AS id
FROM lesion_observation o ANTI JOIN lesion l USING (lesion_id)
UNION ALL
SELECT 'timepoint', o.observation_id
FROM lesion_observation o ANTI JOIN timepoint t USING (patient_key, timepoint_index)
UNION ALL
SELECT 'timepoint', r.response_id
FROM response r ANTI JOIN timepoint t USING (patient_key, timepoint_index);
