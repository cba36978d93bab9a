-- Does a query that was written for the Imaging Data Commons run here?
SELECT "Modality", count(DISTINCT "StudyInstanceUID") AS studies, sum("instanceCount") AS instances, sum("series_size_MB") AS mb
FROM idc_index
GROUP BY "Modality";
