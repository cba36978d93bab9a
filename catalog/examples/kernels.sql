-- Which reconstruction kernels and tube voltages were used?
SELECT s."Manufacturer", c."ConvolutionKernel", c."KVP", count(*) AS n_series
FROM ct_series c
JOIN series s USING ("SeriesInstanceUID")
GROUP BY ALL
ORDER BY n_series DESC;
