-- What was planned, on which structures, and what dose did the grid reach?
SELECT p."RTPlanLabel", p."NumberOfFractionsPlanned", p."TargetPrescriptionDose_gy", p.n_beams, d."DoseSummationType",
    d."DoseUnits", round(d.max_dose, 2) AS max_dose
FROM rt_plan p
LEFT JOIN rt_dose d ON d."plan_SOPInstanceUID" = p."SOPInstanceUID"
ORDER BY p.plan_datetime;
