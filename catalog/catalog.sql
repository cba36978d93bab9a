-- The catalogue in order. In the duckdb shell, started in this folder:  .read catalog.sql
-- One .read a line; a file stands after those it needs. pacslake reads this list too.

-- Tables: What was scanned
.read tables/batch.sql
.read tables/file.sql
.read tables/container.sql
.read tables/issue.sql
.read tables/deid_object.sql
.read tables/deid_change.sql

-- Tables: Objects
.read tables/instance_row.sql
.read tables/frame.sql
.read tables/header_shared.sql
.read tables/header_own.sql
.read tables/element_shared.sql
.read tables/element_own.sql
.read tables/reference_row.sql

-- Tables: Volumes
.read tables/volume.sql
.read tables/volume_frame.sql
.read tables/series_plan.sql
.read tables/suv.sql
.read tables/pixel_stat.sql

-- Tables: Derived objects
.read tables/segment.sql
.read tables/roi.sql
.read tables/measurement_group.sql
.read tables/measurement.sql
.read tables/evaluation.sql
.read tables/parametric_map.sql
.read tables/rt_dose.sql
.read tables/dvh.sql
.read tables/rt_plan.sql
.read tables/rt_beam.sql
.read tables/presentation_state.sql
.read tables/key_object.sql
.read tables/spatial_registration.sql
.read tables/waveform.sql
.read tables/document.sql
.read tables/agreement.sql
.read tables/derived_state.sql

-- Tables: Longitudinal
.read tables/timepoint_choice.sql
.read tables/timepoint.sql
.read tables/series_pair.sql
.read tables/registration.sql
.read tables/lesion_choice.sql
.read tables/lesion.sql
.read tables/lesion_observation.sql
.read tables/response.sql

-- Tables: Cohorts and lineage
.read tables/cohort.sql
.read tables/cohort_member.sql
.read tables/activity.sql
.read tables/activity_input.sql
.read tables/activity_output.sql

-- Tables: Clinical context
.read tables/hl7_message.sql
.read tables/fhir_resource.sql
.read tables/patient_identity.sql
.read tables/identity_event.sql
.read tables/encounter.sql
.read tables/order.sql
.read tables/report.sql
.read tables/report_finding.sql
.read tables/observation.sql
.read tables/diagnosis.sql
.read tables/procedure.sql
.read tables/medication.sql
.read tables/appointment.sql
.read tables/performed_procedure_step.sql
.read tables/imaging_study.sql
.read tables/patient_link.sql
.read tables/study_link.sql
.read tables/clinical_table.sql
.read tables/clinical_column.sql

-- Dictionaries of the Standard
.read views/uid_dictionary.sql
.read views/dicom_dictionary.sql
.read views/private_dictionary.sql

-- Macros
.read macros/json_value_text.sql
.read macros/tag.sql
.read macros/private.sql

-- Views: objects
.read views/instance.sql
.read views/deid_action.sql
.read views/header.sql
.read views/element.sql
.read views/reference.sql

-- Views: patients, studies, series
.read views/dicom_all.sql
.read views/patient.sql
.read views/study.sql
.read views/series_base.sql
.read views/idc_index.sql
.read views/ct_series.sql
.read views/mr_series.sql
.read views/xr_series.sql
.read views/us_series.sql
.read views/contrast.sql
.read views/private_element.sql
.read views/coded_value.sql
.read views/series.sql

-- Views: volumes
.read views/pending_volumes.sql
.read views/pt_series.sql

-- Views: clinical context
.read views/imaging_order.sql
.read views/study_context.sql
.read views/study_observation.sql
.read views/event_timeline.sql

-- Views: others
