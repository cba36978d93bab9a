"""Volumes to SimpleITK, highdicom, NIfTI, xarray and napari: arrays and affines in, their objects out.

All functions take an array and the exact affine that goes with it. `affine_lps` maps (column, row, slice, 1)
to LPS millimetres at voxel centres. SimpleITK and highdicom hold a direction that is orthonormal, so a sheared
affine is refused by them; NIfTI holds any affine. NIfTI is RAS, so x and y change sign.
"""

from __future__ import annotations

import gzip
import json
import os
import struct
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from pacslake.errors import MissingExtraError, UsageError, VolumeError

if TYPE_CHECKING:
    import highdicom
    import SimpleITK

__all__ = ["decompose", "lps_to_ras", "napari_layer", "to_highdicom", "to_nifti", "to_sitk", "to_xarray"]

_SHEAR_TOLERANCE = 1e-4  # ITK refuses a direction whose columns are less orthogonal than about this
_LPS_TO_RAS = np.diag([-1.0, -1.0, 1.0, 1.0])


def lps_to_ras(affine_lps: np.ndarray) -> np.ndarray:
    """The 4 x 4 affine with RAS millimetres as its outcome, for NIfTI, napari and niivue."""
    return np.asarray(_LPS_TO_RAS @ affine_lps)


def decompose(affine_lps: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Origin, spacing and direction of an affine without shear.

    Args:
        affine_lps: (4, 4).

    Returns:
        origin (3) in mm, spacing (3) in mm along column index, row index and slice index, direction (3, 3)
        with the unit vectors as columns (ITK's matrix).

    Raises:
        VolumeError: the axes are not at right angles.
    """
    steps = affine_lps[:3, :3]
    spacing = np.linalg.norm(steps, axis=0)
    direction = steps / spacing
    if np.abs(direction.T @ direction - np.eye(3)).max() > _SHEAR_TOLERANCE:
        raise VolumeError(
            "the slices are sheared against their normal (gantry tilt), which this format cannot hold. "
            "Use to_regular() for a resampled grid, or to_nifti(), which holds the exact affine.",
            ("gantry_tilt",),
        )
    return affine_lps[:3, 3].copy(), spacing, direction


def to_sitk(values: np.ndarray, affine_lps: np.ndarray, *, axes: str = "zyx") -> SimpleITK.Image:
    """A SimpleITK image: 3D, vector-valued for colour, 4D with time as its last axis.

    Args:
        values: with axes as `axes` says: `zyx`, `zyxc`, `tzyx` or `tzyxc`.
        affine_lps: (4, 4), exact for every voxel.

    Raises:
        VolumeError: the affine has shear.
    """
    import SimpleITK as sitk

    origin, spacing, direction = decompose(affine_lps)
    colour = axes.endswith("c")
    frames = values if axes.startswith("t") else values[None]
    images = []
    for frame in frames:
        image = sitk.GetImageFromArray(np.ascontiguousarray(frame), isVector=colour)
        image.SetOrigin(origin.tolist())
        image.SetSpacing(spacing.tolist())
        image.SetDirection(direction.ravel().tolist())
        images.append(image)
    return sitk.JoinSeries(images) if axes.startswith("t") else images[0]


def to_highdicom(
    values: np.ndarray,
    affine_lps: np.ndarray,
    *,
    frame_of_reference_uid: str | None = None,
    axes: str = "zyx",
) -> highdicom.Volume:
    """A highdicom Volume, indexed (slice, row, column[, colour]).

    Raises:
        VolumeError: the affine has shear.
        UsageError: the array has a time axis; choose one with `t=`.
    """
    import highdicom

    if axes.startswith("t"):
        raise UsageError("highdicom volumes have no time axis: choose a time point with t=")
    decompose(affine_lps)
    permuted = affine_lps[:, [2, 1, 0, 3]]  # highdicom's index is (slice, row, column)
    channels: Any = {highdicom.RGB_COLOR_CHANNEL_DESCRIPTOR: ["R", "G", "B"]} if axes.endswith("c") else None
    return highdicom.Volume(
        values,
        permuted,
        coordinate_system="PATIENT",
        frame_of_reference_uid=frame_of_reference_uid,
        channels=channels,
    )


# -- NIfTI -------------------------------------------------------------------------------------------------

_NIFTI_CODES = {
    "u1": 2,
    "i2": 4,
    "i4": 8,
    "f4": 16,
    "f8": 64,
    "i1": 256,
    "u2": 512,
    "u4": 768,
    "i8": 1024,
    "u8": 1280,
}


def to_nifti(
    values: np.ndarray,
    affine_lps: np.ndarray,
    path: str | os.PathLike[str],
    *,
    axes: str = "zyx",
    slope: float = 1.0,
    intercept: float = 0.0,
    time_step_s: float | None = None,
    description: str = "",
    sidecar: Mapping[str, Any] | None = None,
) -> Path:
    """Write a NIfTI-1 file with the exact affine as sform, and as qform where it has no shear.

    Args:
        values: with axes as `axes` says; colour as 8-bit RGB.
        affine_lps: (4, 4); the file holds it in RAS.
        path: ends in `.nii` or `.nii.gz`.
        slope, intercept: kept in `scl_slope` and `scl_inter`, so that readers see values.
        time_step_s: seconds between time points, where they are even.
        sidecar: written as JSON beside the file (BIDS).

    Returns:
        The path.

    Raises:
        UsageError: another ending, or a type that NIfTI does not have.
    """
    path = Path(path)
    if not path.name.endswith((".nii", ".nii.gz")):
        raise UsageError(f"a NIfTI file's name ends in .nii or .nii.gz, not as {path.name!r}")
    data = np.asarray(values)
    colour = axes.endswith("c")
    if colour:
        if data.dtype != np.uint8 or data.shape[-1] != 3:
            raise UsageError(
                f"NIfTI holds colour as three 8-bit samples, not as {data.shape[-1]} of {data.dtype}"
            )
        code, bits, size = 128, 24, data.shape[:-1]
    else:
        if data.dtype == np.bool_:
            data = data.astype(np.uint8)
        kind = f"{data.dtype.kind}{data.dtype.itemsize}"
        if kind not in _NIFTI_CODES:
            raise UsageError(f"NIfTI does not hold values of type {data.dtype}")
        code, bits, size = _NIFTI_CODES[kind], 8 * data.dtype.itemsize, data.shape
    if max(size) > 32767:
        raise UsageError(f"NIfTI-1 holds at most 32767 voxels along an axis, not {max(size)}")
    header = _nifti_header(
        tuple(reversed(size)),
        code,
        bits,
        lps_to_ras(affine_lps),
        slope,
        intercept,
        time_step_s or 0.0,
        description,
    )
    raw = np.ascontiguousarray(data.astype(data.dtype.newbyteorder("<"), copy=False))
    with gzip.open(path, "wb", compresslevel=4) if path.name.endswith(".gz") else open(path, "wb") as file:
        file.write(header)
        file.write(raw.data if raw.size else b"")
    if sidecar is not None:
        name = path.name.removesuffix(".gz").removesuffix(".nii") + ".json"
        path.with_name(name).write_text(json.dumps(sidecar, indent=2, sort_keys=True) + "\n")
    return path


def _nifti_header(
    size: Sequence[int],
    code: int,
    bits: int,
    ras: np.ndarray,
    slope: float,
    intercept: float,
    time_step_s: float,
    description: str,
) -> bytes:
    spacing = np.linalg.norm(ras[:3, :3], axis=0)
    quaternion, qfac = _quaternion(ras[:3, :3] / spacing)
    dim = [len(size), *size, *[1] * (7 - len(size))]
    pixdim = [qfac, *spacing, time_step_s, 0.0, 0.0, 0.0]
    header = struct.pack("<i10s18sihcB", 348, b"", b"", 0, 0, b"r", 0)
    header += struct.pack("<8h3f4h", *dim, 0.0, 0.0, 0.0, 0, code, bits, 0)
    header += struct.pack("<8f", *pixdim)
    header += struct.pack("<3fhBB4f2i", 352.0, slope, intercept, 0, 0, 2 | 8, 0.0, 0.0, 0.0, 0.0, 0, 0)
    header += struct.pack("<80s24s", description.encode("ascii", "replace")[:79], b"")
    header += struct.pack("<2h", 0 if quaternion is None else 1, 1)
    header += struct.pack("<6f", *(quaternion or (0.0, 0.0, 0.0)), *ras[:3, 3])
    header += struct.pack("<12f", *ras[:3].ravel())
    header += struct.pack("<16s4s", b"", b"n+1\0")
    return header + b"\0\0\0\0"


def _quaternion(rotation: np.ndarray) -> tuple[tuple[float, float, float] | None, float]:
    """b, c, d of the unit quaternion and qfac; None where the axes are sheared, which a qform cannot hold."""
    if np.abs(rotation.T @ rotation - np.eye(3)).max() > _SHEAR_TOLERANCE:
        return None, 1.0
    r = rotation.copy()
    qfac = 1.0
    if np.linalg.det(r) < 0:
        r[:, 2] *= -1
        qfac = -1.0
    from scipy.spatial.transform import Rotation

    x, y, z, w = Rotation.from_matrix(r).as_quat()
    sign = -1.0 if w < 0 else 1.0
    return (sign * x, sign * y, sign * z), qfac


# -- arrays with names -------------------------------------------------------------------------------------


def to_xarray(array: Any, *, axes: str, attributes: Mapping[str, Any], coordinates: Mapping[str, Any]) -> Any:
    """An xarray DataArray with the axes' names, slice positions and the affine among its attributes.

    Raises:
        MissingExtraError: xarray is not installed.
    """
    try:
        import xarray
    except ImportError as error:
        raise MissingExtraError("to_xarray()", "xarray", "xarray") from error
    return xarray.DataArray(array, dims=list(axes), coords=dict(coordinates), attrs=dict(attributes))


def napari_layer(
    array: Any, affine_lps: np.ndarray | None, *, axes: str, name: str, window: tuple[float, float] | None
) -> dict[str, Any]:
    """Keyword arguments of `napari.Viewer.add_image`, with the exact affine from array indices to LPS mm."""
    layer: dict[str, Any] = {"data": array, "name": name, "rgb": axes.endswith("c")}
    if window is not None and not axes.endswith("c"):
        layer["contrast_limits"] = window
    if affine_lps is not None:
        # napari's index is (slice, row, column) and so is its world: (z, y, x).
        order = [2, 1, 0]
        matrix = np.eye(4)
        matrix[:3, :3] = affine_lps[:3, :3][np.ix_(order, order)]
        matrix[:3, 3] = affine_lps[:3, 3][order]
        extra = len(axes.removesuffix("c")) - 3
        if extra > 0:
            whole = np.eye(4 + extra)
            whole[extra:, extra:] = matrix
            matrix = whole
        layer["affine"] = matrix
        layer["units"] = ("mm",) * 3 if extra <= 0 else None
        if layer["units"] is None:
            del layer["units"]
    return layer
