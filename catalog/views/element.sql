-- One row per leaf of any data set, nested and private ones included.
-- Leaves that are equal within a series are stored once (element_shared) and joined to its instances here.
CREATE VIEW element AS
SELECT * FROM element_own
UNION ALL BY NAME
SELECT i.instance_version_id, s.* EXCLUDE (template_id)
FROM element_shared s
JOIN instance_row i USING (template_id);
