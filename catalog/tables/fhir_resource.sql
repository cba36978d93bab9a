-- One row is a FHIR resource as it came: the newest version of each.
CREATE TABLE fhir_resource (
    message_id    VARCHAR,
    resource_type VARCHAR,
    resource_id   VARCHAR,
    source_name   VARCHAR,
    version       INTEGER,
    received_at   TIMESTAMP,
    last_updated  TIMESTAMP,
    patient_key   VARCHAR,
    sha256        VARCHAR,
    json          VARCHAR
);
COMMENT ON TABLE fhir_resource IS 'FHIR resources, raw';
COMMENT ON COLUMN fhir_resource.message_id IS '[1] Key: "r" and 20 hex digits of the SHA-256 over source_name, type and id';
COMMENT ON COLUMN fhir_resource.resource_type IS '[2] resourceType';
COMMENT ON COLUMN fhir_resource.resource_id IS '[3] Resource id as the server gave it, or the UUID of fullUrl';
COMMENT ON COLUMN fhir_resource.source_name IS '[4] The server or export, as the caller named it';
COMMENT ON COLUMN fhir_resource.version IS '[5] How many different contents of it came, from 1';
COMMENT ON COLUMN fhir_resource.received_at IS '[6] When it was taken in, UTC';
COMMENT ON COLUMN fhir_resource.last_updated IS '[7] meta.lastUpdated, UTC';
COMMENT ON COLUMN fhir_resource.patient_key IS '[8] The patient it is about';
COMMENT ON COLUMN fhir_resource.sha256 IS '[9] SHA-256 of json';
COMMENT ON COLUMN fhir_resource.json IS '[10] The resource, as compact JSON';
