-- A reference from an instance version that has no row.
SELECT r.from_instance
FROM reference_row r
ANTI JOIN instance_row i ON i.instance_version_id = r.from_instance;
