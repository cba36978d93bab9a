"""What a search looks at: a catalogue's studies, series and instances as three small tables in memory.

The catalogue's own tables hold every attribute and are read from Parquet; a search of a workstation asks for a few
attributes again and again. The index of a snapshot, as one scope shows it, is made at the first question.
"""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any

from pacslake.server.attributes import OF_SERIES, OF_STUDY

if TYPE_CHECKING:
    import duckdb

    from pacslake.catalog import Catalog

__all__ = ["Index"]

_INSTANCES = """
SELECT i.instance_version_id AS vid, i.patient_key, i."StudyInstanceUID" AS study, i."SeriesInstanceUID" AS series,
  i."SOPInstanceUID" AS sop, i."SOPClassUID" AS sop_class, i."InstanceNumber" AS number, i."Rows" AS rows,
  i."Columns" AS columns, i."BitsAllocated" AS bits, i."NumberOfFrames" AS frames, i.n_frames,
  i."TransferSyntaxUID" AS syntax, i."Modality" AS modality, i.pixel_keyword, i.size_bytes,
  i."PhotometricInterpretation" AS photometric, f.uri, f.object_uri, f.sha256, f.dataset_offset, f.has_preamble,
  row_number() OVER (ORDER BY f.uri, i.instance_version_id) AS place
FROM instance_row i LEFT JOIN file f ON f.file_id = i.file_id
WHERE i.is_current AND i."StudyInstanceUID" IS NOT NULL AND i."SeriesInstanceUID" IS NOT NULL
  AND i."SOPInstanceUID" IS NOT NULL
"""

_TYPED = (
    "PatientID IssuerOfPatientID PatientBirthDate PatientSex StudyID StudyDate StudyTime_us AccessionNumber "
    "StudyDescription InstitutionName Modality SeriesNumber SeriesDescription BodyPartExamined ProtocolName SeriesDate "
    "SeriesTime_us Manufacturer StationName PerformedProcedureStepStartDate PerformedProcedureStepStartTime_us"
).split()

# Names as they are searched: the groups of each name (alphabetic, ideographic, phonetic) as texts of their own.
_NAMES = {"PatientName": "00100010", "ReferringPhysicianName": "00080090"}


class Index:
    """Tables `studies`, `series` and `instances` of one catalogue. Made once, read by many threads."""

    def __init__(self, catalog: Catalog) -> None:
        self.catalog = catalog
        self._lock = threading.Lock()
        self._connection = self._make()

    def rows(self, query: str, params: Any = None) -> list[tuple[Any, ...]]:
        """All rows of a query over the three tables."""
        return self._cursor().execute(query, params).fetchall()

    def dicts(self, query: str, params: Any = None) -> list[dict[str, Any]]:
        """The rows as mappings."""
        result = self._cursor().execute(query, params)
        names = [column[0] for column in result.description or []]
        return [dict(zip(names, row, strict=True)) for row in result.fetchall()]

    def _cursor(self) -> duckdb.DuckDBPyConnection:
        with self._lock:
            cursor = self._connection.cursor()
        cursor.execute("USE m")
        return cursor

    def _make(self) -> duckdb.DuckDBPyConnection:
        import duckdb

        connection = duckdb.connect(
            config={"autoinstall_known_extensions": "false", "autoload_known_extensions": "false"}
        )
        connection.execute("SET enable_external_access = false")
        connection.execute("ATTACH ':memory:' AS m (COMPRESS)")
        connection.execute("USE m")
        connection.register("found", self.catalog.arrow(_INSTANCES))
        connection.execute(
            "CREATE TABLE instances AS FROM found ORDER BY study, series, number NULLS LAST, sop"
        )
        connection.unregister("found")
        firsts = [
            row[0]
            for row in connection.execute(
                "SELECT DISTINCT vid FROM (SELECT arg_min(vid, place) AS vid FROM instances GROUP BY series, study "
                "UNION ALL SELECT arg_min(vid, place) FROM instances GROUP BY study, patient_key)"
            ).fetchall()
        ]
        connection.register("typed", self._firsts(firsts))
        connection.execute("CREATE TABLE firsts AS FROM typed")
        connection.unregister("typed")
        connection.execute(_STUDIES)
        connection.execute(_SERIES)
        connection.execute("DROP TABLE firsts")
        # A search looks at little; handing it out to threads takes longer than doing it.
        connection.execute("SET threads = 1")
        return connection

    def _firsts(self, ids: list[str]) -> Any:
        """Typed columns, names and the JSON of the listed attributes of the first instance of each study and series."""
        tags = tuple(dict.fromkeys((*OF_STUDY, *OF_SERIES)))
        paths = ", ".join(f"'$.{tag}'" for tag in tags)
        columns = ", ".join(f'i."{name}"' for name in _TYPED)
        names = ", ".join(
            f"json_extract_string(h.header, ['$.{tag}.Value[0].Alphabetic', '$.{tag}.Value[0].Ideographic', "
            f"'$.{tag}.Value[0].Phonetic']) AS \"{name}\""
            for name, tag in _NAMES.items()
        )
        return self.catalog.arrow(
            f"SELECT i.instance_version_id AS vid, {columns}, {names}, "
            f"json_extract(h.header, [{paths}]) AS attributes "
            "FROM instance_row i JOIN header h ON h.instance_version_id = i.instance_version_id "
            "WHERE i.instance_version_id IN (SELECT unnest(?::VARCHAR[]))",
            [ids],
        )


_STUDIES = """
CREATE TABLE studies AS
WITH grouped AS (
    SELECT study, patient_key, arg_min(vid, place) AS vid, count(DISTINCT series) AS n_series, count(*) AS n_instances,
      list_sort(list(DISTINCT modality) FILTER (modality IS NOT NULL)) AS "ModalitiesInStudy",
      list_sort(list(DISTINCT sop_class) FILTER (sop_class IS NOT NULL)) AS "SOPClassesInStudy",
      sum(size_bytes)::BIGINT AS size_bytes
    FROM instances GROUP BY study, patient_key
)
SELECT g.*, f.* EXCLUDE (vid) FROM grouped g JOIN firsts f USING (vid)
ORDER BY f."StudyDate" DESC NULLS LAST, f."StudyTime_us" DESC NULLS LAST, g.study, g.patient_key
"""

_SERIES = """
CREATE TABLE series AS
WITH grouped AS (
    SELECT study, series, any_value(patient_key) AS patient_key, arg_min(vid, place) AS vid, count(*) AS n_instances,
      sum(size_bytes)::BIGINT AS size_bytes
    FROM instances GROUP BY study, series
)
SELECT g.*, f.* EXCLUDE (vid) FROM grouped g JOIN firsts f USING (vid)
ORDER BY g.study, f."SeriesNumber" NULLS LAST, g.series
"""
