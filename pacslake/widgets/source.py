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
from pacslake.widgets.display import Calibration, display_of, frames_of

__all__ = [
    "ArrayVolume",
    "LakeFrames",
    "LakeVolume",
    "VolumeSource",
    "as_source",
    "describe",
    "frames_at",
    "wire_dtype",
]

SUV_UNIT = "{SUVbw}g/ml"
"""Unit of standardised uptake values, UCUM as in DICOM CID 85."""
_SUV_PRESETS = (5, 7, 10, 15, 20)
_AXIS_WORDS = {
    "TemporalPositionIdentifier": "Time", "TemporalPositionIndex": "Time", "FrameTime": "Time", "InstanceNumber": "Repetition",
    "AcquisitionNumber": "Acquisition", "DiffusionBValue": "b-value", "EchoTime": "Echo time", "TriggerTime": "Trigger time",
}  # fmt: skip
_MAX_LABELS = 1000
_MAX_FRAMES = 5000
_TRIES = 5  # frames to try before a series counts as undecodable
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
    None where no affine is exact for every voxel; `spacing_mm` (slice, row, column) with None where unknown;
    `spacing_note` what the spacing is true of (`at the detector`); `ends` the letters at the left, right, top and
    bottom of a picture without affine; `frame_times_ms` how long each frame stood. `slope` and `intercept` lead from
    stored values to `unit`, which is SUV where a PET volume has a factor; else `suv_missing` says why not.
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
    spacing_unit: str = "mm"
    spacing_note: str = ""
    ends: tuple[str, ...] | None = None
    suv_missing: str = ""
    frame_ms: float | None = None
    frame_times_ms: tuple[float, ...] = ()
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
        dtype = wire_dtype(str(self.array.dtype))
        affine = (
            None if self.affine_lps is None else tuple(float(x) for x in np.asarray(self.affine_lps).ravel())
        )
        return Facts(
            **{
                **_layout(self.array.shape, self.axes),
                "dtype": dtype,
                "window_shape": "LINEAR_EXACT" if dtype == "float32" or self.slope % 1 else "LINEAR",
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

    def forget(self) -> None:
        """Drops the slab that is kept: a notebook's history may hold a closed widget for ever."""
        with self._lock:
            self._last = None

    def frames(self, t: int) -> dict[str, Any]:
        """SOPInstanceUIDs and places of the slices at a time; see `display.frames_of`."""
        return frames_of(self.lake, self.id, t, all_times="z" not in self.volume.axes)

    def _facts(self) -> Facts:
        volume, row = self.volume, self.row
        affine, axes = volume.affine_lps, volume.axes
        frames = volume.frames()
        middle = frames[(len(frames) - 1) // 2]
        shown = display_of(self.lake, middle.instance, middle.frame_index, kind=volume.kind)
        slope, intercept = volume.rescale or (1.0, 0.0)
        colour = axes.endswith("c")
        factor = row.get("suv_bw_factor")
        unit = SUV_UNIT if factor else volume.unit or ""
        dtype = "uint8" if colour else "float32" if self._by_table else wire_dtype(str(volume.dtype))
        window, function = shown.window, shown.function
        if colour or row.get("rescale_source") == "real_world_value_map":
            window = None  # a file's window is for rescaled values, not for those of its real-world map
        if factor:
            window, function = _scaled(window, function, float(factor))
            slope, intercept = slope * factor, intercept * factor
        if window is None and function == "LINEAR" and (np.dtype(dtype).kind == "f" or slope % 1):
            function = "LINEAR_EXACT"  # LINEAR is for whole numbers: its steps would hide values below one
        padding = volume.padding
        times = _frame_times_ms(row)
        spacing = tuple(volume.spacing or (None, None, None))
        return Facts(
            **_layout(volume.shape, axes),
            dtype=dtype,
            affine_lps=None if affine is None else tuple(float(x) for x in affine.ravel()),
            **_spaced(spacing, shown.calibration),
            slope=slope,
            intercept=intercept,
            unit=unit,
            modality=volume.modality or "",
            photometric=volume.photometric_interpretation,
            padding=None if padding is None else float(padding.low),
            verdict=volume.verdict,
            reasons=volume.reason_codes,
            kind=volume.kind,
            shear_degrees=float(row.get("shear_degrees") or 0.0),
            window=window,
            window_shape=function,
            ends=shown.ends,
            suv_missing=str(row.get("suv_status") or "") if volume.modality == "PT" and not factor else "",
            frame_ms=float(np.median(times)) if times and 5 < np.median(times) < 1500 else None,
            frame_times_ms=times if times and max(times) - min(times) > 1 else (),
            frame_of_reference=volume.frame_of_reference_uid,
            time_name=_AXIS_WORDS.get(
                str(row.get("axis_name") or "Time"), str(row.get("axis_name") or "Time")
            ),
            time_labels=_time_labels(row),
        )


def _scaled(
    window: tuple[float, float] | None, function: str, factor: float
) -> tuple[tuple[float, float] | None, str]:
    """A window for values times `factor` that shows the same greys (PS3.3 C.11.2.1.2.1: LINEAR is LINEAR_EXACT of
    a centre half a unit lower and a width one unit less)."""
    if window is None:
        return None, "LINEAR_EXACT"
    center, width = window
    if function == "LINEAR":
        center, width, function = center - 0.5, max(width - 1, 1e-6), "LINEAR_EXACT"
    return (center * factor, width * factor), function


def _frame_times_ms(row: Mapping[str, Any]) -> tuple[float, ...]:
    """How long each frame stands, ms, from the times at which they begin; the last as long as the one before."""
    begin = row.get("axis_values") or []
    if row.get("axis_unit") != "s" or len(begin) < 2:
        return ()
    steps = np.diff(np.asarray(begin, float)) * 1000
    if not np.isfinite(steps).all() or (steps <= 0).any() or len(steps) > _MAX_LABELS:
        return ()
    return tuple(round(float(x), 3) for x in (*steps, steps[-1]))


def _time_labels(row: Mapping[str, Any]) -> tuple[str, ...]:
    """Words for each position along the axis in front: its value with unit where it has one; none for a mere number."""
    if row.get("axis_unit") == "1":
        return ()
    form = {"s": "{:g} s", "ms": "{:g} ms", "s/mm2": "b {:g} s/mm²"}.get(str(row.get("axis_unit")))
    values = row.get("axis_values") or ()
    words = [form.format(v) for v in values] if form else [str(x) for x in row.get("axis_labels") or ()]
    return tuple(words)[:_MAX_LABELS]


def _spaced(spacing: tuple[float | None, ...], scale: Calibration | None) -> dict[str, Any]:
    if scale is None:
        return {"spacing_mm": spacing, "spacing_unit": "mm" if spacing[-1] else "px"}
    return {"spacing_mm": (None, *scale.spacing), "spacing_unit": scale.unit, "spacing_note": scale.note}


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
        first = self._first()
        colour = first.ndim == 3
        shown = display_of(lake, str(self._frames[0][0]), int(self._frames[0][1]), kind="projection")
        self.facts = Facts(
            shape=(len(self._frames), *first.shape[:2]),  # type: ignore[arg-type]
            dtype="uint8" if colour else wire_dtype(str(first.dtype)),
            channels=first.shape[2] if colour else 1,
            **_spaced((None, *(row.get("spacing_mm") or (None, None, None))[-2:]), shown.calibration),
            slope=_or(row.get("rescale_slope"), 1.0),
            intercept=_or(row.get("rescale_intercept"), 0.0),
            unit=str(row.get("unit_code") or ""),
            modality=str(row.get("Modality") or ""),
            photometric=str(row.get("PhotometricInterpretation") or "MONOCHROME2"),
            verdict=str(row.get("verdict")),
            reasons=tuple(row.get("reason_codes") or ()),
            kind=str(row.get("kind")),
            window=None if colour else shown.window,
            window_shape=shown.function,
            ends=shown.ends if len(self._frames) == 1 else None,
        )

    def frames(self, t: int) -> dict[str, Any]:
        """SOPInstanceUIDs and places of the frames; see `display.frames_of`."""
        return frames_of(self.lake, self.id, t, all_times=True)

    def _first(self) -> np.ndarray:
        """The first frame that can be decoded: it tells size and colour.

        Raises:
            VolumeError: none of the first ones can.
        """
        fault: PacslakeError | None = None
        for n in range(min(len(self._frames), _TRIES)):
            try:
                return self._frame(n)
            except PacslakeError as error:
                fault = error
        raise VolumeError(
            f"no frame of volume {self.id} can be shown: {fault or 'it has none'}",
            tuple(self.row.get("reason_codes") or ()),
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


def frames_at(source: VolumeSource, t: int) -> dict[str, Any]:
    """SOPInstanceUIDs and places of the slices at a time; empty for an array and for more slices than a page needs."""
    ask = getattr(source, "frames", None)
    if ask is None or source.facts.shape[0] > _MAX_FRAMES:
        return {"uids": [], "places": []}
    return ask(t)  # type: ignore[no-any-return]


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
    spread = _spread(source) if sample and (f.window is None or f.modality == "MR") else {}
    found = presets(f, spread)
    # An MR file's window is often that of another reading; the spread of its values shows more.
    first = found if f.modality != "MR" else sorted(found, key=lambda p: p[0] != "automatic")
    window = first[0][1:] if first else None
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
        "spacing_unit": f.spacing_unit if f.spacing_mm[-1] else "px",
        "spacing_note": f.spacing_note,
        "ends": None if f.ends is None else list(f.ends),
        "slope": f.slope,
        "intercept": f.intercept,
        "unit": {"1": "", "none": "", "US": "", SUV_UNIT: "SUVbw"}.get(f.unit, f.unit),
        "modality": f.modality,
        "photometric": f.photometric,
        "padding": f.padding,
        "shear_degrees": f.shear_degrees,
        "window": None if window is None else [round(float(x), 6) for x in window],
        "window_shape": f.window_shape,
        "presets": found,
        "frame_ms": f.frame_ms,
        "frame_times_ms": list(f.frame_times_ms),
        "time_name": f.time_name,
        "time_labels": list(f.time_labels),
        "kind_words": {"projection": "Projection", "us_clip": "Film"}.get(
            f.kind, "Frame" if f.verdict == "not_a_volume" else "Slice"
        ),
    }


def presets(f: Facts, spread: Mapping[str, tuple[float, float]]) -> list[list[Any]]:
    """Windows to choose from, the best one first: [name, centre, width].

    Args:
        spread: windows that the values themselves ask for, by name.
    """
    found: list[list[Any]] = []
    if f.channels > 1:
        return found
    if f.window is not None:
        found.append(["as in the file", *f.window])
    if f.unit == SUV_UNIT:
        found = [*([f"SUV 0–{n}", n / 2, n] for n in _SUV_PRESETS), *found]
    elif f.modality == "CT" and f.unit == "HU":
        found += [[w.name, w.center, w.width] for w in CT_PRESETS]
    found += [[name, *window] for name, window in spread.items()]
    return [[name, float(c), float(w)] for name, c, w in found]


def _spread(source: VolumeSource) -> dict[str, tuple[float, float]]:
    """Windows by the values of the middle slice; none where it cannot be read."""
    f = source.facts
    if f.channels > 1:
        return {}
    middle = (f.shape[0] - 1) // 2  # the slice that is shown first
    stride = max(1, max(f.shape[1:]) // 256)
    try:
        stored = source.read(0, slice(middle, middle + 1), 1)[:, ::stride, ::stride].astype(np.float64)
    except Exception:  # a slice that cannot be decoded: the browser says so when it asks for it
        return {}
    values = stored[np.isfinite(stored) & (stored != f.padding if f.padding is not None else True)]
    return windows_of(values * f.slope + f.intercept, f.modality)


def windows_of(values: np.ndarray, modality: str) -> dict[str, tuple[float, float]]:
    """Windows by name for a sample of values, the one to begin with first.

    MR has no scale of its own: its window spans the tissue, which is what lies above the mean of a slice that is
    mostly air.
    """
    if not values.size:
        return {"automatic": (0.5, 1.0)}
    if modality != "MR":
        window = default_window(values, modality=modality, unit=None)
        return {"automatic": (window.center, window.width)}
    tissue = values[values > values.mean()]
    low, high = float(np.percentile(values, 1)), float(np.percentile(tissue if tissue.size else values, 98.5))
    narrow = np.percentile(tissue, (5, 95)) if tissue.size else (low, high)
    spans = {"automatic": (low, high), "tissue": narrow, "all values": (values.min(), values.max())}
    return {name: (float(a + b) / 2, float(b - a)) for name, (a, b) in spans.items() if b > a} or {
        "automatic": (float(values[0]), 1.0)
    }


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
