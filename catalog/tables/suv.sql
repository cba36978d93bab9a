-- One row per PET volume: the factor to standardised uptake values, what it was made of, or why there is none.
CREATE TABLE suv (
    "volume_id" VARCHAR,
    "SeriesInstanceUID" VARCHAR,
    "unit_code" VARCHAR,
    "suv_bw_factor" DOUBLE,
    "suv_status" VARCHAR,
    "decay_correction" VARCHAR,
    "decay_seconds" DOUBLE,
    "injected_at" TIMESTAMP,
    "decay_reference_at" TIMESTAMP,
    "decay_reference_source" VARCHAR,
    "dose_bq" DOUBLE,
    "half_life_s" DOUBLE,
    "patient_weight_kg" DOUBLE
);

COMMENT ON TABLE suv IS 'Factors to SUVbw of PET volumes, with status and the times used';
COMMENT ON COLUMN suv."volume_id" IS '[1] The volume';
COMMENT ON COLUMN suv."SeriesInstanceUID" IS '[2] Series Instance UID; (0020,000E) UI';
COMMENT ON COLUMN suv."unit_code" IS '[3] Units of the values, as the file says them; (0054,1001) CS';
COMMENT ON COLUMN suv."suv_bw_factor" IS '[4] SUVbw, g/ml, = value x this factor; NULL where none can be known; computed';
COMMENT ON COLUMN suv."suv_status" IS '[5] ok, already_suv, vendor_factor, or why there is no factor; computed';
COMMENT ON COLUMN suv."decay_correction" IS '[6] DecayCorrection: START, ADMIN or NONE; (0054,1102) CS';
COMMENT ON COLUMN suv."decay_seconds" IS '[7] Seconds of decay of the dose between injection and the moment to which values are corrected; computed';
COMMENT ON COLUMN suv."injected_at" IS '[8] Injection, local as sent: (0018,1078), else (0018,1072) on the day of the scan or the day before; computed';
COMMENT ON COLUMN suv."decay_reference_at" IS '[9] Moment to which values are decay-corrected, local as sent; computed';
COMMENT ON COLUMN suv."decay_reference_source" IS '[10] Where that moment was found: series, earliest_acquisition, ge_scan; computed';
COMMENT ON COLUMN suv."dose_bq" IS '[11] Radionuclide Total Dose, Bq; (0018,1074) DS';
COMMENT ON COLUMN suv."half_life_s" IS '[12] Radionuclide Half Life, s; (0018,1075) DS';
COMMENT ON COLUMN suv."patient_weight_kg" IS '[13] Patient''s Weight, kg; (0010,1030) DS';
