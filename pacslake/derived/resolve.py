"""What derived objects refer to, as the catalogue knows it, for a batch of them at once."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from pacslake.derived.grid import Grid, load_grid
from pacslake.errors import PacslakeError

if TYPE_CHECKING:
    from pacslake.derived.protocols import LakeLike
    from pacslake.pixels.instance import Instance

__all__ = ["Lookup", "Reference", "Slice"]

_RT_DOSE = "1.2.840.10008.5.1.4.1.1.481.2"
_REFERENCES = """
SELECT from_instance, kind, to_sop_class, to_sop_instance, to_series, frame_index, resolved, to_frame, to_segment
FROM reference
WHERE from_instance IN (SELECT unnest(?)) AND to_sop_instance IS NOT NULL
    AND kind NOT IN ('study', 'procedure_step', 'patient', 'visit', 'predecessor')
"""

_INSTANCES = """
SELECT "SOPInstanceUID", "SeriesInstanceUID", "FrameOfReferenceUID", "SOPClassUID", instance_version_id, "NumberOfFrames"
FROM instance_row
WHERE is_current AND "SOPInstanceUID" IN (SELECT unnest(?))
"""

_VOLUMES = """
SELECT v.volume_id, v."SeriesInstanceUID"
FROM volume v
WHERE v."SeriesInstanceUID" IN (SELECT unnest(?)) AND (v.verdict <> 'not_a_volume' OR v.kind = 'projection')
ORDER BY v.volume_index, v.volume_id
"""

_STUDY_SERIES = """
SELECT DISTINCT "StudyInstanceUID", "SeriesInstanceUID", "FrameOfReferenceUID", "Rows", "Columns"
FROM instance_row
WHERE is_current AND "StudyInstanceUID" IN (SELECT unnest(?)) AND "FrameOfReferenceUID" IS NOT NULL
    AND "SeriesInstanceUID" IN (SELECT "SeriesInstanceUID" FROM volume WHERE verdict <> 'not_a_volume')
ORDER BY ALL
"""

_MEMBERS = """
SELECT DISTINCT vf.volume_id, i."SOPInstanceUID"
FROM volume_frame vf JOIN instance_row i USING (instance_version_id)
WHERE i."SOPInstanceUID" IN (SELECT unnest(?))
"""

_SLICES = """
SELECT i."SeriesInstanceUID", i."SOPInstanceUID", coalesce(f.frame_index, 0) AS frame_index,
    coalesce(f."ImagePositionPatient", i."ImagePositionPatient") AS position
FROM instance_row i LEFT JOIN frame f USING (instance_version_id)
WHERE i.is_current AND i."SeriesInstanceUID" = ?
"""


_SEGMENTS = """
SELECT DISTINCT value_int FROM element
WHERE instance_version_id = ? AND keyword = 'SegmentNumber' AND value_int IS NOT NULL
"""

_CLASS_NAME = "SELECT name FROM uid_dictionary WHERE uid = ?"


class Reference(NamedTuple):
    """One reference of an object to another."""

    kind: str
    sop_class: str | None
    sop_instance: str
    series: str | None
    frame_index: int | None
    resolved: bool
    to_frame: int | None
    to_segment: int | None


class Slice(NamedTuple):
    """Where an image of a series lies, LPS mm; `frame_index` from 0."""

    sop_instance: str
    frame_index: int
    position: tuple[float, float, float]


class Lookup:
    """Answers about the sources of some derived objects; queries are made once for all of them."""

    def __init__(self, lake: LakeLike, rows: Sequence[dict[str, Any]]) -> None:
        from pacslake.pixels.instance import open_versions

        self._lake = lake
        self._own = {r["SOPInstanceUID"]: r["SeriesInstanceUID"] for r in rows if r["SOPInstanceUID"]}
        doses = [r["instance_version_id"] for r in rows if r["SOPClassUID"] == _RT_DOSE]
        rest = [r["instance_version_id"] for r in rows if r["SOPClassUID"] != _RT_DOSE]
        # Of a dose each plane is read; the frames of a segmentation are many and come from its own header.
        self._objects = open_versions(lake, rest) | open_versions(lake, doses, frames=True)
        self._references: dict[str, list[Reference]] = defaultdict(list)
        for row in lake.rows(_REFERENCES, [[r["instance_version_id"] for r in rows]]):
            origin, kind, sop_class, sop, series, frame, resolved, to_frame, to_segment = row
            self._references[origin].append(
                Reference(kind, sop_class, sop, series, frame, bool(resolved), to_frame, to_segment)
            )
        wanted = sorted({r.sop_instance for found in self._references.values() for r in found})
        self._instances: dict[str, tuple[Any, ...] | None] = {}
        if wanted:
            self._instances = {row[0]: row[1:] for row in lake.rows(_INSTANCES, [wanted])}
        self._others: dict[str, list[tuple[Any, ...]]] = defaultdict(list)
        for row in lake.rows(_STUDY_SERIES, [sorted({r["StudyInstanceUID"] or "" for r in rows})]):
            self._others[row[0]].append(row[1:])
        self._volumes: dict[str, list[str]] = {}
        self._members: dict[str, set[str]] = {}  # instance -> the volumes that hold frames of it
        self._grids: dict[str, Grid | None] = {}
        self._slices: dict[str, list[Slice]] = {}
        self._segments: dict[str, frozenset[int]] = {}
        self._class_names: dict[str, str | None] = {}
        self.free_text = lake.dir.config.zone == "identified"
        """Whether text that may name persons is kept in rows."""

    def object(self, instance_version_id: str) -> Instance:
        """One of the derived objects. Raises: NotFoundError where the catalogue does not hold it."""
        found = self._objects.get(instance_version_id)
        return self._lake.instance(instance_version_id) if found is None else found

    def references(self, instance_version_id: str) -> list[Reference]:
        """The references of an object."""
        return self._references.get(instance_version_id, [])

    def missing(self, instance_version_id: str) -> list[str]:
        """SOP Instance UIDs that an object names and the lake lacks, sorted."""
        return sorted({r.sop_instance for r in self.references(instance_version_id) if not r.resolved})

    def series_of(self, sop_instance: str) -> str | None:
        """The series of an instance of the lake."""
        found = self._instance(sop_instance)
        return found[0] if found else None

    def frame_of_reference_of(self, sop_instance: str) -> str | None:
        """The frame of reference of an instance of the lake."""
        found = self._instance(sop_instance)
        return found[1] if found else None

    def instance_version_of(self, sop_instance: str) -> str | None:
        """The current version of an instance of the lake."""
        found = self._instance(sop_instance)
        return found[3] if found else None

    def has_frame(self, sop_instance: str, number: int) -> bool:
        """Whether an object has a frame of this number (from 1); True where the lake does not hold the object."""
        found = self._instance(sop_instance)
        return found is None or 1 <= number <= int(found[4] or 1)

    def has_segment(self, sop_instance: str, number: int) -> bool:
        """Whether a segmentation describes a segment; True where the lake does not hold the object."""
        version = self.instance_version_of(sop_instance)
        if version is None:
            return True
        if version not in self._segments:
            self._segments[version] = frozenset(int(n) for (n,) in self._lake.rows(_SEGMENTS, [version]))
        return number in self._segments[version]

    def class_name(self, sop_class: str) -> str | None:
        """The Standard's name of a SOP class."""
        if sop_class not in self._class_names:
            found = self._lake.rows(_CLASS_NAME, [sop_class])
            self._class_names[sop_class] = found[0][0] if found else None
        return self._class_names[sop_class]

    def _instance(self, sop_instance: str) -> tuple[Any, ...] | None:
        if sop_instance not in self._instances:
            rows = self._lake.rows(_INSTANCES, [[sop_instance]])
            self._instances[sop_instance] = rows[0][1:] if rows else None
        return self._instances[sop_instance]

    def main_series(self, sop_instances: Sequence[str], named: Sequence[str] = ()) -> str | None:
        """The series that most of these instances belong to; where the lake has none of them, the first named."""
        counts = Counter(s for s in map(self.series_of, sop_instances) if s)
        if counts:
            return min(counts, key=lambda series: (-counts[series], series))
        return named[0] if named else None

    def volumes_of(self, series: str | None) -> list[str]:
        """The volumes of a series."""
        if series is None:
            return []
        if series not in self._volumes:
            asked = {series, *self._own.values(), *(i[0] for i in self._instances.values() if i)}
            asked -= self._volumes.keys()
            self._volumes.update((s, []) for s in asked)
            for volume_id, of in self._lake.rows(_VOLUMES, [sorted(a for a in asked if a)]):
                self._volumes[of].append(volume_id)
        return self._volumes[series]

    def volume_of(self, series: str | None, sop_instances: Sequence[str] = ()) -> str | None:
        """The volume of a series that holds most of these instances; None where several hold equally many."""
        volumes = self.volumes_of(series)
        if len(volumes) < 2:
            return volumes[0] if volumes else None
        self._learn_members(sop_instances)
        held = Counter(v for sop in set(sop_instances) for v in self._members[sop])
        counts = {v: held[v] for v in volumes}
        best = max(counts.values())
        holders = [v for v in volumes if counts[v] == best]
        return holders[0] if best and len(holders) == 1 else None

    def _learn_members(self, sop_instances: Sequence[str]) -> None:
        """Ask for what is not known yet; the first time for all that the objects of this batch refer to."""
        asked = set(sop_instances) - self._members.keys()
        if not asked:
            return
        asked |= (self._instances.keys() | self._own.keys()) - self._members.keys()
        self._members.update((sop, set()) for sop in asked)
        for volume_id, sop in self._lake.rows(_MEMBERS, [sorted(asked)]):
            self._members[sop].add(volume_id)

    def grid(self, volume_id: str | None) -> Grid | None:
        """The grid of a volume; None where its slices have no place in the patient."""
        if volume_id is None:
            return None
        if volume_id not in self._grids:
            try:
                self._grids[volume_id] = load_grid(self._lake, volume_id)
            except PacslakeError:
                self._grids[volume_id] = None
        return self._grids[volume_id]

    def volume_in_frame(self, frame_of_reference: str | None, study: str | None) -> str | None:
        """The only volume of a study in a frame of reference; None where there is none, or several."""
        series = [o[0] for o in self._others.get(study or "", []) if o[1] == frame_of_reference]
        volumes = [v for s in dict.fromkeys(series) for v in self.volumes_of(s)]
        return volumes[0] if len(volumes) == 1 else None

    def series_elsewhere(
        self, study: str | None, frame_of_reference: str | None, shape: tuple[int, int]
    ) -> list[str]:
        """Series of a study with (rows, columns) of `shape` in another frame of reference."""
        return sorted(
            {
                series
                for series, frame, rows, columns in self._others.get(study or "", [])
                if frame != frame_of_reference and (rows, columns) == shape
            }
        )

    def slices(self, series: str) -> list[Slice]:
        """Where the images of a series lie; those without a position are left out."""
        if series not in self._slices:
            self._slices[series] = [
                Slice(sop, int(frame), tuple(float(v) for v in position))  # type: ignore[arg-type]
                for _, sop, frame, position in self._lake.rows(_SLICES, [series])
                if position is not None and len(position) == 3 and np.isfinite(position).all()
            ]
        return self._slices[series]
