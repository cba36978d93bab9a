-- Tables of the OMOP Common Data Model 5.4 with those of its imaging extension (MI-CDM), as far as an export fills them.
-- Identifiers of concepts are 0 where the lake knows no standard concept; the source's own code stands in *_source_value.
CREATE TABLE person (
    person_id INTEGER PRIMARY KEY, gender_concept_id INTEGER NOT NULL, year_of_birth INTEGER NOT NULL, month_of_birth INTEGER,
    day_of_birth INTEGER, birth_datetime TIMESTAMP, race_concept_id INTEGER NOT NULL, ethnicity_concept_id INTEGER NOT NULL,
    location_id INTEGER, provider_id INTEGER, care_site_id INTEGER, person_source_value VARCHAR, gender_source_value VARCHAR,
    gender_source_concept_id INTEGER, race_source_value VARCHAR, race_source_concept_id INTEGER, ethnicity_source_value VARCHAR,
    ethnicity_source_concept_id INTEGER
);
CREATE TABLE observation_period (
    observation_period_id INTEGER PRIMARY KEY, person_id INTEGER NOT NULL REFERENCES person, observation_period_start_date DATE NOT NULL,
    observation_period_end_date DATE NOT NULL, period_type_concept_id INTEGER NOT NULL,
    CHECK (observation_period_start_date <= observation_period_end_date)
);
CREATE TABLE visit_occurrence (
    visit_occurrence_id INTEGER PRIMARY KEY, person_id INTEGER NOT NULL REFERENCES person, visit_concept_id INTEGER NOT NULL,
    visit_start_date DATE NOT NULL, visit_start_datetime TIMESTAMP, visit_end_date DATE NOT NULL, visit_end_datetime TIMESTAMP,
    visit_type_concept_id INTEGER NOT NULL, provider_id INTEGER, care_site_id INTEGER, visit_source_value VARCHAR,
    visit_source_concept_id INTEGER, admitted_from_concept_id INTEGER, admitted_from_source_value VARCHAR,
    discharged_to_concept_id INTEGER, discharged_to_source_value VARCHAR, preceding_visit_occurrence_id INTEGER,
    CHECK (visit_start_date <= visit_end_date)
);
CREATE TABLE condition_occurrence (
    condition_occurrence_id INTEGER PRIMARY KEY, person_id INTEGER NOT NULL REFERENCES person, condition_concept_id INTEGER NOT NULL,
    condition_start_date DATE NOT NULL, condition_start_datetime TIMESTAMP, condition_end_date DATE, condition_end_datetime TIMESTAMP,
    condition_type_concept_id INTEGER NOT NULL, condition_status_concept_id INTEGER, stop_reason VARCHAR, provider_id INTEGER,
    visit_occurrence_id INTEGER REFERENCES visit_occurrence, visit_detail_id INTEGER, condition_source_value VARCHAR,
    condition_source_concept_id INTEGER, condition_status_source_value VARCHAR
);
CREATE TABLE procedure_occurrence (
    procedure_occurrence_id INTEGER PRIMARY KEY, person_id INTEGER NOT NULL REFERENCES person, procedure_concept_id INTEGER NOT NULL,
    procedure_date DATE NOT NULL, procedure_datetime TIMESTAMP, procedure_end_date DATE, procedure_end_datetime TIMESTAMP,
    procedure_type_concept_id INTEGER NOT NULL, modifier_concept_id INTEGER, quantity INTEGER, provider_id INTEGER,
    visit_occurrence_id INTEGER REFERENCES visit_occurrence, visit_detail_id INTEGER, procedure_source_value VARCHAR,
    procedure_source_concept_id INTEGER, modifier_source_value VARCHAR
);
CREATE TABLE drug_exposure (
    drug_exposure_id INTEGER PRIMARY KEY, person_id INTEGER NOT NULL REFERENCES person, drug_concept_id INTEGER NOT NULL,
    drug_exposure_start_date DATE NOT NULL, drug_exposure_start_datetime TIMESTAMP, drug_exposure_end_date DATE NOT NULL,
    drug_exposure_end_datetime TIMESTAMP, verbatim_end_date DATE, drug_type_concept_id INTEGER NOT NULL, stop_reason VARCHAR,
    refills INTEGER, quantity DOUBLE, days_supply INTEGER, sig VARCHAR, route_concept_id INTEGER, lot_number VARCHAR,
    provider_id INTEGER, visit_occurrence_id INTEGER REFERENCES visit_occurrence, visit_detail_id INTEGER, drug_source_value VARCHAR,
    drug_source_concept_id INTEGER, route_source_value VARCHAR, dose_unit_source_value VARCHAR
);
CREATE TABLE measurement (
    measurement_id INTEGER PRIMARY KEY, person_id INTEGER NOT NULL REFERENCES person, measurement_concept_id INTEGER NOT NULL,
    measurement_date DATE NOT NULL, measurement_datetime TIMESTAMP, measurement_time VARCHAR, measurement_type_concept_id INTEGER NOT NULL,
    operator_concept_id INTEGER, value_as_number DOUBLE, value_as_concept_id INTEGER, unit_concept_id INTEGER, range_low DOUBLE,
    range_high DOUBLE, provider_id INTEGER, visit_occurrence_id INTEGER REFERENCES visit_occurrence, visit_detail_id INTEGER,
    measurement_source_value VARCHAR, measurement_source_concept_id INTEGER, unit_source_value VARCHAR, unit_source_concept_id INTEGER,
    value_source_value VARCHAR, measurement_event_id INTEGER, meas_event_field_concept_id INTEGER
);
CREATE TABLE observation (
    observation_id INTEGER PRIMARY KEY, person_id INTEGER NOT NULL REFERENCES person, observation_concept_id INTEGER NOT NULL,
    observation_date DATE NOT NULL, observation_datetime TIMESTAMP, observation_type_concept_id INTEGER NOT NULL, value_as_number DOUBLE,
    value_as_string VARCHAR, value_as_concept_id INTEGER, qualifier_concept_id INTEGER, unit_concept_id INTEGER, provider_id INTEGER,
    visit_occurrence_id INTEGER REFERENCES visit_occurrence, visit_detail_id INTEGER, observation_source_value VARCHAR,
    observation_source_concept_id INTEGER, unit_source_value VARCHAR, qualifier_source_value VARCHAR, value_source_value VARCHAR,
    observation_event_id INTEGER, obs_event_field_concept_id INTEGER
);
CREATE TABLE note (
    note_id INTEGER PRIMARY KEY, person_id INTEGER NOT NULL REFERENCES person, note_date DATE NOT NULL, note_datetime TIMESTAMP,
    note_type_concept_id INTEGER NOT NULL, note_class_concept_id INTEGER NOT NULL, note_title VARCHAR, note_text VARCHAR NOT NULL,
    encoding_concept_id INTEGER NOT NULL, language_concept_id INTEGER NOT NULL, provider_id INTEGER,
    visit_occurrence_id INTEGER REFERENCES visit_occurrence, visit_detail_id INTEGER, note_source_value VARCHAR, note_event_id INTEGER,
    note_event_field_concept_id INTEGER
);
CREATE TABLE death (
    person_id INTEGER PRIMARY KEY REFERENCES person, death_date DATE NOT NULL, death_datetime TIMESTAMP, death_type_concept_id INTEGER,
    cause_concept_id INTEGER, cause_source_value VARCHAR, cause_source_concept_id INTEGER
);
CREATE TABLE image_occurrence (
    image_occurrence_id INTEGER PRIMARY KEY, person_id INTEGER NOT NULL REFERENCES person,
    procedure_occurrence_id INTEGER NOT NULL REFERENCES procedure_occurrence, visit_occurrence_id INTEGER REFERENCES visit_occurrence,
    anatomic_site_concept_id INTEGER, wadors_uri VARCHAR, local_path VARCHAR, image_occurrence_date DATE NOT NULL,
    image_study_uid VARCHAR NOT NULL, image_series_uid VARCHAR NOT NULL UNIQUE, modality_concept_id INTEGER NOT NULL
);
CREATE TABLE image_feature (
    image_feature_id INTEGER PRIMARY KEY, person_id INTEGER NOT NULL REFERENCES person,
    image_occurrence_id INTEGER NOT NULL REFERENCES image_occurrence, image_feature_event_field_concept_id INTEGER,
    image_feature_event_id INTEGER REFERENCES measurement, image_feature_concept_id INTEGER NOT NULL,
    image_feature_type_concept_id INTEGER NOT NULL, image_finding_concept_id INTEGER, image_finding_id INTEGER,
    anatomic_site_concept_id INTEGER, alg_system VARCHAR, alg_datetime TIMESTAMP
);
CREATE TABLE cdm_source (
    cdm_source_name VARCHAR NOT NULL, cdm_source_abbreviation VARCHAR NOT NULL, cdm_holder VARCHAR NOT NULL, source_description VARCHAR,
    source_documentation_reference VARCHAR, cdm_etl_reference VARCHAR, source_release_date DATE NOT NULL, cdm_release_date DATE NOT NULL,
    cdm_version VARCHAR, cdm_version_concept_id INTEGER NOT NULL, vocabulary_version VARCHAR NOT NULL
);
