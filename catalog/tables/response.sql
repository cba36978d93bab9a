-- One row is the response of a person's disease at one visit by one criterion, with its arithmetic.
CREATE TABLE response (
    response_id       VARCHAR,
    patient_key       VARCHAR,
    person            INTEGER,
    timepoint_index   INTEGER,
    criterion         VARCHAR,
    category          VARCHAR,
    target_category   VARCHAR,
    non_target_category VARCHAR,
    n_new_lesions     INTEGER,
    value             DOUBLE,
    unit              VARCHAR,
    baseline_value    DOUBLE,
    nadir_value       DOUBLE,
    nadir_timepoint   INTEGER,
    change_from_baseline_percent DOUBLE,
    change_from_nadir_percent DOUBLE,
    change_from_nadir DOUBLE,
    arithmetic        VARCHAR,
    lesion_ids        VARCHAR[],
    lesion_values     DOUBLE[],
    activity_id       VARCHAR
);
COMMENT ON TABLE response IS 'Response of the disease at each visit: RECIST 1.1, iRECIST, volumetric, PERCIST-like';
COMMENT ON COLUMN response.response_id IS '[1] Key: "z" and 20 hex digits of the SHA-256 over patient, person, visit and criterion';
COMMENT ON COLUMN response.patient_key IS '[2] The patient, see patient.patient_key';
COMMENT ON COLUMN response.person IS '[3] Which of several people under one patient_key, see timepoint.person';
COMMENT ON COLUMN response.timepoint_index IS '[4] The visit that is judged, see timepoint.timepoint_index';
COMMENT ON COLUMN response.criterion IS '[5] RECIST 1.1, iRECIST, volumetric, or PERCIST-like (SUVpeak by body weight)';
COMMENT ON COLUMN response.category IS '[6] CR, PR, SD, PD, NE, non-CR/non-PD; iCR, iPR, iSD, iUPD, iCPD; CMR, PMR, SMD, PMD';
COMMENT ON COLUMN response.target_category IS '[7] Category of the target lesions; NULL where there are none';
COMMENT ON COLUMN response.non_target_category IS '[8] Category of the other lesions of the baseline; NULL where there are none';
COMMENT ON COLUMN response.n_new_lesions IS '[9] Lesions that are new since the baseline';
COMMENT ON COLUMN response.value IS '[10] Sum of diameters or volumes, or peak uptake, in unit; NULL where a target was not evaluated';
COMMENT ON COLUMN response.unit IS '[11] UCUM unit: mm, ml, {SUVbw}g/ml';
COMMENT ON COLUMN response.baseline_value IS '[12] The same at the baseline';
COMMENT ON COLUMN response.nadir_value IS '[13] The smallest before this visit, the baseline included';
COMMENT ON COLUMN response.nadir_timepoint IS '[14] Visit of the nadir';
COMMENT ON COLUMN response.change_from_baseline_percent IS '[15] Change since the baseline, per cent';
COMMENT ON COLUMN response.change_from_nadir_percent IS '[16] Change since the nadir, per cent';
COMMENT ON COLUMN response.change_from_nadir IS '[17] Change since the nadir, in unit';
COMMENT ON COLUMN response.arithmetic IS '[18] The reckoning as a person would write it down';
COMMENT ON COLUMN response.lesion_ids IS '[19] Lesions that were added up, see lesion.lesion_id';
COMMENT ON COLUMN response.lesion_values IS '[20] What each of them counts, in unit; NULL where it was not evaluated';
COMMENT ON COLUMN response.activity_id IS '[21] The run, see activity.activity_id';
