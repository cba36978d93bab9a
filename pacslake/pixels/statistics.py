"""Statistics of frames and volumes in real-world units: rows of `pixel_stat`, from the arrays being decoded.

Integer frames are counted into a histogram once; minimum, percentiles, mean, spread and entropy are exact
and come from it. Padding (PixelPaddingValue and its range limit, PS3.3 C.7.5.1.1.2) takes no part in
anything but its own count.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from pacslake.dicom.decode import PixelSpec

__all__ = [
    "FrameStatistics",
    "Padding",
    "VolumeStatistics",
    "difference_hash",
    "frame_statistics",
    "implausible_hu",
    "noise_estimate",
]

_QUANTILES = {"p01": 0.01, "p05": 0.05, "median": 0.5, "p95": 0.95, "p99": 0.99}
_FLOAT_BINS = 256
_HELD_VALUES = 4_000_000


@dataclass(frozen=True, slots=True)
class Padding:
    """Stored values that are no measurement: one value, or all from one to the other, both included."""

    low: float
    high: float

    @classmethod
    def of(cls, value: int | None, limit: int | None) -> Padding | None:
        """PixelPaddingValue and PixelPaddingRangeLimit; None without a padding value."""
        if value is None:
            return None
        other = value if limit is None else limit
        return cls(min(value, other), max(value, other))

    def rescaled(self, slope: float, intercept: float) -> Padding:
        """The same limits in an array of real values, which are float32 (rescale per slice)."""
        ends = np.asarray([self.low, self.high], np.float64) * slope + intercept
        low, high = sorted(float(e) for e in ends.astype(np.float32))
        return Padding(low, high)

    def mask(self, stored: np.ndarray) -> np.ndarray:
        """True where a stored value is padding."""
        if self.low == self.high:
            return np.asarray(stored == self.low)
        return np.asarray((stored >= self.low) & (stored <= self.high))


@dataclass(frozen=True)
class Histogram:
    """Counts of values: sorted values (real-world) and how often each occurs."""

    values: np.ndarray
    counts: np.ndarray

    @property
    def n(self) -> int:
        return int(self.counts.sum())

    def summary(self) -> dict[str, float | None]:
        """min, percentiles (linear interpolation, as numpy's), mean, std, max, entropy in bits."""
        names = ("min", *_QUANTILES, "mean", "std", "max", "entropy")
        n = self.n
        if n == 0:
            return dict.fromkeys(names)
        values, counts = self.values, self.counts
        mean = float((values * counts).sum() / n)
        out: dict[str, float | None] = {
            "min": float(values[0]),
            "max": float(values[-1]),
            "mean": mean,
            "std": math.sqrt(float((counts * (values - mean) ** 2).sum()) / n),
            "entropy": _entropy(values, counts),
        }
        ends = np.cumsum(counts)
        for name, q in _QUANTILES.items():
            rank = q * (n - 1)
            below = values[np.searchsorted(ends, math.floor(rank), side="right")]
            above = values[np.searchsorted(ends, math.ceil(rank), side="right")]
            out[name] = float(below + (above - below) * (rank - math.floor(rank)))
        return out


def _entropy(values: np.ndarray, counts: np.ndarray) -> float:
    """Shannon entropy in bits; values too many to be grey levels are sorted into 256 bins first."""
    if len(values) > 65536:
        counts, _ = np.histogram(values, _FLOAT_BINS, weights=counts)
        counts = counts[counts > 0]
    share = counts / counts.sum()
    return float(-(share * np.log2(share)).sum()) + 0.0


def _histogram(stored: np.ndarray, slope: float, intercept: float) -> Histogram:
    """Histogram of stored values, valid ones only, as real-world values in ascending order."""
    if stored.size == 0:
        return Histogram(np.empty(0), np.empty(0, np.int64))
    if stored.dtype.kind in "iu":
        low, high = int(stored.min()), int(stored.max())
        if high - low < 1 << 20:
            counts = np.bincount((stored.ravel().astype(np.int64) - low), minlength=high - low + 1)
            bins = np.flatnonzero(counts)
            values, counts = (bins + low).astype(np.float64), counts[bins]
        else:
            values, counts = np.unique(stored.astype(np.float64), return_counts=True)
    else:
        finite = stored[np.isfinite(stored)]
        values, counts = np.unique(finite.astype(np.float64), return_counts=True)
    values = values * slope + intercept
    if slope < 0:
        values, counts = values[::-1], counts[::-1]
    return Histogram(values, counts.astype(np.int64))


@dataclass(frozen=True)
class FrameStatistics:
    """One frame's row of `pixel_stat`, and its histogram for the volume's."""

    row: dict[str, Any]
    histogram: Histogram


def frame_statistics(
    stored: np.ndarray,
    *,
    entity_id: str,
    spec: PixelSpec,
    slope: float = 1.0,
    intercept: float = 0.0,
    padding: Padding | None = None,
    unit_code: str | None = None,
    pixel_sha256: str | None = None,
) -> FrameStatistics:
    """Statistics of one decoded frame.

    Args:
        stored: (row, column) or (row, column, sample) of stored values.
        entity_id: `<instance_version_id>/<frame_index>`.
        spec: of the frame; gives the value at which it saturates.
        slope, intercept: to real-world values.
        padding: stored values to leave out.
        unit_code: unit of the real-world values, as the file says it.
        pixel_sha256: digest of the stored values, where it is known already.
    """
    flat = stored if stored.ndim == 2 else stored.reshape(stored.shape[0], -1)
    bad = padding.mask(stored) if padding is not None and stored.ndim == 2 else None
    valid = stored if bad is None else stored[~bad]
    histogram = _histogram(valid, slope, intercept)
    row = _row("frame", entity_id, histogram, unit_code)
    row["n_padding"] = 0 if bad is None else int(bad.sum())
    row["n_saturated"] = _saturated(valid, spec)
    row["pixel_sha256"] = pixel_sha256 or hashlib.sha256(np.ascontiguousarray(stored).data).hexdigest()
    row["noise_estimate"] = _scaled(noise_estimate(flat), slope) if stored.ndim == 2 else None
    row["perceptual_hash"] = difference_hash(stored)
    return FrameStatistics(row, histogram)


def _scaled(noise: float | None, slope: float) -> float | None:
    return None if noise is None else noise * abs(slope)


def _row(level: str, entity_id: str, histogram: Histogram, unit_code: str | None) -> dict[str, Any]:
    return {
        "entity_id": entity_id,
        "level": level,
        "n": histogram.n,
        **histogram.summary(),
        "blank": len(histogram.values) <= 1,
        "unit_code": unit_code,
    }


def _saturated(stored: np.ndarray, spec: PixelSpec) -> int:
    """Values at the top of what BitsStored can say; nothing saturates in floats and in single bits."""
    if stored.dtype.kind not in "iu" or spec.bits_stored <= 1 or stored.size == 0:
        return 0
    top = (1 << (spec.bits_stored - (1 if spec.pixel_representation else 0))) - 1
    return int(np.count_nonzero(stored == top)) if int(stored.max()) >= top else 0


def noise_estimate(image: np.ndarray, *, every: int = 4) -> float | None:
    """Standard deviation of the noise, by Immerkaer's Laplacian difference (CVIU 64, 1996).

    Args:
        image: (row, column).
        every: use one row of this many; the estimate stays, the time falls.

    Returns:
        In units of the image; None where it is smaller than 3 x 3.
    """
    rows, columns = image.shape
    if rows < 3 or columns < 3:
        return None
    centre = np.arange(1, rows - 1, every if rows > 64 else 1)
    a = image[centre - 1].astype(np.float32) - 2 * image[centre].astype(np.float32)
    a += image[centre + 1]
    total = float(np.abs(a[:, :-2] - 2 * a[:, 1:-1] + a[:, 2:]).sum(dtype=np.float64))
    return math.sqrt(math.pi / 2) * total / (6 * len(centre) * (columns - 2))


def difference_hash(image: np.ndarray) -> str:
    """64 bits as 16 hex digits: whether each of 8 x 8 fields is darker than its right neighbour.

    Pictures of the same slice that were scaled, shifted in value or recompressed differ in few bits, so
    the Hamming distance finds copies under other identifiers.
    """
    # Eight samples along each side of a field say enough of its mean, and cost a tenth.
    thin = image[:: max(1, image.shape[0] // 64), :: max(1, image.shape[1] // 72)]
    grey = thin if thin.ndim == 2 else thin[..., :3].mean(axis=-1)
    grid = _field_means(_field_means(grey, 8, 0), 9, 1)
    bits = (grid[:, 1:] > grid[:, :-1]).ravel()
    return bytes(np.packbits(bits)).hex()


def _field_means(a: np.ndarray, n: int, axis: int) -> np.ndarray:
    size = a.shape[axis]
    edges = (np.arange(n) * size) // n
    if size < n:
        return np.take(a, edges, axis=axis).astype(np.float64)
    sums = np.add.reduceat(a, edges, axis=axis, dtype=np.float64 if a.dtype.kind == "f" else np.int64)
    counts = np.diff(np.append(edges, size))
    shape = [1] * a.ndim
    shape[axis] = n
    return np.asarray(sums / counts.reshape(shape))


class VolumeStatistics:
    """Gathers the frames of one volume, in the array's order, into the volume's own row."""

    def __init__(self, volume_id: str, *, unit_code: str | None = None) -> None:
        self.volume_id, self.unit_code = volume_id, unit_code
        self.rows: list[dict[str, Any]] = []
        self._parts: list[Histogram] = []
        self._held = 0
        self._n_padding = self._n_saturated = 0
        self._noise: list[tuple[int, float]] = []
        self._pixels = hashlib.sha256()
        self._hashes: list[str] = []

    def add(self, frame: FrameStatistics, *, row: dict[str, Any] | Literal["own"] | None = "own") -> None:
        """Add one frame; of a tile, `row` is that of the whole mosaic, or None where it stands already."""
        if row == "own":
            self.rows.append(frame.row)
        elif isinstance(row, dict):
            self.rows.append(row)
        self._n_padding += frame.row["n_padding"]
        self._n_saturated += frame.row["n_saturated"]
        self._hashes.append(frame.row["perceptual_hash"])
        if frame.row["noise_estimate"] is not None:
            self._noise.append((frame.row["n"], frame.row["noise_estimate"]))
        self._parts.append(frame.histogram)
        self._held += len(frame.histogram.values)
        if self._held > _HELD_VALUES:
            self._merge()

    def _merge(self) -> Histogram:
        values, inverse = np.unique(np.concatenate([p.values for p in self._parts]), return_inverse=True)
        weights = np.concatenate([p.counts for p in self._parts])
        counts = np.bincount(inverse, weights=weights, minlength=len(values)).astype(np.int64)
        if (
            len(values) > _HELD_VALUES // 2
        ):  # floats without end: percentiles then hold to a millionth of the range
            edges = np.linspace(values[0], values[-1], _HELD_VALUES // 4)
            place = np.clip(np.searchsorted(edges, values), 0, len(edges) - 1)
            merged = np.bincount(place, weights=counts, minlength=len(edges)).astype(np.int64)
            values, counts = edges[merged > 0], merged[merged > 0]
        self._parts = [Histogram(values, counts)]
        self._held = len(values)
        return self._parts[0]

    def add_bytes(self, block: np.ndarray) -> None:
        """Add a block of the volume's array to the digest of the whole, in C order."""
        self._pixels.update(np.ascontiguousarray(block).data)

    def finish(self) -> list[dict[str, Any]]:
        """The volume's row, then its frames' rows.

        The volume's perceptual hash is that of its middle frame; its noise the median of its frames'.
        """
        whole = self._merge() if self._parts else Histogram(np.empty(0), np.empty(0, np.int64))
        row = _row("volume", self.volume_id, whole, self.unit_code)
        row["n_padding"], row["n_saturated"] = self._n_padding, self._n_saturated
        row["pixel_sha256"] = self._pixels.hexdigest()
        noise = [value for _, value in self._noise]
        row["noise_estimate"] = float(np.median(noise)) if noise else None
        row["perceptual_hash"] = self._hashes[len(self._hashes) // 2] if self._hashes else None
        return [{**r, "volume_id": self.volume_id} for r in [row, *self.rows]]


def implausible_hu(row: dict[str, Any], keywords: Sequence[str] = ("HU",)) -> str | None:
    """Why a CT volume's values cannot be Hounsfield units, or None.

    Air is -1000 and water 0 by definition, so a patient's volume has values near soft tissue. One that ends
    below fat (-200), begins above bone (1000), or falls far below air was rescaled wrongly.
    """
    if row.get("unit_code") not in keywords or row.get("p99") is None:
        return None
    low, high = row["p01"], row["p99"]
    if row["max"] < -200:
        return f"no value above {row['max']:g}: nothing as dense as fat"
    if row["min"] > 1000:
        return f"no value below {row['min']:g}: no air and no soft tissue"
    if low < -10000 or high > 60000:
        return f"values from {low:g} to {high:g} (1st to 99th percentile)"
    return None
