"""What a cohort holds, as instances, volumes and the names that they have in an export. Reads the pinned snapshot."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pacslake.compute import Cohort

__all__ = ["Members"]

_INSTANCES = {
    "volume_id": "SELECT DISTINCT instance_version_id AS id FROM volume_frame WHERE volume_id IN (SELECT unnest(?))",
    "instance_version_id": "SELECT unnest(?) AS id",
}
_OF_KEY = 'SELECT instance_version_id AS id FROM instance WHERE is_current AND "{key}" IN (SELECT unnest(?))'


@dataclass
class Members:
    """The members of a cohort at its snapshot."""

    cohort: Cohort

    def rows(self, query: str, params: Sequence[Any] | None = None) -> list[dict[str, Any]]:
        """Rows of the pinned snapshot."""
        found: list[dict[str, Any]] = self.cohort.catalog.dicts(query, params)
        return found

    @cached_property
    def instance_ids(self) -> list[str]:
        """`instance_version_id` of all instances, in the order of study, series and number."""
        key = self.cohort.key
        inner = _INSTANCES.get(key) or _OF_KEY.format(key=key)
        found = self.rows(
            f"""WITH wanted AS ({inner})
            SELECT i.instance_version_id AS id FROM instance_row i JOIN wanted w ON w.id = i.instance_version_id
            ORDER BY i.patient_key, i."StudyInstanceUID", i."SeriesInstanceUID", i."InstanceNumber", i."SOPInstanceUID" """,
            [self.cohort.members],
        )
        return [row["id"] for row in found]

    @cached_property
    def files(self) -> list[dict[str, Any]]:
        """Where each instance lies and who it is, in the order of `instance_ids`."""
        found = self.rows(
            """SELECT i.instance_version_id AS id, i.patient_key, i."PatientID", i."StudyInstanceUID", i."SeriesInstanceUID",
                i."SOPInstanceUID", i."SOPClassUID", i."Modality", f.uri, f.object_uri, f.sha256, f.size_bytes
            FROM instance_row i JOIN file f USING (file_id) WHERE i.instance_version_id IN (SELECT unnest(?))""",
            [self.instance_ids],
        )
        by_id = {row["id"]: row for row in found}
        return [by_id[i] for i in self.instance_ids if i in by_id]

    @cached_property
    def volumes(self) -> list[dict[str, Any]]:
        """Volumes made of the members' frames, with what names and sorts them; those of the cohort where it has volumes."""
        if self.cohort.key == "volume_id":
            which, params = "v.volume_id IN (SELECT unnest(?))", [self.cohort.members]
        else:
            which = "v.volume_id IN (SELECT volume_id FROM volume_frame WHERE instance_version_id IN (SELECT unnest(?)))"
            params = [self.instance_ids]
        return self.rows(
            f"""SELECT v.volume_id, v.volume_index, v.verdict, v.kind, v.axes, v.n_time, v.axis_name, v."SeriesInstanceUID",
                s."StudyInstanceUID", s.patient_key, s."PatientID", s."Modality", s."SeriesNumber", s."SeriesDescription",
                s.series_class, m."ScanningSequence", m."RepetitionTime", m."EchoTime_values", m."InversionTime"
            FROM volume v JOIN series s USING ("SeriesInstanceUID") LEFT JOIN mr_series m USING ("SeriesInstanceUID")
            WHERE {which} ORDER BY s.patient_key, s."StudyInstanceUID", s."SeriesNumber", v.volume_id""",
            params,
        )

    @cached_property
    def people(self) -> list[dict[str, Any]]:
        """One row per patient: key, PatientID, sex, age in years at the first of the studies, modalities."""
        return self.rows(
            """SELECT i.patient_key, min(i."PatientID") AS "PatientID", min(p."PatientSex") AS sex,
                min(coalesce(s.age_at_study_days / 365.25, s."PatientAge_years")) AS age,
                list_sort(list(DISTINCT i."Modality")) AS modalities, count(DISTINCT i."StudyInstanceUID") AS n_studies
            FROM instance_row i LEFT JOIN patient p USING (patient_key)
            LEFT JOIN study s ON s."StudyInstanceUID" = i."StudyInstanceUID" AND s.patient_key = i.patient_key
            WHERE i.instance_version_id IN (SELECT unnest(?)) GROUP BY 1 ORDER BY 1""",
            [self.instance_ids],
        )

    # -- names that tell nobody who it is ----------------------------------------------------------------

    @cached_property
    def _is_research(self) -> bool:
        return bool(self.cohort.lake.zone == "research")

    def subject(self, row: dict[str, Any]) -> str:
        """A name for a patient in paths: the pseudonym in a research lake, else digits of a digest that this lake alone makes."""
        name = str(row["PatientID"] or "")
        if self._is_research and re.fullmatch(r"[A-Za-z0-9]{1,32}", name):
            return name
        return self._digest("patient", str(row["patient_key"]))

    def session(self, row: dict[str, Any]) -> str:
        """A name for a study in paths."""
        return self._digest("study", str(row["StudyInstanceUID"]))

    def _digest(self, kind: str, text: str) -> str:
        seed = f"{self.cohort.lake.dir.config.lake_id}\0{kind}\0{text}"
        return hashlib.sha256(seed.encode()).hexdigest()[:10]
