"""The volumes of a cohort as one lazy Dask array, all on grids of one shape and spacing.

One block is one member, whole: blocks stored to a sharded Zarr array are whole shards, as they must be, because two
writers of one shard corrupt it.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from pacslake.compute.worker import open_lake
from pacslake.errors import UsageError

if TYPE_CHECKING:
    import dask.array

    from pacslake.compute.cohorts import Cohort

__all__ = ["PLANES", "Grid", "cohort_array", "grid_of", "on_grid", "require_stacks", "store_array"]

# Unit vectors in LPS: along a row, along a column, from slice to slice. Pictures stand as radiologists hang them.
PLANES = {
    "axial": ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0)),
    "coronal": ((1.0, 0.0, 0.0), (0.0, 0.0, -1.0), (0.0, 1.0, 0.0)),
    "sagittal": ((0.0, 1.0, 0.0), (0.0, 0.0, -1.0), (-1.0, 0.0, 0.0)),
}


@dataclass(frozen=True)
class Grid:
    """What all members share: (slice, row, column) in number and mm, and the plane (None: each volume's own)."""

    shape: tuple[int, int, int]
    spacing_mm: tuple[float, float, float]
    plane: str | None = None


def cohort_array(
    cohort: Cohort,
    *,
    spacing: float | Sequence[float] | None = None,
    shape: Sequence[int] | None = None,
    plane: str | None = None,
    fill: float | None = None,
) -> dask.array.Array:
    """See `Cohort.array`."""
    import dask.array as da

    geometry = require_stacks(cohort)
    grid = grid_of(geometry, spacing=spacing, shape=shape, plane=plane)
    opener, (path, _) = cohort.lake.__reduce__()
    ids = da.from_array(np.array(cohort.members, dtype=object), chunks=1)
    return ids.map_blocks(
        _block, opener=opener, path=path, snapshot_id=cohort.snapshot_id, grid=grid, fill=fill, new_axis=[1, 2, 3],
        chunks=((1,) * len(cohort), *((n,) for n in grid.shape)), dtype=np.float32,
        meta=np.empty((0, 0, 0, 0), np.float32),
    )  # fmt: skip


def _block(
    ids: np.ndarray,
    *,
    opener: Callable[[str, int], Any],
    path: str,
    snapshot_id: int,
    grid: Grid,
    fill: float | None,
) -> np.ndarray:
    volume = open_lake(opener, path, snapshot_id).volume(str(ids[0]))
    return on_grid(volume, grid, fill)[None]


def on_grid(volume: Any, grid: Grid, fill: float | None = None) -> np.ndarray:
    """A volume's values on the grid, whose centre is the volume's own: (slice, row, column), float32.

    Args:
        fill: value outside the volume; by default its smallest.
    """
    import SimpleITK as sitk

    from pacslake.compute.resample import background_of, image_of

    image = image_of(volume)
    if grid.plane is None:
        axes = np.array(image.GetDirection()).reshape(3, 3)
    else:
        axes = np.array(PLANES[grid.plane]).T  # ITK's columns are the axes
    size, step = np.array(grid.shape[::-1]), np.array(grid.spacing_mm[::-1])
    centre = image.TransformContinuousIndexToPhysicalPoint([(n - 1) / 2 for n in image.GetSize()])
    origin = np.asarray(centre) - axes @ ((size - 1) / 2 * step)
    outside = background_of(image) if fill is None else fill
    there = sitk.Resample(
        image, [int(n) for n in size], sitk.Transform(3, sitk.sitkIdentity), sitk.sitkLinear,
        [float(v) for v in origin], [float(v) for v in step], [float(v) for v in axes.ravel()], outside,
        sitk.sitkFloat32,
    )  # fmt: skip
    out: np.ndarray = sitk.GetArrayFromImage(there)
    return out


def require_stacks(cohort: Cohort) -> list[dict[str, Any]]:
    """Shape, spacing and direction of each member, in the cohort's order.

    Raises:
        UsageError: the cohort is empty or not of volumes, or a member is no grey stack with a place in the patient.
    """
    cohort.need_members()
    if cohort.grain != "volume":
        raise UsageError(
            f"the members are of {cohort.grain} grain; choose volumes: SELECT volume_id FROM volume ..."
        )
    rows = cohort.catalog.dicts(
        "SELECT volume_id, axes, verdict, shape, spacing_mm, direction_lps FROM volume "
        "WHERE volume_id IN (SELECT unnest(?))",
        [cohort.members],
    )
    by_id = {row["volume_id"]: row for row in rows}
    found = [by_id[i] for i in cohort.members]
    bad = [
        r
        for r in found
        if r["axes"] != "zyx" or r["verdict"] in ("not_a_volume", "single") or not r["direction_lps"]
    ]
    if bad:
        raise UsageError(
            f"{len(bad)} of {len(found)} members are no stack of grey slices, the first being {bad[0]['volume_id']} "
            f"(axes {bad[0]['axes']}, {bad[0]['verdict']}); add to the statement: axes = 'zyx' AND verdict = 'regular'"
        )
    return found


def grid_of(
    members: Sequence[dict[str, Any]],
    *,
    spacing: float | Sequence[float] | None,
    shape: Sequence[int] | None,
    plane: str | None,
) -> Grid:
    """The grid that was asked for; what was left out follows from the members.

    Raises:
        UsageError: an unknown plane, sizes that are not three numbers above 0, or no spacing where members differ.
    """
    if plane is not None and plane not in PLANES:
        raise UsageError(
            f"plane={plane!r} is not known; use {', '.join(PLANES)}, or None for each volume's own"
        )
    step = _three(spacing, "spacing") if spacing is not None else _common_spacing(members, plane)
    if shape is not None:
        size = tuple(int(n) for n in _three(shape, "shape"))
    else:
        extents = np.array([_extent(m, plane) for m in members]).max(0)
        size = tuple(max(1, math.ceil(e / s - 1e-6)) for e, s in zip(extents, step, strict=True))
    return Grid(size, step, plane)  # type: ignore[arg-type]


def _three(value: float | Sequence[float], name: str) -> tuple[float, float, float]:
    numbers = [float(value)] * 3 if isinstance(value, (int, float)) else [float(v) for v in value]
    if len(numbers) != 3 or min(numbers) <= 0:
        raise UsageError(f"{name}={value!r} must be three numbers above 0: slice, row, column")
    return numbers[0], numbers[1], numbers[2]


def _common_spacing(members: Sequence[dict[str, Any]], plane: str | None) -> tuple[float, float, float]:
    known = [m["spacing_mm"] for m in members if m["spacing_mm"] and None not in m["spacing_mm"]]
    if plane is None and len(known) == len(members) and np.ptp(np.array(known), axis=0).max() < 1e-3:
        return tuple(float(v) for v in known[0])  # type: ignore[return-value]
    raise UsageError(
        "the members have no one spacing, or stand in other planes; say spacing=(slice, row, column) in mm, or one number"
    )


def _extent(member: dict[str, Any], plane: str | None) -> np.ndarray:
    """Size of the box around the volume along the grid's axes, (slice, row, column) in mm, half voxels included."""
    spacing = member["spacing_mm"] or (None, None, None)
    in_plane = [s for s in spacing[1:] if s]
    steps = np.array([s or max(in_plane, default=1.0) for s in spacing], dtype=float)
    edges = np.array(member["shape"], dtype=float) * steps
    if plane is None:
        return edges
    # Both say: along a row, along a column, normal. The array's axes are the other way round.
    own = np.array(member["direction_lps"], dtype=float).reshape(3, 3)[::-1]
    target = np.array(PLANES[plane])[::-1]
    return np.asarray(np.abs(target @ own.T) @ edges)


def store_array(array: dask.array.Array, path: str, *, chunk: tuple[int, int, int] = (32, 128, 128)) -> Any:
    """Write an array of `cohort_array` (or one computed from it block by block) as sharded Zarr; the Zarr array.

    Each Dask block becomes one shard, whole, so that any scheduler may write them at once.

    Args:
        path: of a new Zarr array.
        chunk: (slice, row, column) within a shard, cut to the array.

    Raises:
        UsageError: blocks that are not one member each, or a place that is taken.
    """
    import dask.array as da
    import zarr

    if array.ndim != 4 or set(array.chunks[0]) != {1} or any(len(c) != 1 for c in array.chunks[1:]):
        raise UsageError(
            f"blocks of {array.chunksize} do not hold one whole member each, and a shard must have one writer; "
            "call .rechunk({0: 1, 1: -1, 2: -1, 3: -1}) first"
        )
    inner = (1, *(min(c, n) for c, n in zip(chunk, array.shape[1:], strict=True)))
    shard = tuple(math.ceil(n / c) * c for n, c in zip((1, *array.shape[1:]), inner, strict=True))
    try:
        target = zarr.create_array(
            path,
            shape=array.shape,
            chunks=inner,
            shards=shard,
            dtype=array.dtype,
            config={"write_empty_chunks": True},
        )
    except (FileExistsError, zarr.errors.ContainsArrayError) as error:
        raise UsageError(f"there is something at {path} already; name a new place") from error
    da.store([array], [target], lock=False)  # type: ignore[list-item]  # Zarr's array takes slices
    return target
