"""One volume to Zarr, with the statistics of its frames, in one pass over its originals.

A task carries all it needs, so that a worker process or a Dask worker opens no catalogue. It writes into the
folder it is given in `staging/` and returns a description; only the driver renames and commits.
"""

from __future__ import annotations

import hashlib
import shutil
import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from pacslake.errors import DamagedError, DecodeError, PacslakeError
from pacslake.layout import mirror
from pacslake.pixels.inplace import FrameCache, FrameSource, cut_tile, frame_bytes, place
from pacslake.pixels.rows import FrameRow, source_of
from pacslake.pixels.statistics import (
    FrameStatistics,
    Padding,
    VolumeStatistics,
    frame_statistics,
    implausible_hu,
)
from pacslake.pixels.store import ZarrWriter, group_attributes

__all__ = ["Conversion", "Converted", "convert_volume", "measure_volume"]


@dataclass(frozen=True)
class Conversion:
    """A volume to convert: its row, its frames, where to write, how many threads."""

    row: Mapping[str, Any]
    frames: Sequence[FrameRow]
    folder: Path | None
    snapshot_id: int
    threads: int | None = None

    @property
    def volume_id(self) -> str:
        return str(self.row["volume_id"])


@dataclass(frozen=True)
class Converted:
    """What became of a task; with `failed` nothing was written. Rows are for `pixel_stat` and `issue`."""

    volume_id: str
    failed: str | None = None
    code: str | None = None
    checksum: str | None = None
    raw_bytes: int = 0
    zarr_bytes: int = 0
    n_files: int = 0
    stats: list[dict[str, Any]] = field(default_factory=list)
    issues: list[dict[str, Any]] = field(default_factory=list)


def convert_volume(task: Conversion) -> Converted:
    """Write one volume; a fault in it is a value and not an error, so that others go on."""
    assert task.folder is not None
    # A folder of this attempt: what a worker that died has left is in nobody's way.
    away = task.folder.parents[1] / "staging" if mirror.is_mirrored(task.folder) else task.folder.parent
    attempt = away / f"{uuid.uuid4().hex}.zarr"
    try:
        done = _convert(task, attempt)
        _hand_over(attempt, task.folder)
        return done
    except PacslakeError as error:
        code = "decode_failed" if isinstance(error, DecodeError) else "source_unreadable"
        return Converted(task.volume_id, str(error), code)
    except Exception as error:
        return Converted(task.volume_id, f"{type(error).__name__}: {error}", "conversion_failed")
    finally:
        shutil.rmtree(attempt, ignore_errors=True)


def _hand_over(attempt: Path, folder: Path) -> None:
    """Give a finished store the name under which the driver looks for it, or that of a lake in a bucket: the driver may be
    on another machine."""
    if mirror.is_mirrored(folder):
        mirror.put_folder(attempt, folder)
        if folder.exists():
            return
    if folder.exists():  # of a worker that died before it could say so
        shutil.rmtree(folder)
    folder.parent.mkdir(parents=True, exist_ok=True)
    attempt.rename(folder)


def measure_volume(task: Conversion) -> Converted:
    """The statistics of one volume without writing it."""
    try:
        statistics = _Measured(task)
        for _ in _slabs(task, 1, statistics):
            pass
        return _result(task, statistics)
    except PacslakeError as error:
        return Converted(task.volume_id, str(error), "decode_failed")


def _convert(task: Conversion, folder: Path) -> Converted:
    row = task.row
    shape, axes, dtype = tuple(int(n) for n in row["shape"]), str(row["axes"]), np.dtype(row["dtype"])
    statistics = _Measured(task)
    writer = ZarrWriter(folder, shape, axes, dtype, threads=task.threads)
    try:
        for start, block in _slabs(task, writer.slab, statistics):
            writer.write(start, block)
        written = writer.finish(group_attributes(row, _facts(task), n_levels=len(writer.shapes)))
    finally:
        writer.close()
    result = _result(task, statistics)
    return Converted(
        task.volume_id,
        checksum=written.checksum,
        raw_bytes=written.raw_bytes,
        zarr_bytes=written.size_bytes,
        n_files=written.n_files,
        stats=result.stats,
        issues=result.issues,
    )


def _result(task: Conversion, statistics: _Measured) -> Converted:
    rows = statistics.volume.finish()
    issues = []
    if task.row.get("Modality") == "CT":
        why = implausible_hu(rows[0])
        if why is not None:
            issues.append(
                {
                    "level": "volume",
                    "entity_id": task.volume_id,
                    "code": "implausible_hu",
                    "severity": "warning",
                    "keyword": "RescaleIntercept",
                    "message": f"values cannot be Hounsfield units: {why}",
                }
            )
    return Converted(task.volume_id, stats=rows, issues=issues)


def _slabs(
    task: Conversion, slab: int, statistics: _Measured
) -> Iterator[tuple[tuple[int, ...], np.ndarray]]:
    """Blocks of the array in its order: where each begins on the axes before the plane, and the block."""
    row = task.row
    shape, axes, dtype = tuple(int(n) for n in row["shape"]), str(row["axes"]), np.dtype(row["dtype"])
    n_lead = axes.index("y")
    lead, plane = shape[:n_lead], shape[n_lead:]
    if len(task.frames) != int(np.prod(lead, dtype=np.int64)):
        raise DamagedError(f"the catalogue lists {len(task.frames)} frames for an array of {shape}")
    decode = _Decoder(task)
    outer = lead[:-1]
    per = lead[-1] if lead else 1
    for number in range(int(np.prod(outer, dtype=np.int64))):
        for first in range(0, per, slab):
            count = min(slab, per - first)
            block = np.empty((count, *plane), dtype)
            for i in range(count):
                frame = task.frames[number * per + first + i]
                decode.into(frame, block[i], statistics)
            statistics.volume.add_bytes(block)
            start = (*(int(n) for n in np.unravel_index(number, outer)), first) if lead else ()
            yield (
                start,
                block.reshape((1,) * len(outer) + block.shape) if lead else block[0],
            )


class _Decoder:
    """Decodes frames one after another; a mosaic is decoded once for all its tiles."""

    def __init__(self, task: Conversion) -> None:
        self.real_values = task.row.get("rescale_mode") == "per_slice"
        self.cache = FrameCache(64 * 1024 * 1024)
        self.last: tuple[tuple[str, int], np.ndarray] | None = None

    def into(self, frame: FrameRow, target: np.ndarray, statistics: _Measured) -> None:
        source = source_of(frame, real_values=self.real_values)
        whole = self._whole(frame, source)
        stored = whole if source.tile is None else cut_tile(whole, source.tile, *target.shape[:2])
        if stored.shape != target.shape:
            raise DecodeError(f"{source.label} is {stored.shape}, the volume's frames are {target.shape}")
        place(stored, target, source)
        statistics.add(frame, stored, whole)

    def _whole(self, frame: FrameRow, source: FrameSource) -> np.ndarray:
        from pacslake.dicom.decode import decode_frame

        key = (frame.instance_version_id, frame.frame_index)
        if self.last is not None and self.last[0] == key:
            return self.last[1]
        data = frame_bytes(source)
        if (
            frame.sha256 is not None
            and not source.bit_offset
            and hashlib.sha256(data).hexdigest() != frame.sha256
        ):
            raise DamagedError(
                f"the original of {source.label} is not the file that was ingested (its pixels' digest differs). "
                "Bring the export back as it was, or ingest it again."
            )
        try:
            whole = decode_frame(data, source.spec, bit_offset=source.bit_offset)
        except DecodeError as error:
            raise DecodeError(f"{source.label}: {error}") from error
        self.last = (key, whole)
        return whole


class _Measured:
    """Statistics while frames go by."""

    def __init__(self, task: Conversion) -> None:
        self.unit = task.row.get("unit_code")
        self.lut = task.row.get("rescale_source") == "modality_lut"
        self.volume = VolumeStatistics(task.volume_id, unit_code=self.unit)
        self._seen: tuple[str, int] | None = None

    def add(self, frame: FrameRow, stored: np.ndarray, whole: np.ndarray) -> None:
        key = (frame.instance_version_id, frame.frame_index)
        part = self._of(frame, stored)
        if stored is whole:
            self.volume.add(part)
            return
        # Tiles count for the volume; the frame's own row is that of the whole mosaic, once.
        self.volume.add(part, row=self._of(frame, whole).row if key != self._seen else None)
        self._seen = key

    def _of(self, frame: FrameRow, stored: np.ndarray) -> FrameStatistics:
        return frame_statistics(
            stored,
            entity_id=f"{frame.instance_version_id}/{frame.frame_index}",
            spec=frame.spec,
            slope=frame.slope,
            intercept=frame.intercept,
            padding=Padding.of(frame.padding, frame.padding_limit),
            unit_code=self.unit,
            # The bytes of a plain frame are its values, and their digest was compared just now.
            pixel_sha256=frame.sha256
            if _bytes_are_values(frame) and stored.shape == frame.spec.shape
            else None,
        )


def _bytes_are_values(frame: FrameRow) -> bool:
    spec = frame.spec
    return spec.reads_straight and spec.bits_stored == spec.bits_allocated


def _facts(task: Conversion) -> dict[str, Any]:
    """What stands under `dicom` beside the volume's row: lists by slice, the digest of the frames' places."""
    first = [f for f in task.frames if f.t == task.frames[0].t]
    digest = hashlib.sha256()
    for f in task.frames:
        digest.update(f"{f.t} {f.k} {f.instance_version_id} {f.frame_index} {f.tile}\n".encode())
    positions = [f.slice_position_mm for f in first]
    facts: dict[str, Any] = {
        "snapshot_id": task.snapshot_id,
        "frame_map_sha256": digest.hexdigest(),
        "slice_position_mm": positions if all(p is not None for p in positions) else None,
        "photometric_interpretation": task.frames[0].spec.photometric_interpretation,
    }
    padding = {Padding.of(f.padding, f.padding_limit) for f in task.frames}
    if len(padding) == 1 and (one := padding.pop()) is not None:
        facts["padding"] = [one.low, one.high]
    if task.row.get("rescale_mode") == "per_slice":
        facts["rescale_slope"] = [f.slope for f in task.frames]
        facts["rescale_intercept"] = [f.intercept for f in task.frames]
    return facts
