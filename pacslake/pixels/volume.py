"""A volume: lazy array, exact geometry, values in real units, and ways out to other libraries.

Axes are (slice, row, column), another axis in front, colour last; slices ascend along the normal. `array`
holds stored values where one rescale is true of the whole volume, real values as float32 otherwise; `values()`
are real values in the file's own unit. Nothing is filled, stretched or dropped here.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from pacslake.errors import SuvError, UsageError, VolumeError
from pacslake.pixels.inplace import InPlaceArray
from pacslake.pixels.regular import RegularGrid, Run, find_runs, regular_grid
from pacslake.pixels.rows import (
    FrameRow,
    LakeLike,
    find_volume,
    frame_rows,
    frame_rows_of,
    lake_path,
    require_openable,
    sources_of,
    volume_rows,
)
from pacslake.pixels.shards import normalise_selection
from pacslake.pixels.statistics import Padding
from pacslake.pixels.store import ZarrArray, read_group
from pacslake.pixels.window import Window, default_window

if TYPE_CHECKING:
    import dask.array
    import highdicom
    import SimpleITK

__all__ = ["Prepared", "Volume", "VolumeFrame", "open_volume", "prepare_volumes"]

Tier = Literal["in_place", "zarr"]
_BLOCK_BYTES = 32 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class VolumeFrame:
    """A frame in its place: `k` (slice), `t` and `frame_index` count from 0, positions are LPS mm.

    `position` is ImagePositionPatient as the file says it (of a mosaic: of the whole picture).
    """

    k: int
    t: int
    instance: str
    sop_instance_uid: str
    frame_index: int
    position: tuple[float, ...] | None
    slice_position_mm: float | None
    uri: str
    offset: int | None
    length: int | None
    tile: int | None
    slope: float
    intercept: float


def open_volume(lake: LakeLike, id: str, *, tier: str | None = None) -> Volume:
    """A volume by `volume_id`, or by SeriesInstanceUID where the series holds exactly one.

    Args:
        lake: an open lake.
        id: of the volume or series.
        tier: `in_place` reads the originals, `zarr` the converted copy; by default the copy where there is one.

    Raises:
        NotFoundError: nothing of that name.
        VolumeError: several volumes, or none (with the reasons).
        DamagedError: the converted copy is absent or damaged.
    """
    if tier not in (None, "in_place", "zarr"):
        raise UsageError(f"tier is 'in_place' or 'zarr', not {tier!r}")
    row = find_volume(lake, id)
    if tier == "zarr" and not row.get("zarr_uri"):
        raise VolumeError(
            f"volume {row['volume_id']} is not converted; run lake.convert() first", ("not_converted",)
        )
    chosen: Tier = "zarr" if row.get("zarr_uri") and tier != "in_place" else "in_place"
    return Volume(lake, row, chosen)


@dataclass(frozen=True)
class Prepared:
    """What the catalogue says of a volume, so that it can be opened without asking; pickles."""

    row: Mapping[str, Any]
    frames: Sequence[FrameRow] | None

    def open(self, lake: LakeLike) -> Volume:
        """The volume. Raises: VolumeError where it is none that can be opened."""
        row = require_openable(dict(self.row))
        volume = Volume(lake, row, "zarr" if row.get("zarr_uri") else "in_place")
        if self.frames is not None:
            volume.__dict__["_frames"] = list(self.frames)
        return volume


def prepare_volumes(lake: LakeLike, ids: Sequence[str]) -> dict[str, Prepared]:
    """Many volumes with a few questions; ids that the snapshot does not have are left out."""
    rows = volume_rows(lake, ids)
    in_place = [r["volume_id"] for r in rows if not r.get("zarr_uri")]
    frames = frame_rows_of(lake, in_place) if in_place else {}
    return {r["volume_id"]: Prepared(r, frames.get(r["volume_id"])) for r in rows}


class Volume:
    """One volume of a lake. Made by `lake.volume(id)`.

    It pickles as the lake's place and its own id, so that a Dask worker opens it for itself.

    Example:
        `hu = lake.volume(volume_id).values()`
    """

    def __init__(self, lake: LakeLike, row: Mapping[str, Any], tier: Tier) -> None:
        self.lake = lake
        self.row = dict(row)
        self.tier: Tier = tier

    def __reduce__(self) -> tuple[Callable[..., Volume], tuple[Any, ...]]:
        return _reopen, (self.lake, self.id, self.tier)

    def __repr__(self) -> str:
        unit = f" {self.unit}" if self.unit else ""
        return f"<pacslake.Volume {self.id} {self.kind} {self.verdict} {self.axes}={self.shape}{unit} {self.tier}>"

    def _repr_html_(self) -> str:
        spacing = (
            "?" if self.spacing is None else " × ".join("?" if s is None else f"{s:g}" for s in self.spacing)
        )
        facts = {
            "volume_id": self.id,
            "modality": self.modality or "",
            "verdict": self.verdict + (f" ({', '.join(self.reason_codes)})" if self.reason_codes else ""),
            f"shape ({', '.join(self.axes)})": " × ".join(map(str, self.shape)),
            "spacing mm (slice, row, column)": spacing,
            "values": f"{self.dtype}, {self.unit or 'no unit'}",
            "tier": self.tier,
        }
        rows = "".join(f"<tr><th>{escape(k)}</th><td>{escape(str(v))}</td></tr>" for k, v in facts.items())
        return f"<table>{rows}</table>"

    # -- facts ---------------------------------------------------------------------------------------------

    @property
    def id(self) -> str:
        return str(self.row["volume_id"])

    @property
    def volume_id(self) -> str:
        return self.id

    @property
    def series_instance_uid(self) -> str:
        return str(self.row["SeriesInstanceUID"])

    @property
    def kind(self) -> str:
        """stack, multiframe, mosaic, projection or us_clip."""
        return str(self.row["kind"])

    @property
    def verdict(self) -> str:
        """regular, regular_with_gaps, sheared, variable_spacing, single or not_a_volume."""
        return str(self.row["verdict"])

    @property
    def reason_codes(self) -> tuple[str, ...]:
        return tuple(self.row.get("reason_codes") or ())

    @property
    def axes(self) -> str:
        """One letter an axis: `zyx`, `tzyx`, `zyxc` and so on."""
        return str(self.row["axes"])

    @property
    def shape(self) -> tuple[int, ...]:
        return tuple(int(n) for n in self.row["shape"])

    @property
    def ndim(self) -> int:
        return len(self.shape)

    @property
    def dtype(self) -> np.dtype[Any]:
        """Type of `array`."""
        return np.dtype(self.row["dtype"])

    @property
    def n_slices(self) -> int:
        return int(self.row["n_slices"])

    @property
    def modality(self) -> str | None:
        return self.row.get("Modality")

    @property
    def unit(self) -> str | None:
        """Unit of `values()`, as the file says it (`HU`, `BQML`)."""
        return self.row.get("unit_code")

    @property
    def frame_of_reference_uid(self) -> str | None:
        return self.row.get("FrameOfReferenceUID")

    @property
    def affine_lps(self) -> np.ndarray | None:
        """(4, 4): (column, row, slice, 1) to LPS mm at voxel centres; None where no affine is exact."""
        value = self.row.get("affine_lps")
        return None if value is None else np.asarray(value, np.float64).reshape(4, 4)

    @property
    def spacing(self) -> tuple[float | None, ...] | None:
        """mm between slices, between rows, between columns; None within where no one value is true."""
        value = self.row.get("spacing_mm")
        return None if value is None else tuple(value)

    @property
    def spacing_mm(self) -> tuple[float | None, ...] | None:
        return self.spacing

    @property
    def origin_lps(self) -> np.ndarray | None:
        """Centre of the first voxel, LPS mm."""
        value = self.row.get("origin_lps")
        return None if value is None else np.asarray(value, np.float64)

    @property
    def direction_lps(self) -> np.ndarray | None:
        """(3, 3), unit vectors as rows: along a row, along a column, the normal."""
        value = self.row.get("direction_lps")
        return None if value is None else np.asarray(value, np.float64).reshape(3, 3)

    @property
    def rescale(self) -> tuple[float, float] | None:
        """(slope, intercept) from `array` to `values()`; None where a lookup table does it."""
        if self.row.get("rescale_mode") == "per_slice":
            return 1.0, 0.0
        if self.row.get("rescale_source") == "modality_lut":
            return None
        slope, intercept = self.row.get("rescale_slope"), self.row.get("rescale_intercept")
        return (1.0 if slope is None else float(slope)), (0.0 if intercept is None else float(intercept))

    @cached_property
    def _frames(self) -> list[FrameRow]:
        return frame_rows(self.lake, self.id)

    def frames(self) -> list[VolumeFrame]:
        """The frames in the array's order: which file, where in it, and where in the patient."""
        return [
            VolumeFrame(
                f.k,
                f.t,
                f.instance_version_id,
                f.sop_instance_uid,
                f.frame_index,
                f.position_lps,
                f.slice_position_mm,
                f.uri,
                f.offset,
                f.length,
                f.tile,
                f.slope,
                f.intercept,
            )
            for f in self._frames
        ]

    @cached_property
    def slice_positions_mm(self) -> np.ndarray | None:
        """(slice): where each slice lies along the normal, mm; None without geometry."""
        first = [f.slice_position_mm for f in self._frames if f.t == self._frames[0].t]
        known = [p for p in first if p is not None]
        return np.asarray(known, np.float64) if first and len(known) == len(first) else None

    @cached_property
    def padding(self) -> Padding | None:
        """Stored values that are no measurement, where all slices agree on them."""
        found = {Padding.of(f.padding, f.padding_limit) for f in self._frames}
        return found.pop() if len(found) == 1 else None

    @cached_property
    def photometric_interpretation(self) -> str:
        """As the file says it; `MONOCHROME1` means that low values are shown white."""
        return str(
            self.row.get("PhotometricInterpretation") or self._frames[0].spec.photometric_interpretation
        )

    # -- pixels --------------------------------------------------------------------------------------------

    @cached_property
    def reader(self) -> InPlaceArray | ZarrArray:
        """What `array` reads through: shape, dtype and slicing, no Dask."""
        if self.tier == "zarr":
            folder = self.zarr_path
            assert folder is not None
            read_group(folder, checksum=self.row.get("zarr_checksum"))
            return ZarrArray.open(folder, self.axes)
        real = self.row.get("rescale_mode") == "per_slice"
        return InPlaceArray(sources_of(self._frames, real_values=real), self.shape, self.dtype, self.axes)

    @property
    def zarr_path(self) -> Path | None:
        """The folder of the converted copy, for any program that reads Zarr; None where there is none."""
        uri = self.row.get("zarr_uri")
        return None if not uri else lake_path(self.lake, uri)

    @cached_property
    def array(self) -> dask.array.Array:
        """The volume as a lazy Dask array of `dtype`, in blocks that fit the tier."""
        import dask.array as da

        return da.from_array(
            self.reader,
            chunks=self._dask_chunks(),
            name=f"pacslake-{self.tier}-{self.id}",
            asarray=False,
            meta=np.empty((0,) * self.ndim, self.dtype),
        )

    def _dask_chunks(self) -> tuple[int, ...]:
        """Blocks of about 32 MB: whole frames in place, whole chunks of the store in Zarr."""
        shape = self.shape
        plane = int(np.prod(shape[self.axes.index("y") :])) * self.dtype.itemsize
        lead = self.axes.index("y")
        chunks = [1] * lead + list(shape[lead:])
        if lead:
            step = max(1, _BLOCK_BYTES // max(1, plane))
            if isinstance(self.reader, ZarrArray):
                stored = self.reader.chunks[lead - 1]
                step = max(stored, step // stored * stored)
            chunks[lead - 1] = min(shape[lead - 1], step)
        return tuple(chunks)

    def __array__(self, dtype: Any = None, copy: bool | None = None) -> np.ndarray:
        return np.asarray(self.reader[...], dtype=dtype)

    def __getitem__(self, key: Any) -> np.ndarray:
        """A part of `array` at once, without Dask: `v[10]` is a slice, `v[:, 40]` a plane."""
        return self.reader[key]

    def values(self, key: Any = ...) -> np.ndarray:
        """Real values in the file's unit, after modality LUT, real-world value map or rescale; never SUV.

        Args:
            key: a part, as in `v[key]`; by default everything.

        Returns:
            Integers where slope and intercept are whole numbers, else float32 (float64 for stored values of
            more than 16 bits).
        """
        shift = self._shift()
        if shift is not None and isinstance(self.reader, InPlaceArray):
            box, finish = normalise_selection(key, self.shape)
            return self.reader.read(box, shift=shift)[finish].view(np.int16)
        stored = self.reader[key]
        if self.rescale is None:
            return self._apply_modality_lut(stored)
        return rescaled(stored, *self.rescale, limits=self._stored_limits(), owned=True)

    def _stored_limits(self) -> tuple[int, int] | None:
        """What BitsStored can say, where it leaves room; None where the data has to be looked at."""
        if self.tier == "zarr" or self.dtype.kind not in "iu":
            return None
        found = {(f.spec.bits_stored, f.spec.pixel_representation) for f in self._frames}
        ends = [(-(1 << (b - 1)), (1 << (b - 1)) - 1) if signed else (0, (1 << b) - 1) for b, signed in found]
        low, high = min(e[0] for e in ends), max(e[1] for e in ends)
        return (low, high) if high - low < 1 << 15 else None

    def _shift(self) -> int | None:
        """What turns stored values into real ones where a sum of 16 bits does, known before any is read."""
        slope, intercept = self.rescale or (0.0, 0.0)
        limits = self._stored_limits()
        if (
            limits is None
            or slope != 1
            or not intercept
            or not intercept.is_integer()
            or self.dtype.itemsize != 2
        ):
            return None
        fits = -(2**15) <= limits[0] + intercept and limits[1] + intercept < 2**15
        return int(intercept) if fits else None

    def _apply_modality_lut(self, stored: np.ndarray) -> np.ndarray:
        from pacslake.pixels.instance import modality_lut

        luts = [modality_lut(self._header(i)) for i in dict.fromkeys(self._instances)]
        first = luts[0]
        if first is None or any(x is None or not x.same_as(first) for x in luts):
            raise VolumeError(
                f"the slices of volume {self.id} have different modality lookup tables; read them one by one "
                "with lake.instance()",
                ("modality_lut_varies",),
            )
        return first.apply(stored)

    def _header(self, instance_version_id: str) -> Any:
        """An instance's data set without its pixels."""
        from pacslake.pixels.instance import open_instance

        return open_instance(self.lake, instance_version_id).header()

    @property
    def _instances(self) -> list[str]:
        return [f.instance_version_id for f in self._frames]

    def suv(self) -> np.ndarray:
        """SUVbw, g/ml, as float32.

        Raises:
            SuvError: it cannot be known; the message says why.
        """
        factor, status = self.row.get("suv_bw_factor"), self.row.get("suv_status")
        if factor is None:
            reason = self.row.get("suv_reason") or status
            if not reason:
                reason = (
                    f"modality is {self.modality}"
                    if self.modality != "PT"
                    else "no factor is in the catalogue"
                )
            raise SuvError(f"no SUV can be known for volume {self.id}: {reason}", (str(reason),))
        return (self.values().astype(np.float64) * float(factor)).astype(np.float32)

    def comparable_values(self) -> np.ndarray:
        """Philips MR values that compare across series: (stored - scale intercept) / scale slope, float32.

        Raises:
            VolumeError: the files have no private scale, or it varies within the volume.
        """
        scales = self.lake.rows(
            "SELECT DISTINCT f.philips_scale_slope, f.philips_scale_intercept FROM volume_frame vf JOIN frame f "
            "USING (instance_version_id, frame_index) WHERE vf.volume_id = ?",
            [self.id],
        )
        if len(scales) != 1 or not scales[0][0] or self.row.get("rescale_mode") == "per_slice":
            raise VolumeError(f"volume {self.id} has no one private scale of Philips", ("no_vendor_scale",))
        slope, intercept = scales[0]
        return ((np.asarray(self.reader[...], np.float64) - (intercept or 0.0)) / slope).astype(np.float32)

    def valid(self) -> np.ndarray:
        """True where a voxel is a measurement and not padding, same shape as `array` (without colour).

        Each slice has its own padding value and range, as its file says (PS3.3 C.7.5.1.1.2).
        """
        out = np.ones(self.shape[: len(self.axes.removesuffix("c"))], bool)
        paddings = [Padding.of(f.padding, f.padding_limit) for f in self._frames]
        if self.axes.endswith("c") or not any(paddings):
            return out
        real = self.row.get("rescale_mode") == "per_slice"
        planes, found = (a.reshape(len(paddings), *self.shape[-2:]) for a in (out, self.reader[...]))
        for frame, padding, plane, values in zip(self._frames, paddings, planes, found, strict=True):
            if padding is not None:
                scaled = padding.rescaled(frame.slope, frame.intercept) if real else padding
                plane[...] = ~scaled.mask(values)
        return out

    def mask(self, id: str) -> np.ndarray:
        """A segment or region of interest on this volume's grid, (slice, row, column) of uint8: 0 and 1.

        As an index take `mask > 0`: whole numbers would pick slices 0 and 1.

        Args:
            id: `segment_id` or `roi_id`.

        Raises:
            VolumeError: frames of reference differ (`frame_of_reference_mismatch`).
        """
        return np.asarray(self.lake.mask(self, id))  # type: ignore[attr-defined]

    def window(self) -> Window:
        """A window to begin with: the file's, else the modality's."""
        rows = self.lake.rows(
            'SELECT "WindowCenter", "WindowWidth" FROM frame WHERE instance_version_id = ? AND frame_index = ?',
            [
                self._frames[len(self._frames) // 2].instance_version_id,
                self._frames[len(self._frames) // 2].frame_index,
            ],
        )
        center, width = rows[0] if rows else (None, None)
        middle = tuple(n // 2 for n in self.shape[: self.axes.index("y")])
        return default_window(
            self.values(middle), modality=self.modality, unit=self.unit, center=center, width=width
        )

    # -- geometry ------------------------------------------------------------------------------------------

    def voxel_to_world(self, index: Any) -> np.ndarray:
        """LPS mm of voxel centres.

        Args:
            index: (..., 3): slice, row, column; parts of voxels are allowed.

        Raises:
            VolumeError: the volume has no place in the patient.
        """
        index = np.asarray(index, np.float64)
        affine = self.affine_lps
        if affine is not None:
            return np.asarray(index[..., ::-1] @ affine[:3, :3].T + affine[:3, 3])
        origin, direction, spacing, positions = self._need_stack()
        drift = self._drift_mm()
        known = np.arange(len(positions))
        k = index[..., 0]
        along = np.interp(k, known, positions - positions[0])
        down, right = (np.interp(k, known, drift[:, i]) for i in (0, 1))
        return np.asarray(
            origin
            + (index[..., 2] * spacing[1] + right)[..., None] * direction[0]
            + (index[..., 1] * spacing[0] + down)[..., None] * direction[1]
            + along[..., None] * direction[2]
        )

    def world_to_voxel(self, points: Any) -> np.ndarray:
        """(slice, row, column), with parts of voxels, of LPS mm points (..., 3); inverse of `voxel_to_world`."""
        points = np.asarray(points, np.float64)
        affine = self.affine_lps
        if affine is not None:
            inverse = np.linalg.inv(affine)
            return np.asarray((points @ inverse[:3, :3].T + inverse[:3, 3])[..., ::-1])
        origin, direction, spacing, positions = self._need_stack()
        drift = self._drift_mm()
        local = (points - origin) @ direction.T
        known = np.arange(len(positions))
        k = np.interp(local[..., 2], positions - positions[0], known)
        down, right = (np.interp(k, known, drift[:, i]) for i in (0, 1))
        return np.stack(
            [k, (local[..., 1] - down) / spacing[0], (local[..., 0] - right) / spacing[1]], axis=-1
        )

    def _need_stack(self) -> tuple[np.ndarray, np.ndarray, tuple[float, float], np.ndarray]:
        origin, direction, spacing, positions = (
            self.origin_lps,
            self.direction_lps,
            self.spacing,
            self.slice_positions_mm,
        )
        if origin is None or direction is None or positions is None or spacing is None:
            raise VolumeError(
                f"volume {self.id} ({self.verdict}) has no place in the patient", self.reason_codes
            )
        rows, columns = spacing[-2], spacing[-1]
        if rows is None or columns is None:
            raise VolumeError(f"volume {self.id} has no pixel spacing", self.reason_codes)
        return origin, direction, (float(rows), float(columns)), positions

    def _drift_mm(self) -> np.ndarray:
        """(slice, 2): how far slices lie off the normal's line through the first, along columns and along rows."""
        frames = [f for f in self._frames if f.t == self._frames[0].t]
        direction, origin = self.direction_lps, self.origin_lps
        if (
            direction is None
            or origin is None
            or any(f.position_lps is None or f.tile is not None for f in frames)
        ):
            return np.zeros((len(frames), 2))
        offsets = np.asarray([f.position_lps for f in frames], np.float64) - origin
        return np.stack([offsets @ direction[1], offsets @ direction[0]], axis=-1)

    def runs(self) -> list[Run]:
        """The regular runs of the stack: `v[run.start:run.stop]` has one spacing."""
        positions = self.slice_positions_mm
        if positions is None:
            raise VolumeError(f"volume {self.id} ({self.verdict}) has no slice positions", self.reason_codes)
        return find_runs(positions.tolist())

    def to_regular(
        self, *, spacing: float | None = None, fill: float | None = None, t: int | None = None
    ) -> RegularGrid:
        """A filled grid with even steps at right angles, and a mask of what was measured.

        Gaps stay empty; a sheared stack is moved back; uneven or other spacings are resampled linearly.

        Args:
            spacing: between slices, mm; needed where the spacing varies.
            fill: for voxels without a measurement; by default NaN (the grid is float32 then).
            t: the time point of a volume with an axis in front.

        Raises:
            VolumeError: no place in the patient, or spacing varies and none is given.
            UsageError: colour, or a time point is needed.
        """
        if self.axes.endswith("c"):
            raise UsageError("a colour volume is not resampled")
        origin, direction, pixel_spacing, positions = self._need_stack()
        step = self.spacing[0] if self.spacing is not None else None
        if spacing is None and step is None and len(positions) > 1:
            found = ", ".join(f"{r.spacing_mm:g}" for r in self.runs() if r.spacing_mm)
            raise VolumeError(
                f"volume {self.id} has several slice spacings ({found} mm): choose one with to_regular(spacing=...)",
                self.reason_codes,
            )
        return regular_grid(
            self.values(self._at(t)),
            positions,
            self._drift_mm() / np.asarray(pixel_spacing),
            spacing=float(spacing or step or 1.0),
            origin=origin,
            direction=direction,
            pixel_spacing=pixel_spacing,
            fill=fill,
            interpolate=step is None or (spacing is not None and abs(spacing - step) > 1e-6),
            unit=self.unit,
        )

    def _at(self, t: int | None) -> Any:
        if not self.axes.startswith("t"):
            return ...
        if t is None:
            raise UsageError(f"this volume has {self.shape[0]} steps on its first axis: choose one with t=")
        return (t,)

    def _exact_affine(self, slice_mm: float | None) -> np.ndarray:
        """The affine for a format that knows nothing else; a lone slice needs a thickness from the caller."""
        affine = self.affine_lps
        if affine is None:
            raise VolumeError(
                f"volume {self.id} is {self.verdict}: no affine is exact for its voxels. "
                "Use to_regular() for a filled grid with a mask, or runs() for its regular parts.",
                self.reason_codes,
            )
        if self.verdict == "single":
            if slice_mm is None:
                raise VolumeError(
                    f"volume {self.id} is a single slice and its thickness along the normal is not known: "
                    "give slice_mm=",
                    self.reason_codes or ("single_slice",),
                )
            affine = affine.copy()
            affine[:3, 2] *= slice_mm / np.linalg.norm(affine[:3, 2])
        return affine

    # -- out -----------------------------------------------------------------------------------------------

    def to_sitk(self, *, t: int | None = None, slice_mm: float | None = None) -> SimpleITK.Image:
        """Real values as a SimpleITK image; with a time axis 4D, or 3D at `t`.

        Raises:
            VolumeError: no exact affine, or a sheared one, or a single slice without `slice_mm`.
        """
        from pacslake.pixels.interop import decompose, to_sitk

        affine = self._exact_affine(slice_mm)
        decompose(affine)
        axes = self.axes.removeprefix("t") if t is not None else self.axes
        return to_sitk(self.values(... if t is None else self._at(t)), affine, axes=axes)

    def to_highdicom(self, *, t: int | None = None, slice_mm: float | None = None) -> highdicom.Volume:
        """Real values as a highdicom Volume, for segmentations and parametric maps on this grid.

        Raises:
            VolumeError: no exact affine, or a sheared one, or a single slice without `slice_mm`.
            UsageError: a time point is needed.
        """
        from pacslake.pixels.interop import decompose, to_highdicom

        affine = self._exact_affine(slice_mm)
        decompose(affine)
        return to_highdicom(
            self.values(self._at(t)),
            affine,
            frame_of_reference_uid=self.frame_of_reference_uid,
            axes=self.axes.removeprefix("t"),
        )

    def to_nifti(
        self,
        path: str | os.PathLike[str],
        *,
        t: int | None = None,
        slice_mm: float | None = None,
        sidecar: bool = True,
    ) -> Path:
        """A NIfTI file with the exact affine, sheared ones included, and a JSON sidecar beside it (BIDS).

        Raises:
            VolumeError: no exact affine, or a single slice without `slice_mm`.
            UsageError: the name does not end in `.nii` or `.nii.gz`.
        """
        from pacslake.pixels.interop import to_nifti
        from pacslake.pixels.sidecar import bids_sidecar, time_step_s

        axes = self.axes.removeprefix("t") if t is not None else self.axes
        affine = self._exact_affine(slice_mm)
        key = ... if t is None else self._at(t)
        scale = self.rescale
        values = self.values(key) if scale is None else np.asarray(self.reader[key])
        slope, intercept = scale or (1.0, 0.0)
        return to_nifti(
            values,
            affine,
            path,
            axes=axes,
            slope=slope,
            intercept=intercept,
            time_step_s=time_step_s(self.row),
            description=f"pacslake {self.id}",
            sidecar=bids_sidecar(self) if sidecar else None,
        )

    def to_xarray(self) -> Any:
        """`array` as an xarray DataArray with named axes, slice positions and the affine.

        Raises:
            MissingExtraError: xarray is not installed.
        """
        from pacslake.pixels.interop import to_xarray

        coordinates: dict[str, Any] = {}
        if "z" in self.axes and self.slice_positions_mm is not None:
            coordinates["z"] = self.slice_positions_mm
        values = self.row.get("axis_values")
        if self.axes.startswith("t") and values is not None and len(values) == self.shape[0]:
            coordinates["t"] = list(values)
        keep = (
            "volume_id",
            "unit_code",
            "Modality",
            "verdict",
            "axis_name",
            "rescale_slope",
            "rescale_intercept",
        )
        attributes = {k: self.row[k] for k in keep if self.row.get(k) is not None}
        if self.affine_lps is not None:
            attributes["affine_lps"] = self.affine_lps.ravel().tolist()
        return to_xarray(self.array, axes=self.axes, attributes=attributes, coordinates=coordinates)

    def to_napari(self) -> dict[str, Any]:
        """Keyword arguments for `napari.Viewer().add_image(**v.to_napari())`, exact affine included."""
        from pacslake.pixels.interop import napari_layer

        array = self.array
        window: tuple[float, float] | None = None
        scale = self.rescale
        if scale is not None and not self.axes.endswith("c"):
            shown, slope, intercept = self.window(), scale[0], scale[1]
            low, high = sorted(((shown.low - intercept) / slope, (shown.high - intercept) / slope))
            window = (low, high)
        return napari_layer(array, self.affine_lps, axes=self.axes, name=self.id, window=window)

    def store(self) -> Any:
        """A read-only Zarr store of this volume, whichever the tier: `zarr.open_array(v.store(), mode="r")`.

        Over originals every frame is a chunk, decoded when it is read.
        """
        from pacslake.pixels.zarr_view import InPlaceStore

        if isinstance(self.reader, InPlaceArray):
            return InPlaceStore(self.reader)
        import zarr

        assert self.zarr_path is not None
        return zarr.storage.LocalStore(self.zarr_path / "0", read_only=True)


def _reopen(lake: LakeLike, id: str, tier: Tier) -> Volume:
    return open_volume(lake, id, tier=tier)


def rescaled(
    stored: np.ndarray,
    slope: float,
    intercept: float,
    *,
    limits: tuple[int, int] | None = None,
    owned: bool = False,
) -> np.ndarray:
    """stored * slope + intercept: whole numbers stay whole, else float32 (float64 above 16 bits).

    Args:
        stored: stored values, any shape.
        limits: the least and largest value that can be stored, where they are known; else the data is searched.
        owned: `stored` may be overwritten, which saves an array of its size.

    Returns:
        int16 where all values fit, else int32, where slope and intercept are whole numbers.

    Example:
        >>> rescaled(np.array([0, 24], np.int16), 1.0, -1024.0).tolist()
        [-1024, -1000]
    """
    if slope == 1 and intercept == 0:
        return stored
    whole = stored.dtype.kind in "iu" and stored.dtype.itemsize <= 2
    if whole and stored.size and float(slope).is_integer() and float(intercept).is_integer():
        ends = limits or (int(stored.min()), int(stored.max()))
        low, high = sorted(int(e * slope + intercept) for e in ends)
        fits = -(2**15) <= low and high < 2**15
        if fits and stored.dtype.itemsize == 2 and slope == 1:
            # Sums modulo 2^16 are right whatever the sign of the type that holds them.
            out = stored if owned and stored.flags.writeable else stored.copy()
            cells = out.view(np.uint16)
            np.add(cells, np.uint16(int(intercept) & 0xFFFF), out=cells)
            return out.view(np.int16)
        if -(2**31) <= low and high < 2**31:
            wide = stored.astype(np.int32)
            wide *= int(slope)
            wide += int(intercept)
            return wide.astype(np.int16) if fits else wide
    exact = np.float64 if stored.dtype.itemsize > 2 and stored.dtype != np.float32 else np.float32
    return (stored.astype(np.float64) * slope + intercept).astype(exact)
