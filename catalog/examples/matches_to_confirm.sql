-- Which matches of lesions should a person look at: unconfirmed, by place, and with another partner nearly as good?
SELECT l.patient_key, l.name, o.timepoint_index, o.match_score, o.alternative_score, o.match_distance_mm
FROM lesion_observation o
JOIN lesion l USING (lesion_id)
WHERE o.verified_by IS NULL AND o.matched_by = 'distance_and_size'
    AND (o.match_score < 0.5 OR o.alternative_score > 0.5 * o.match_score)
ORDER BY o.match_score;
