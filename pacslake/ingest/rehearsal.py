"""What a dry run would bring, beyond outcomes: rows for the planner, identifying columns, disk need.

The rows that a real run would commit go into a scratch lake in the system's temporary folder, with those of the same
series that the lake has already; the planner then works on them as always. Nothing is written into the lake.
"""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pacslake.catalog import Catalog, Changes, commit
from pacslake.layout.lake_dir import LakeDir

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["IDENTIFYING", "Rehearsal"]

IDENTIFYING = (
    "PatientName PatientID OtherPatientIDs OtherPatientNames PatientBirthDate PatientBirthName PatientAddress "
    "PatientTelephoneNumbers PatientMotherBirthName MilitaryRank EthnicGroup Occupation PatientComments "
    "PatientAge PatientSex PatientSize PatientWeight AccessionNumber StudyID ReferringPhysicianName "
    "RequestingPhysician PhysiciansOfRecord PerformingPhysicianName NameOfPhysiciansReadingStudy OperatorsName "
    "InstitutionName InstitutionAddress InstitutionalDepartmentName StationName DeviceSerialNumber "
    "StudyDescription SeriesDescription ProtocolName ImageComments ContentCreatorName RequestedProcedureDescription "
    "AdmittingDiagnosesDescription AdditionalPatientHistory StudyDate SeriesDate AcquisitionDate ContentDate "
    "InstanceCreationDate StructureSetDate PerformedProcedureStepStartDate"
).split()
"""Columns of `instance` that PS3.15 E.1 (Basic Application Level Confidentiality Profile) removes or replaces."""
_PLANNED_ON = ("instance_row", "frame", "file")
_LISTED = 1000


class Rehearsal:
    """Collects what a dry run would have committed."""

    def __init__(self, folder: Path, catalog: Catalog) -> None:
        key = catalog.dir.table_key  # what the lake encrypts lies nowhere in the clear, not for a moment
        self.dir = LakeDir.create(
            folder / "scratch", encrypt_tables=key is not None, table_key=None if key is None else key.path
        )
        self._catalog = catalog
        self._identifying: Counter[str] = Counter()
        self._copy_bytes = 0
        self._catalogue_bytes = 0
        self._raw = 0
        self._series: set[str] = set()

    def add(self, rows: Mapping[str, pa.Table], stored_bytes: int) -> None:
        """The rows of one unit, as a commit would have brought them."""
        self._copy_bytes += stored_bytes
        instances = rows.get("instance_row")
        if instances is None or not instances.num_rows:
            return
        for name in IDENTIFYING:
            if name in instances.column_names:
                n = instances.num_rows - instances.column(name).null_count
                if n:
                    self._identifying[name] += n
        named = "SeriesInstanceUID" in instances.column_names  # a column without any value may be left out
        uids = {u for u in (instances.column("SeriesInstanceUID").to_pylist() if named else ()) if u}
        uids -= self._series
        self._series |= uids
        kept = {name: [rows[name]] for name in _PLANNED_ON if name in rows}
        for name, there in self._present(sorted(uids)).items():
            kept.setdefault(name, []).append(there)
        append = {name: _joined([self._known(name, t) for t in tables]) for name, tables in kept.items()}
        done = commit(self.dir, lambda _: Changes(append=append), note="rehearsal")
        size = sum(file.bytes for file in done.snapshot.files())
        others = sum(t.nbytes for n, t in rows.items() if n not in _PLANNED_ON)
        self._catalogue_bytes = size + self._others(others)

    def _known(self, name: str, rows: pa.Table) -> pa.Table:
        """Without columns that only the lake declares."""
        from pacslake.catalog.schema import table_schema

        declared = {column.name for column in table_schema(name).columns}
        return rows.select([column for column in rows.column_names if column in declared])

    def _others(self, raw: int) -> int:
        """Tables that are not written here, at the tenth of their size in memory that zstd leaves of headers."""
        self._raw += raw
        return self._raw // 10

    def _present(self, series: list[str]) -> dict[str, pa.Table]:
        """Current rows that the lake has of these series: with them the planner sees whole series."""
        if "instance_row" not in self._catalog.snapshot.tables:
            return {}
        of = "(SELECT {column} FROM instance_row WHERE is_current AND SeriesInstanceUID IN (SELECT unnest(?::VARCHAR[])))"
        found = {}
        for name, column in zip(
            _PLANNED_ON, ("instance_version_id", "instance_version_id", "file_id"), strict=True
        ):
            where = f"{column} IN {of.format(column=column)}"
            if name in self._catalog.snapshot.tables:
                found[name] = self._catalog.arrow(f"SELECT * FROM {name} WHERE {where}", [series])
        return {name: table for name, table in found.items() if table.num_rows}

    def result(self, root: Path) -> dict[str, Any]:
        """Everything as plain values, once the planner has been over the scratch lake."""
        catalog = Catalog.open(self.dir)
        volumes = catalog.dicts(
            "SELECT SeriesInstanceUID, volume_id, kind, verdict, reason_codes, shape, dtype, axes FROM volume ORDER BY 1, volume_index"
        )
        catalog.close()
        import numpy as np

        raw = sum(
            int(np.prod(v["shape"], dtype=np.int64)) * np.dtype(v["dtype"]).itemsize
            for v in volumes
            if v["shape"] and v["dtype"]
        )
        return {
            "n_volumes": len(volumes),
            "n_series": len(self._series),
            "verdicts": dict(Counter(v["verdict"] for v in volumes).most_common()),
            "volumes": volumes[:_LISTED],
            "identifying": dict(self._identifying.most_common()),
            "disk": {
                "catalogue_bytes": self._catalogue_bytes,
                "copy_bytes": self._copy_bytes,
                "zarr_bytes": int(
                    raw * 1.125 / 2.6
                ),  # with a level of half size, at the ratio measured for CT and MR
                "free_bytes": shutil.disk_usage(root).free,
            },
        }


def _joined(parts: list[pa.Table]) -> pa.Table:
    import pyarrow as pa

    return parts[0] if len(parts) == 1 else pa.concat_tables(parts, promote_options="permissive")
