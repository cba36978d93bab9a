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

from pacslake.errors import PacslakeError, VolumeError
from pacslake.pixels.window import CT_PRESETS, default_window

__all__ = ["ArrayVolume", "LakeFrames", "LakeVolume", "VolumeSource", "as_source", "describe", "wire_dtype"]

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
    time_labels: tuple[str, ...] = ()


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
        affine = (
            None if self.affine_lps is None else tuple(float(x) for x in np.asarray(self.affine_lps).ravel())
        )
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
    """A volume of a lake, read part by part. The last slab is kept, so that parts of it cost nothing."""

    def __init__(self, lake: Any, volume: Any) -> None:
        self.lake = lake
        self.volume = lake.volume(volume) if isinstance(volume, str) else volume
        self.id: str = self.volume.id
        self.row: Mapping[str, Any] = self.volume.row
        self._by_table = self.volume.rescale is None  # a lookup table, which the browser does not know
        self.facts = self._facts()
        self._lock = threading.Lock()
        self._last: tuple[tuple[int, int, int, int], np.ndarray] | None = None

    def read(self, t: int, z: slice, stride: int = 1) -> np.ndarray:
        key = (t, z.start, z.stop, stride)
        with self._lock:
            if self._last is None or self._last[0] != key:
                array = _Values(self.volume) if self._by_table else self.volume.reader
                self._last = (key, _block(array, self.volume.axes, t, z, stride, self.facts.dtype))
            return self._last[1]

    def _facts(self) -> Facts:
        volume, row = self.volume, self.row
        affine, axes = volume.affine_lps, volume.axes
        flat = None if affine is None else tuple(float(x) for x in affine.ravel())
        slope, intercept = volume.rescale or (1.0, 0.0)
        colour = axes.endswith("c")
        dtype = "uint8" if colour else "float32" if self._by_table else wire_dtype(str(volume.dtype))
        window = None
        if not colour:
            try:
                found = volume.window()
                window = (found.center, found.width) if found.name == "file" else None
            except PacslakeError:  # the middle frame cannot be decoded: the picture itself will say so
                window = None
        padding = volume.padding
        steps = np.diff(row.get("axis_values") or []) if (row.get("axis_unit") == "s") else np.array([])
        return Facts(
            **_layout(volume.shape, axes),
            dtype=dtype,
            affine_lps=flat,
            spacing_mm=tuple(volume.spacing or (None, None, None)),
            slope=slope,
            intercept=intercept,
            unit=volume.unit or "",
            modality=volume.modality or "",
            photometric=volume.photometric_interpretation,
            padding=None if padding is None else float(padding.low),
            verdict=volume.verdict,
            reasons=volume.reason_codes,
            kind=volume.kind,
            shear_degrees=float(row.get("shear_degrees") or 0.0),
            window=window,
            frame_ms=float(np.median(steps)) * 1000
            if steps.size and 0.005 < np.median(steps) < 1.5
            else None,
            frame_of_reference=volume.frame_of_reference_uid,
            time_name={"InstanceNumber": "Repetition", "FrameTime": "Time"}.get(
                str(row.get("axis_name") or "Time"), str(row.get("axis_name") or "Time")
            ),
            time_labels=tuple(str(x) for x in (row.get("axis_labels") or ()))[:1000],
        )


class _Values:
    """Real values of a volume with slicing, for volumes whose stored values mean nothing by themselves."""

    def __init__(self, volume: Any) -> None:
        self._volume, self.shape = volume, volume.shape

    def __getitem__(self, key: Any) -> np.ndarray:
        return np.asarray(self._volume.values(key))


class LakeFrames:
    """The frames of a series that is no volume, as pictures one after another."""

    def __init__(self, lake: Any, row: Mapping[str, Any]) -> None:
        self.lake, self.row, self.id = lake, row, str(row["volume_id"])
        self._frames = lake.rows(
            "SELECT instance_version_id, frame_index FROM volume_frame WHERE volume_id = ? ORDER BY t, k",
            [self.id],
        )
        self._open: dict[str, Any] = {}
        first = self._frame(0)
        colour = first.ndim == 3
        self.facts = Facts(
            shape=(len(self._frames), *first.shape[:2]),  # type: ignore[arg-type]
            dtype="uint8" if colour else wire_dtype(str(first.dtype)),
            channels=first.shape[2] if colour else 1,
            spacing_mm=(None, *(row.get("spacing_mm") or (None, None, None))[-2:]),
            slope=_or(row.get("rescale_slope"), 1.0),
            intercept=_or(row.get("rescale_intercept"), 0.0),
            unit=str(row.get("unit_code") or ""),
            modality=str(row.get("Modality") or ""),
            photometric=str(row.get("PhotometricInterpretation") or "MONOCHROME2"),
            verdict=str(row.get("verdict")),
            reasons=tuple(row.get("reason_codes") or ()),
            kind=str(row.get("kind")),
        )

    def _frame(self, n: int) -> np.ndarray:
        instance, frame = self._frames[n]
        if instance not in self._open:
            self._open = {instance: self.lake.instance(instance)}
        return np.asarray(self._open[instance].frame(frame))

    def read(self, t: int, z: slice, stride: int = 1) -> np.ndarray:
        f = self.facts
        shape = f.shape[1:] + ((f.channels,) if f.channels > 1 else ())
        picked = [
            self._frame(n)[::stride, ::stride]
            for n in range(z.start * stride, min(z.stop * stride, f.shape[0]), stride)
        ]
        out = np.zeros((len(picked), -(-shape[0] // stride), -(-shape[1] // stride), *shape[2:]), f.dtype)
        for slot, frame in zip(
            out, picked, strict=True
        ):  # frames of other sizes keep their upper left corner
            if frame.ndim != slot.ndim:
                raise VolumeError(
                    "the frames differ in colour; open them one by one with lake.instance()", f.reasons
                )
            if f.channels > 1 and frame.dtype != np.uint8:
                frame = frame >> 8
            h, w = min(slot.shape[0], frame.shape[0]), min(slot.shape[1], frame.shape[1])
            slot[:h, :w] = frame[:h, :w]
        return out


def _or(value: Any, default: float) -> float:
    return default if value is None else float(value)


def as_source(lake: Any, volume: Any) -> VolumeSource:
    """A source for a volume_id, a SeriesInstanceUID, a `Volume` or an array.

    Raises:
        NotFoundError, VolumeError: as `lake.volume` does.
    """
    if hasattr(volume, "facts") and hasattr(volume, "read"):
        return volume  # type: ignore[no-any-return]
    if isinstance(volume, np.ndarray):
        return ArrayVolume(volume)
    try:
        return LakeVolume(lake, volume)
    except VolumeError:
        rows = lake.dicts("SELECT * FROM volume WHERE volume_id = ? AND verdict = 'not_a_volume'", [volume])
        if not rows:
            raise
        return LakeFrames(lake, rows[0])


def describe(
    source: VolumeSource, *, label: str = "", frame: str | None = None, sample: bool = True
) -> dict[str, Any]:
    """What the browser is told of a volume, as JSON: no name, no date, no UID.

    Args:
        label: words shown in the picture's corner.
        frame: which transform places it; by default its own id.
        sample: read one slice for a window, where neither the file nor the modality gives one.
    """
    f = source.facts
    own = f.window
    spread = _first_window(source) if sample and (own is None or f.modality == "MR") else None
    # An MR file's window is often that of another reading; the spread of its values shows more.
    window = spread if f.modality == "MR" and spread else own or spread
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
        "presets": presets(f.modality, f.unit, own, spread),
        "frame_ms": f.frame_ms,
        "time_name": f.time_name,
        "time_labels": list(f.time_labels),
        "kind_words": {"projection": "Projection", "us_clip": "Clip"}.get(f.kind, "Frame"),
    }


def presets(
    modality: str, unit: str, own: Sequence[float] | None, spread: Sequence[float] | None = None
) -> list[list[Any]]:
    """Windows to choose from: [name, centre, width].

    Args:
        own: the file's window.
        spread: the window that the values themselves ask for.
    """
    found: list[list[Any]] = []
    for name, window in (("automatic", spread), ("as in the file", own)):
        if window is not None:
            found.append([name, float(window[0]), float(window[1])])
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


def _with_slices(shape: Sequence[int], axes: str) -> tuple[tuple[int, ...], str]:
    """Shape and axes with a slice axis: the frames of a film are its slices, a single picture is one slice."""
    if "z" in axes:
        return tuple(shape), axes
    if "t" in axes:
        return tuple(shape), axes.replace("t", "z")
    at = axes.index("y")
    return (*shape[:at], 1, *shape[at:]), axes[:at] + "z" + axes[at:]


def _layout(shape: Sequence[int], axes: str) -> dict[str, Any]:
    shape, axes = _with_slices(shape, axes)
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


def _block(array: Any, axes: str, t: int, z: slice, stride: int, dtype: str = "") -> np.ndarray:
    """One block, contiguous, in the wire's type and byte order."""
    if "z" not in axes and "t" not in axes:
        block = np.asarray(array[...])[None, ::stride, ::stride]
    else:
        shape, axes = _with_slices(array.shape, axes)
        lead = axes.index("z")
        where = tuple(int(i) for i in np.unravel_index(t, shape[:lead])) if lead else ()
        start, stop = z.start * stride, min(z.stop * stride, shape[lead])
        if stride == 1:
            block = np.asarray(array[(*where, slice(start, stop))])
        else:  # slice by slice, so that those left out are not decoded
            block = np.stack(
                [np.asarray(array[(*where, k)])[::stride, ::stride] for k in range(start, stop, stride)]
            )
    if axes.endswith("c") and block.dtype != np.uint8:
        block = (block >> 8).astype(np.uint8) if block.dtype.itemsize > 1 else block.astype(np.uint8)
    kind = np.dtype(dtype or wire_dtype(str(block.dtype))).newbyteorder("<")
    return np.ascontiguousarray(block, dtype=kind)
