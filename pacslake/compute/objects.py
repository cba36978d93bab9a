"""Arrays and DICOM objects that a mapped function returns: staged by the worker, taken in by the driver.

An array on the volume's grid becomes a Parametric Map, and so a volume of the lake by the way that every object
takes; a data set (SEG, SR, RTSTRUCT ...) is taken in as it is. The table of results then holds the UID.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from pacslake.compute.columns import ResultError
from pacslake.compute.worker import Job, Outcome

__all__ = ["FOLDER", "Store", "stage"]

FOLDER = "map-{activity_id}"
"""Below the lake's `staging/`."""
_BATCH_BYTES = 256 << 20


def stage(result: Any, member: Any, lake: Any, job: Job, entity_id: str) -> tuple[Any, tuple[str, ...]]:
    """What the function returned, with arrays and objects written to files and their UIDs in their place.

    Raises:
        ResultError: an array that does not fit the member, or objects among other results.
    """
    found = _objects(result)
    if not found:
        return result, ()
    rows, paths = [], []
    for item, one in enumerate(found):
        dataset = one if _is_dataset(one) else _map(one, member, lake, job, f"{entity_id}\0{item}")
        uid = str(dataset.SOPInstanceUID)
        paths.append(
            str(
                _write(
                    dataset, Path(lake.dir.path("staging", FOLDER.format(activity_id=job.activity_id))), uid
                )
            )
        )
        rows.append({"result_uid": uid, "result_volume_id": None})
    return rows, tuple(paths)


def _objects(result: Any) -> list[Any]:
    several = result if isinstance(result, (list, tuple)) else [result]
    found = [one for one in several if _is_dataset(one) or _is_array(one)]
    if found and len(found) < len(several):
        raise ResultError(
            "the function returned arrays or DICOM objects among other things; return only the ones or only the others "
            "(two calls of map give two tables)"
        )
    return found


def _is_dataset(value: Any) -> bool:
    return hasattr(value, "SOPClassUID") and hasattr(value, "save_as")


def _is_array(value: Any) -> bool:
    return getattr(value, "ndim", 0) >= 2 and hasattr(value, "dtype")


def _map(values: Any, volume: Any, lake: Any, job: Job, seed: str) -> Any:
    """A Parametric Map of an array, with UIDs that follow from code and member."""
    import numpy as np

    array = np.asarray(values)
    grid = tuple(getattr(volume, "shape", ()))
    if array.shape != grid or getattr(volume, "axes", "") != "zyx":
        kind = f"shape {grid}" if grid else f"no grid (it is a {job.grain})"
        raise ResultError(
            f"the function returned an array of shape {array.shape}, and the member has {kind}; an array is stored as "
            "a volume where it lies on a volume's grid (slice, row, column). For numbers return a mapping, for other "
            "grids build an object"
        )
    if array.dtype.kind not in "biuf":
        raise ResultError(
            f"the function returned an array of {array.dtype}; a stored volume holds real numbers"
        )
    dataset = lake.parametric_map(
        volume, array, quantity=("1", "99PACSLAKE", job.description[:64]), unit="1", activity_id=job.activity_id,
        series_description=job.description[:64],
    )  # fmt: skip
    dataset.SOPInstanceUID, dataset.SeriesInstanceUID = (
        _uid(job.seed, seed, kind) for kind in ("instance", "series")
    )
    dataset.file_meta.MediaStorageSOPInstanceUID = dataset.SOPInstanceUID
    return dataset


def _uid(*parts: str) -> str:
    """A UID under 2.25 (PS3.5 B.2) that follows from the parts."""
    return f"2.25.{int.from_bytes(hashlib.sha256(chr(0).join(parts).encode()).digest()[:15], 'big')}"


def _write(dataset: Any, folder: Path, uid: str) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{uid}.dcm"
    dataset.save_as(path, enforce_file_format=True)
    return path


class Store:
    """The driver's side: takes staged objects into the lake before their rows are committed."""

    def __init__(self, lake: Any) -> None:
        self.lake = lake

    def take_in(self, outcomes: Sequence[Outcome]) -> list[Outcome]:
        """The outcomes with `result_volume_id` filled in; one whose object the lake refuses is a failure."""
        paths = {
            row["result_uid"]: path for o in outcomes for row, path in zip(o.rows, o.objects, strict=False)
        }
        if not paths:
            return list(outcomes)
        known = set(self._known(list(paths)))
        for batch in _batches([path for uid, path in paths.items() if uid not in known]):
            self.lake.add(batch)
        volumes = self._known(list(paths))
        return [self._filled(o, volumes) for o in outcomes]

    def _known(self, uids: list[str]) -> dict[str, str | None]:
        """Current instances among the UIDs, and the volume that each became."""
        return dict(self.lake.rows(
            "SELECT i.SOPInstanceUID, min(vf.volume_id) FROM instance i LEFT JOIN volume_frame vf "
            "USING (instance_version_id) WHERE i.is_current AND i.SOPInstanceUID IN (SELECT unnest(?)) GROUP BY 1",
            [uids],
        ))  # fmt: skip

    def _filled(self, outcome: Outcome, volumes: dict[str, str | None]) -> Outcome:
        if not outcome.objects:
            return outcome
        if not all(row["result_uid"] in volumes for row in outcome.rows):
            return replace(
                outcome, rows=(), objects=(),
                error="ResultError: the lake did not take in the object that the function returned; see the table file",
            )  # fmt: skip
        rows = tuple({**row, "result_volume_id": volumes[row["result_uid"]]} for row in outcome.rows)
        return replace(outcome, rows=rows)


def _batches(paths: Sequence[str]) -> Iterator[list[Any]]:
    """Data sets read back, a few hundred MB at a time."""
    import pydicom

    batch: list[Any] = []
    size = 0
    for path in paths:
        batch.append(pydicom.dcmread(path))
        size += Path(path).stat().st_size
        if size >= _BATCH_BYTES:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch
