"""A volume as a Zarr v3 group: OME-NGFF 0.5 for every reader, and the exact geometry under `dicom`.

    <volume_id>.zarr/
      zarr.json      group: `ome`, `dicom`, `pacslake`; written last, so its presence is the completion mark
      0/zarr.json    full size            0/c.0.0.0   one shard (whole slabs of 64 MB above 512 MB)
      1/zarr.json    2 x smaller in plane 1/c.0.0.0

NGFF 0.5 can say scale and translation only, no rotation, so `dicom.affine_lps` is what places a voxel; the
translation is given only where the axes are those of the patient, because under a rotation it would be wrong by
up to the field of view. Colour stands before the slices here, as NGFF demands, and last in `Volume.array`.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from pacslake.errors import DamagedError
from pacslake.layout.digest import require_file
from pacslake.pixels.shards import (
    Ints,
    ShardArray,
    ShardWriter,
    normalise_selection,
    plan_layout,
    verify_array,
)
from pacslake.pixels.sidecar import time_step_s

__all__ = ["ZarrArray", "ZarrWriter", "group_attributes", "read_group", "stored_axes", "verify_store"]

DICOM_SCHEMA = 1
_LEVEL_BYTES = 128 * 1024 * 1024


def stored_axes(axes: str) -> str:
    """The axes as stored: colour before slice, row and column."""
    if not axes.endswith("c"):
        return axes
    plain = axes[:-1]
    at = min(plain.index(a) for a in "zyx" if a in plain)
    return plain[:at] + "c" + plain[at:]


def halve(block: np.ndarray) -> np.ndarray:
    """Half the size in the last two axes: the mean of 2 x 2, of what is left at an odd edge."""
    rows, columns = block.shape[-2:]
    padded = block
    if rows % 2 or columns % 2:
        pad = [(0, 0)] * (block.ndim - 2) + [(0, rows % 2), (0, columns % 2)]
        padded = np.pad(block, pad, mode="edge")
    wide: Any = np.float32 if block.dtype.kind == "f" else np.int64
    if block.dtype.itemsize > 4:
        wide = np.float64
    elif block.dtype.kind in "iu" and block.dtype.itemsize <= 2:
        wide = np.int32
    # Rows first: sums along whole rows are quick, and leave half the values for the slower step.
    rows_summed = np.add(padded[..., 0::2, :], padded[..., 1::2, :], dtype=wide)
    total = rows_summed[..., 0::2] + rows_summed[..., 1::2]
    if block.dtype.kind not in "iu":
        return np.asarray(total / 4).astype(block.dtype)
    if wide is np.float64:
        return np.rint(total / 4).astype(block.dtype)
    total += 2
    total >>= 2
    return np.asarray(total).astype(block.dtype)


@dataclass(frozen=True)
class Written:
    """What was written: digest of the group's metadata (which lists all others), and sizes."""

    checksum: str
    n_files: int
    size_bytes: int
    raw_bytes: int


class ZarrWriter:
    """Writes one volume, slab after slab, and its smaller levels along the way.

    Args:
        folder: a new folder, in `staging/`.
        shape, axes, dtype: as in `volume`.
        attributes: `ome` and `dicom` of the group, from `group_attributes`.
        threads: that compress.
    """

    def __init__(
        self, folder: Path, shape: Ints, axes: str, dtype: np.dtype[Any], *, threads: int | None = None
    ) -> None:
        self.folder, self.axes = folder, axes
        self.dtype = np.dtype(dtype)
        self.names = stored_axes(axes)
        folder.mkdir(parents=True, exist_ok=True)
        count = threads if threads is not None else os.cpu_count() or 1
        self.pool = ThreadPoolExecutor(count) if count > 1 else None
        self.shapes = level_shapes(self._to_stored_shape(shape), self.dtype)
        self.writers = [
            ShardWriter(
                folder / str(i), plan_layout(s, self.dtype, self.names), list(self.names), pool=self.pool
            )
            for i, s in enumerate(self.shapes)
        ]

    def _to_stored_shape(self, shape: Ints) -> Ints:
        return tuple(shape[self.axes.index(a)] for a in self.names)

    @property
    def slab(self) -> int:
        """Slices (or, without a slice axis, steps of the axis before the plane) that one write takes."""
        lead = [i for i, a in enumerate(self.names) if a not in "cyx"]
        return self.writers[0].layout.chunk[lead[-1]] if lead else 1

    def write(self, start: Sequence[int], block: np.ndarray) -> None:
        """Write a block in the volume's axes; it begins at `start` on every axis but row, column and colour
        (which it holds whole) and is one slab thick, or reaches the end."""
        stored = np.moveaxis(block, -1, self.names.index("c")) if self.axes.endswith("c") else block
        at = [0] * len(self.names)
        leading = [i for i, a in enumerate(self.names) if a not in "cyx"]
        for i, s in zip(leading, start, strict=True):
            at[i] = s
        for writer in self.writers:
            if stored.shape[-2:] != writer.layout.shape[-2:]:
                stored = halve(stored)
            writer.write(at, stored)

    def finish(self, attributes: Mapping[str, Any]) -> Written:
        """Write the arrays' metadata and last the group's: from then on the volume is whole."""
        levels: list[dict[str, Any]] = []
        size = 0
        for i, writer in enumerate(self.writers):
            files = writer.finish()
            levels.append({"path": str(i), "n_chunks": writer.layout.n_chunks, "files": files})
            size += sum((writer.folder / name).stat().st_size for name in files)
        self.close()
        group = {
            "zarr_format": 3,
            "node_type": "group",
            "attributes": {**attributes, "pacslake": {"format": 1, "complete": True, "levels": levels}},
        }
        text = json.dumps(group, indent=1, allow_nan=False).encode()
        with open(self.folder / "zarr.json", "xb") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        raw = int(np.prod(self.shapes[0])) * self.dtype.itemsize
        count = 1 + sum(len(level["files"]) for level in levels)
        return Written(hashlib.sha256(text).hexdigest(), count, size + len(text), raw)

    def close(self) -> None:
        """Let go of files and threads, finished or not."""
        for writer in self.writers:
            writer.abandon()
        if self.pool is not None:
            self.pool.shutdown()
            self.pool = None


def level_shapes(shape: Ints, dtype: np.dtype[Any]) -> list[Ints]:
    """Shapes of the pyramid: one smaller level, and more while the last one is above 128 MB."""
    shapes = [shape]
    while len(shapes) == 1 or int(np.prod(shapes[-1])) * dtype.itemsize > _LEVEL_BYTES:
        rows, columns = shapes[-1][-2:]
        if max(rows, columns) < 2:
            break
        shapes.append((*shapes[-1][:-2], (rows + 1) // 2, (columns + 1) // 2))
    return shapes


# -- metadata ----------------------------------------------------------------------------------------------


def group_attributes(row: Mapping[str, Any], facts: Mapping[str, Any], *, n_levels: int) -> dict[str, Any]:
    """`ome` and `dicom` of a volume's group.

    Args:
        row: of `volume`.
        facts: per-slice lists and other things from the frames' rows, put under `dicom` as they are.
        n_levels: of the pyramid.
    """
    return {"ome": _ome(row, n_levels), "dicom": _dicom(row, facts)}


def _ome(row: Mapping[str, Any], n_levels: int) -> dict[str, Any]:
    letters = stored_axes(row["axes"])
    spacing = list(row.get("spacing_mm") or (None, None, None))
    by_axis = dict(zip("zyx", spacing, strict=False))
    axes = [_ome_axis(letter, row, by_axis) for letter in letters]
    step = time_step_s(row)
    scale = [by_axis.get(a) or (step if a == "t" and step else 1.0) for a in letters]
    shift = _translation(row, letters)
    datasets = []
    for level in range(n_levels):
        factor = [2.0**level if a in "yx" else 1.0 for a in letters]
        origin = [o + (f - 1) / 2 * s for o, f, s in zip(shift, factor, scale, strict=True)]
        transforms: list[dict[str, Any]] = [
            {"type": "scale", "scale": [s * f for s, f in zip(scale, factor, strict=True)]}
        ]
        if any(origin):
            transforms.append({"type": "translation", "translation": origin})
        datasets.append({"path": str(level), "coordinateTransformations": transforms})
    return {
        "version": "0.5",
        "multiscales": [{"name": row["volume_id"], "axes": axes, "datasets": datasets, "type": "mean"}],
    }


def _ome_axis(letter: str, row: Mapping[str, Any], spacing: Mapping[str, float | None]) -> dict[str, Any]:
    if letter == "c":
        return {"name": "c", "type": "channel"}
    if letter == "t":
        if "Diffusion" in str(row.get("axis_name") or ""):
            return {"name": "b", "type": "diffusion"}
        return {"name": "t", "type": "time", **({"unit": "second"} if time_step_s(row) else {})}
    return {"name": letter, "type": "space", **({"unit": "millimeter"} if spacing.get(letter) else {})}


def _translation(row: Mapping[str, Any], letters: str) -> list[float]:
    affine = row.get("affine_lps")
    if affine is None:
        return [0.0] * len(letters)
    matrix = np.asarray(affine, float).reshape(4, 4)
    steps = matrix[:3, :3]
    direction = steps / np.linalg.norm(steps, axis=0)
    if not np.allclose(direction, np.eye(3), atol=1e-6):
        return [0.0] * len(letters)
    origin = dict(zip("xyz", matrix[:3, 3].tolist(), strict=True))
    return [origin.get(a, 0.0) for a in letters]


_KEPT = (
    "volume_id", "SeriesInstanceUID", "FrameOfReferenceUID", "Modality", "kind", "verdict", "axes", "unit_code",
    "rescale_mode", "rescale_source", "rescale_slope", "rescale_intercept", "axis_name", "axis_unit", "plane",
    "shear_degrees", "rule_version", "dtype",
)  # fmt: skip
_KEPT_LISTS = (
    "reason_codes",
    "shape",
    "spacing_mm",
    "origin_lps",
    "direction_lps",
    "gap_positions",
    "axis_values",
)


def _dicom(row: Mapping[str, Any], facts: Mapping[str, Any]) -> dict[str, Any]:
    affine = row.get("affine_lps")
    out: dict[str, Any] = {"schema_version": DICOM_SCHEMA}
    out |= {key: row[key] for key in _KEPT if row.get(key) is not None}
    out |= {key: list(row[key]) for key in _KEPT_LISTS if row.get(key) is not None}
    out |= {key: value for key, value in facts.items() if value is not None}
    if affine is not None:
        matrix = np.asarray(affine, float).reshape(4, 4)
        out["affine_lps"] = matrix.tolist()
        out["coordinate_system"] = _coordinate_system(matrix)
    return _plain(out)


def _coordinate_system(matrix: np.ndarray) -> dict[str, Any]:
    """In the shape of NGFF 0.6 (RFC-5, RFC-4): kept under our key until that version is final."""
    ways = {"x": "right-to-left", "y": "anterior-to-posterior", "z": "inferior-to-superior"}
    return {
        "name": "patient_LPS",
        "axes": [
            {
                "name": axis,
                "type": "space",
                "unit": "millimeter",
                "orientation": {"type": "anatomical", "value": way},
            }
            for axis, way in ways.items()
        ],
        "transformation": {"type": "affine", "input": "index_xyz", "affine": matrix[:3].tolist()},
    }


def _plain(value: Any) -> Any:
    """JSON has no numpy numbers, no NaN and no dates."""
    if isinstance(value, Mapping):
        return {str(k): _plain(v) for k, v in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(v) for v in value]
    if isinstance(value, np.ndarray):
        return _plain(value.tolist())
    if isinstance(value, np.generic):
        value = value.item()
    if isinstance(value, float) and not np.isfinite(value):
        return None
    if value is None or isinstance(value, (str, int, float, bool)):
        return value
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


# -- reading -----------------------------------------------------------------------------------------------


def read_group(folder: Path, *, checksum: str | None = None) -> dict[str, Any]:
    """The attributes of a finished volume.

    Raises:
        DamagedError: the volume is absent, was not finished, or is not the one that was recorded.
    """
    try:
        text = (folder / "zarr.json").read_bytes()
        attributes = json.loads(text)["attributes"]
        complete = attributes["pacslake"]["complete"] is True
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise DamagedError(
            f"the converted volume {folder.name} is absent or damaged. Convert it again, "
            'or open it with tier="in_place".'
        ) from error
    if not complete or (checksum is not None and hashlib.sha256(text).hexdigest() != checksum):
        raise DamagedError(
            f"the metadata of the converted volume {folder.name} is not what was recorded. Convert it again, "
            'or open it with tier="in_place".'
        )
    return dict(attributes)


@dataclass
class ZarrArray:
    """One level of a converted volume, in the volume's own axes (colour last)."""

    stored: ShardArray
    axes: str
    _order: list[int] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        names = stored_axes(self.axes)
        self._order = [names.index(a) for a in self.axes]

    @classmethod
    def open(cls, folder: Path, axes: str, *, level: int = 0) -> ZarrArray:
        """Raises: DamagedError when the level is absent or damaged."""
        for item in read_group(folder)["pacslake"]["levels"]:
            if item["path"] == str(level) and "zarr.json" in dict(item["files"]):
                what = f"the metadata of level {level} of {folder.name}"
                require_file(folder / str(level) / "zarr.json", item["files"]["zarr.json"], what)
        return cls(ShardArray.open(folder / str(level)), axes)

    @property
    def shape(self) -> Ints:
        return tuple(self.stored.shape[i] for i in self._order)

    @property
    def chunks(self) -> Ints:
        """The inner chunk, in the volume's axes."""
        return tuple(self.stored.layout.chunk[i] for i in self._order)

    @property
    def dtype(self) -> np.dtype[Any]:
        return self.stored.dtype

    @property
    def ndim(self) -> int:
        return len(self.axes)

    def __getitem__(self, key: Any) -> np.ndarray:
        box, finish = normalise_selection(key, self.shape)
        stored_box: list[tuple[int, int]] = [(0, 0)] * len(box)
        for place, interval in zip(self._order, box, strict=True):
            stored_box[place] = interval
        return self.stored.read(stored_box).transpose(self._order)[finish]

    def __array__(self, dtype: Any = None, copy: bool | None = None) -> np.ndarray:
        return np.asarray(self[...], dtype=dtype)


def verify_store(folder: Path, *, checksum: str | None = None, deep: bool = True) -> list[str]:
    """What is wrong with a converted volume, in words; empty when nothing is.

    Args:
        folder: the volume's `.zarr` folder.
        checksum: `volume.zarr_checksum`.
        deep: compare the digest of every file and decode every chunk, and not only their presence.
    """
    try:
        levels = read_group(folder, checksum=checksum)["pacslake"]["levels"]
    except DamagedError as error:
        return [str(error)]
    faults: list[str] = []
    for level in levels:
        sub = folder / level["path"]
        faults += _file_faults(sub, level["files"].items(), deep=deep) or verify_array(sub, deep=deep)
    return faults


def _file_faults(folder: Path, files: Iterable[tuple[str, str]], *, deep: bool) -> list[str]:
    faults = []
    for name, digest in files:
        path = folder / name
        if not path.is_file():
            faults.append(f"{folder.parent.name}/{folder.name}/{name} is missing")
        elif deep:
            with open(path, "rb") as file:
                if hashlib.file_digest(file, "sha256").hexdigest() != digest:
                    faults.append(f"{folder.parent.name}/{folder.name}/{name} is not what was written")
    return faults
