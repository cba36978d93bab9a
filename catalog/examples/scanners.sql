-- Which scanners made the images, and when?
SELECT "Manufacturer", "ManufacturerModelName", "SoftwareVersions", min("SeriesDate") AS first, max("SeriesDate") AS last,
    count(*) AS n_series
FROM series
GROUP BY ALL
ORDER BY n_series DESC;
