-- How does the volume of each tracked segment change over time?
SELECT s.patient_key, coalesce(s."TrackingID", s."SegmentLabel") AS name, st."StudyDate", round(s.volume_ml, 2) AS volume_ml,
    round(s.volume_ml - first_value(s.volume_ml) OVER lesion, 2) AS since_first_ml,
    round(100 * (s.volume_ml / nullif(first_value(s.volume_ml) OVER lesion, 0) - 1), 1) AS since_first_percent
FROM segment s
JOIN study st ON st."StudyInstanceUID" = s."StudyInstanceUID" AND st.patient_key = s.patient_key
WHERE s.volume_ml IS NOT NULL AND s."TrackingUID" IS NOT NULL
WINDOW lesion AS (PARTITION BY s.patient_key, s."TrackingUID" ORDER BY st."StudyDate")
ORDER BY s.patient_key, name, st."StudyDate";
