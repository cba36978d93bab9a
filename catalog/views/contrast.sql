-- One row per series in which an instance names a contrast agent.
CREATE VIEW contrast AS
SELECT
    "SeriesInstanceUID",
    list_sort(list(DISTINCT "ContrastBolusAgent") FILTER ("ContrastBolusAgent" IS NOT NULL)) AS "ContrastBolusAgent_values",
    list_sort(list(DISTINCT "ContrastBolusRoute") FILTER ("ContrastBolusRoute" IS NOT NULL)) AS "ContrastBolusRoute_values",
    TIME '00:00:00' + to_microseconds(min("ContrastBolusStartTime_us")) AS "ContrastBolusStartTime",
    max("ContrastBolusVolume") AS "ContrastBolusVolume",
    max("ContrastBolusTotalDose") AS "ContrastBolusTotalDose",
    count(*) FILTER ("ContrastBolusAgent" IS NOT NULL) AS n_instances_with_agent
FROM instance_row
WHERE is_current AND "SeriesInstanceUID" IS NOT NULL
GROUP BY "SeriesInstanceUID"
HAVING count("ContrastBolusAgent") + count("ContrastBolusRoute") + count("ContrastBolusVolume") > 0;

COMMENT ON COLUMN contrast."ContrastBolusStartTime" IS 'Contrast/Bolus Start Time (0018,1042), the earliest';
COMMENT ON COLUMN contrast.n_instances_with_agent IS 'Instances that name an agent; computed';
