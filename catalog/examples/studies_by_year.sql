-- How many studies of each modality are there a year?
WITH one AS (
    SELECT year("StudyDate") AS year, unnest("ModalitiesInStudy") AS modality
    FROM study
)
SELECT year, modality, count(*) AS n_studies
FROM one
GROUP BY ALL
ORDER BY year, modality;
