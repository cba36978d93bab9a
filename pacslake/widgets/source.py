"""Where a widget's voxels come from: a volume of a lake, or an array.

A source reads blocks of stored values at a stride and says in a small mapping what the browser must know to draw
them: shape, type, place in the patient, rescale, unit, windows. That mapping holds no name, date or UID.
"""

from __future__ import annotations

import hashlib
import math
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Protocol

import numpy as np

from pacslake.pixels.window import CT_PRESETS, default_window

__all__ = ["ArrayVolume", "LakeVolume", "VolumeSource", "as_source", "describe", "wire_dtype"]

_WIRE_TYPES = ("int8", "uint8", "int16", "uint16", "int32", "uint32", "float32")


class VolumeSource(Protocol):
    """What the widgets need of a volume."""

    @property
    def id(self) -> str: ...
    @property
    def facts(self) -> Facts: ...
    def read(self, t: int, z: slice, stride: int = 1) -> np.ndarray:
        """Stored values (slice, row, column[, colour]) of slices `z` (counted in strides) at time `t`."""
        ...


@dataclass(frozen=True)
class Facts:
    """What is known of a volume apart from its voxels.

    `shape` is (slice, row, column); `times` the length of the axes in front; `affine_lps` 16 numbers, row-major, or
    None where no affine is exact for every voxel; `spacing_mm` (slice, row, column) with None where unknown.
    """

    shape: tuple[int, int, int]
    dtype: str
    times: int = 1
    channels: int = 1
    affine_lps: tuple[float, ...] | None = None
    spacing_mm: tuple[float | None, ...] = (None, None, None)
    slope: float = 1.0
    intercept: float = 0.0
    unit: str = ""
    modality: str = ""
    photometric: str = "MONOCHROME2"
    padding: float | None = None
    verdict: str = "regular"
    reasons: tuple[str, ...] = ()
    kind: str = "stack"
    shear_degrees: float = 0.0
    window: tuple[float, float] | None = None
    window_shape: str = "LINEAR"
    frame_ms: float | None = None
    frame_of_reference: str | None = None  # never sent to the browser
    time_name: str = "Time"


def wire_dtype(dtype: str) -> str:
    """The type in which values travel: floats as float32, wide integers as int32, the rest as they are."""
    name = np.dtype(dtype).newbyteorder("=").name
    if name in _WIRE_TYPES:
        return name
    return {"bool": "uint8", "int64": "int32", "uint64": "uint32"}.get(name, "float32")


@dataclass(frozen=True)
class ArrayVolume:
    """A NumPy array as a volume, for looking at results and for tests.

    Args:
        array: (slice, row, column), with time in front and colour last where there are such axes.
        affine_lps: (4, 4), voxel index (column, row, slice) to LPS mm; None shows it as a stack of pictures.
        axes: `zyx`, `tzyx`, `zyxc` or `tzyxc`.
    """

    array: np.ndarray
    affine_lps: np.ndarray | None = None
    axes: str = ""
    slope: float = 1.0
    intercept: float = 0.0
    unit: str = ""
    modality: str = ""
    more: Mapping[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if not self.axes:
            object.__setattr__(self, "axes", {2: "yx", 3: "zyx", 4: "tzyx", 5: "tzyxc"}[self.array.ndim])
        if self.axes == "yx":
            object.__setattr__(self, "array", self.array[None])
            object.__setattr__(self, "axes", "zyx")
        if len(self.axes) != self.array.ndim:
            raise ValueError(f"axes {self.axes!r} do not name the {self.array.ndim} axes of the array")

    @cached_property
    def id(self) -> str:
        digest = hashlib.sha256(np.ascontiguousarray(self.array).tobytes())
        digest.update(repr((self.array.shape, str(self.array.dtype), self.axes)).encode())
        if self.affine_lps is not None:
            digest.update(np.asarray(self.affine_lps, float).tobytes())
        return "a" + digest.hexdigest()[:20]

    @cached_property
    def facts(self) -> Facts:
        affine = None if self.affine_lps is None else tuple(float(x) for x in np.asarray(self.affine_lps).ravel())
        return Facts(
            **{
                **_layout(self.array.shape, self.axes),
                "dtype": wire_dtype(str(self.array.dtype)),
                "affine_lps": affine,
                "spacing_mm": _spacing(affine),
                "slope": self.slope,
                "intercept": self.intercept,
                "unit": self.unit,
                "modality": self.modality,
                **self.more,
            }
        )

    def read(self, t: int, z: slice, stride: int = 1) -> np.ndarray:
        return _block(self.array, self.axes, t, z, stride)


class LakeVolume:
    """A volume of a lake. Reads lazily; the last slab is kept, so that parts of it cost nothing."""

    def __init__(self, lake: Any, volume: Any) -> None:
        self.lake = lake
        self.volume = lake.volume(volume) if isinstance(volume, str) else volume
        self.id: str = getattr(self.volume, "id", None) or self.volume.volume_id
        self.row = _row(lake, self.id)
        self.facts = _facts(self.volume, self.row)
        self._axes = str(self.row.get("axes") or "zyx")
        self._lock = threading.Lock()
        self._last: tuple[tuple[int, int, int, int], np.ndarray] | None = None

    def read(self, t: int, z: slice, stride: int = 1) -> np.ndarray:
        key = (t, z.start, z.stop, stride)
        with self._lock:
            if self._last is None or self._last[0] != key:
                self._last = (key, _block(self.volume.array, self._axes, t, z, stride))
            return self._last[1]


def as_source(lake: Any, volume: Any) -> VolumeSource:
    """A source for a volume_id, a SeriesInstanceUID, a `Volume` or an array.

    Raises:
        NotFoundError, VolumeError: as `lake.volume` does.
    """
    if hasattr(volume, "facts") and hasattr(volume, "read"):
        return volume  # type: ignore[no-any-return]
    if isinstance(volume, np.ndarray):
        return ArrayVolume(volume)
    return LakeVolume(lake, volume)


def describe(source: VolumeSource, *, label: str = "", frame: str | None = None, sample: bool = True) -> dict[str, Any]:
    """What the browser is told of a volume, as JSON: no name, no date, no UID.

    Args:
        label: words shown in the picture's corner.
        frame: which transform places it; by default its own id.
        sample: read one slice for a window, where neither the file nor the modality gives one.
    """
    f = source.facts
    window = f.window or (_first_window(source) if sample else None)
    return {
        "id": source.id,
        "frame": frame or source.id,
        "label": label,
        "shape": list(f.shape),
        "times": f.times,
        "channels": f.channels,
        "dtype": f.dtype,
        "affine": None if f.affine_lps is None else list(f.affine_lps),
        "spacing": list(f.spacing_mm),
        "spacing_unit": "mm" if f.spacing_mm[-1] else "px",
        "slope": f.slope,
        "intercept": f.intercept,
        "unit": "" if f.unit in ("", "1", "none", "US") else f.unit,
        "modality": f.modality,
        "photometric": f.photometric,
        "padding": f.padding,
        "shear_degrees": f.shear_degrees,
        "window": None if window is None else [round(float(x), 6) for x in window],
        "window_shape": f.window_shape,
        "presets": presets(f.modality, f.unit, window),
        "frame_ms": f.frame_ms,
        "time_name": f.time_name,
        "kind_words": {"projection": "Projection", "us_clip": "Clip"}.get(f.kind, "Frame"),
    }


def presets(modality: str, unit: str, own: Sequence[float] | None) -> list[list[Any]]:
    """Windows to choose from: [name, centre, width]; the first are the file's own and one by percentiles."""
    found: list[list[Any]] = [] if own is None else [["as in the file or automatic", float(own[0]), float(own[1])]]
    if modality == "CT" and unit == "HU":
        found += [[w.name, w.center, w.width] for w in CT_PRESETS]
    return found


def _first_window(source: VolumeSource) -> tuple[float, float] | None:
    f = source.facts
    if f.channels > 1:
        return None
    middle = f.shape[0] // 2
    stride = max(1, max(f.shape[1:]) // 256)
    try:
        stored = source.read(0, slice(middle, middle + 1), 1)[:, ::stride, ::stride].astype(np.float64)
    except Exception:  # a slice that cannot be decoded: the browser says so when it asks for it
        return None
    if f.padding is not None:
        stored = stored[stored != f.padding]
    window = default_window(stored * f.slope + f.intercept, modality=f.modality, unit=f.unit)
    return window.center, window.width


def _layout(shape: Sequence[int], axes: str) -> dict[str, Any]:
    z = axes.index("z")
    return {
        "shape": tuple(int(n) for n in shape[z : z + 3]),
        "times": math.prod(int(n) for n in shape[:z]),
        "channels": int(shape[z + 3]) if axes.endswith("c") else 1,
    }


def _spacing(affine: Sequence[float] | None) -> tuple[float | None, ...]:
    if affine is None:
        return (None, None, None)
    steps = np.linalg.norm(np.asarray(affine).reshape(4, 4)[:3, :3], axis=0)
    return (float(steps[2]), float(steps[1]), float(steps[0]))


def _block(array: Any, axes: str, t: int, z: slice, stride: int) -> np.ndarray:
    """One block as a contiguous NumPy array in the wire's type; dask arrays are read by this process's threads."""
    lead = axes.index("z")
    if lead:
        where = np.unravel_index(t, array.shape[:lead])
        array = array[tuple(int(i) for i in where)]
    start, stop = z.start * stride, min(z.stop * stride, array.shape[0])
    block = array[start:stop:stride, ::stride, ::stride]
    if hasattr(block, "compute"):
        block = block.compute(scheduler="threads", num_workers=2)
    dtype = wire_dtype(str(block.dtype))
    return np.ascontiguousarray(block, dtype=np.dtype(dtype).newbyteorder("<"))


_COLUMNS = {
    "modality": "Modality",
    "photometric": "PhotometricInterpretation",
    "window_center": "WindowCenter",
    "window_width": "WindowWidth",
    "window_shape": "VOILUTFunction",
    "frame_time": "FrameTime",
    "padding": "PixelPaddingValue",
    "FrameOfReferenceUID": "FrameOfReferenceUID",
}


def _row(lake: Any, volume_id: str) -> dict[str, Any]:
    """The volume's row, with what the first frame's header adds."""
    rows = lake.dicts("SELECT * FROM volume WHERE volume_id = ?", [volume_id])
    row = dict(rows[0]) if rows else {}
    try:
        first = lake.dicts(
            "SELECT d.* FROM volume_frame f JOIN instance d USING (instance_version_id) WHERE f.volume_id = ? LIMIT 1",
            [volume_id],
        )
    except Exception:  # an older lake without that table: the picture stands without presets of the file
        first = []
    head = first[0] if first else {}
    return {**{k: head.get(column) for k, column in _COLUMNS.items()}, **{k: v for k, v in row.items() if v is not None}}


def _facts(volume: Any, row: Mapping[str, Any]) -> Facts:
    axes, array = str(row.get("axes") or "zyx"), volume.array
    affine = getattr(volume, "affine_lps", None)
    flat = None if affine is None else tuple(float(x) for x in np.asarray(affine, float).ravel())
    dtype = str(array.dtype)
    stored = np.dtype(dtype).kind in "iub"
    spacing = tuple(row.get("spacing_mm") or _spacing(flat))
    centre, width = _first_number(row.get("window_center")), _first_number(row.get("window_width"))
    window = (centre, width) if centre is not None and width is not None and width > 0 else None
    modality, unit = str(row.get("modality") or row.get("Modality") or ""), str(row.get("unit_code") or "")
    if window is None and modality == "CT" and unit == "HU":
        window = (CT_PRESETS[0].center, CT_PRESETS[0].width)
    return Facts(
        **_layout(array.shape, axes),
        dtype=wire_dtype(dtype),
        affine_lps=flat,
        spacing_mm=spacing,
        slope=_number(row, volume, ("rescale_slope", "slope", "RescaleSlope"), 1.0) if stored else 1.0,
        intercept=_number(row, volume, ("rescale_intercept", "intercept", "RescaleIntercept"), 0.0) if stored else 0.0,
        unit=unit,
        modality=modality,
        photometric=str(row.get("photometric") or "MONOCHROME2"),
        padding=_first_number(row.get("padding_value", row.get("padding"))),
        verdict=str(row.get("verdict") or "regular"),
        reasons=tuple(row.get("reason_codes") or ()),
        kind=str(row.get("kind") or "stack"),
        shear_degrees=float(row.get("shear_degrees") or 0.0),
        window=window,
        window_shape=str(row.get("window_shape") or "LINEAR"),
        frame_ms=_first_number(row.get("frame_time")),
        frame_of_reference=row.get("FrameOfReferenceUID"),
        time_name="b-value" if axes.startswith("b") else "Time",
    )


def _first_number(value: Any) -> float | None:
    if isinstance(value, (list, tuple, np.ndarray)):
        value = value[0] if len(value) else None
    try:
        return None if value is None else float(value)
    except (TypeError, ValueError):
        return None


def _number(row: Mapping[str, Any], volume: Any, names: Sequence[str], default: float) -> float:
    for name in names:
        for value in (row.get(name), getattr(volume, name, None)):
            if (number := _first_number(value)) is not None:
                return number
    return default
