-- Which patient keys may stand for several people?
SELECT patient_key, "PatientName_n_distinct", "PatientBirthDate_n_distinct"
FROM patient
WHERE "PatientName_n_distinct" > 1 OR "PatientBirthDate_n_distinct" > 1;
