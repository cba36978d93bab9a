-- For which PET series is the SUV known, and for which is it not and why?
SELECT "SeriesInstanceUID", "Units", "DecayCorrection", suv_bw_factor, suv_status
FROM pt_series
ORDER BY suv_status;
