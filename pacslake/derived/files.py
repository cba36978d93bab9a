"""Masks from and to files of other programs: NIfTI, NRRD and MetaImage in and out, surfaces out as STL and glTF.

A file's grid must be the volume's: the same voxels, at most with axes in another order or direction, which many
programs change. Anything else is refused with the difference in mm, for a mask on the wrong grid looks right.
"""

from __future__ import annotations

import itertools
import os
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from pacslake.derived.surfaces import surface, write_glb, write_stl
from pacslake.errors import SourceMissingError, UsageError, VolumeError

__all__ = ["read_mask", "write_mask"]

Array = npt.NDArray[Any]

IMAGES = (".nii", ".nii.gz", ".nrrd", ".mha", ".mhd")
SURFACES = (".stl", ".glb")

TOLERANCE_MM = 0.05
"""NIfTI holds its matrix in single precision: at a metre from the origin that is less than a ten-thousandth of a mm."""


def read_mask(path: str | os.PathLike[str], volume: Any, *, tolerance_mm: float = TOLERANCE_MM) -> Array:
    """Labels from a NIfTI, NRRD or MetaImage file on a volume's grid: (slice, row, column), 0 where none.

    Args:
        volume: a `Volume`, or anything with `shape` and `affine_lps`.
        tolerance_mm: how far a corner of the file's grid may lie from the volume's.

    Raises:
        SourceMissingError: there is no such file.
        UsageError: the file is none of these, or holds no labels: fractions, negative numbers, several channels.
        VolumeError: its grid is not the volume's (`geometry_mismatch`); the message says by how many mm or voxels.
    """
    import SimpleITK as sitk

    _suffix(path, IMAGES)
    if not os.path.exists(path):
        raise SourceMissingError("there is no file of that name; the mask was not read")
    try:
        image = sitk.ReadImage(os.fspath(path))
    except RuntimeError as error:
        why = "its matrix is sheared" if "orthonormal" in str(error) else "it is damaged, or of another kind"
        raise UsageError(f"the mask cannot be read as an image: {why}") from error
    if image.GetDimension() != 3 or image.GetNumberOfComponentsPerPixel() != 1:
        raise UsageError(
            f"the mask has {image.GetDimension()} dimensions and {image.GetNumberOfComponentsPerPixel()} channels; "
            "a mask is one image of labels in three dimensions"
        )
    values = sitk.GetArrayFromImage(image)
    turned = _on_grid(values, _affine_of(image), _shape(volume), _affine(volume), tolerance_mm)
    return _labels(turned)


def _shape(volume: Any) -> tuple[int, int, int]:
    slices, rows, columns = (int(n) for n in tuple(volume.shape)[-3:])
    return slices, rows, columns


def _affine(volume: Any) -> Array:
    if volume.affine_lps is None:
        raise VolumeError(
            "the volume has no one affine for all its slices, so no grid of a file can be compared with it; "
            "volume.to_regular() gives one that has",
            tuple(getattr(volume, "reason_codes", None) or ("irregular_spacing",)),
        )
    return np.asarray(volume.affine_lps, float).reshape(4, 4)


def _affine_of(image: Any) -> Array:
    out = np.eye(4)
    out[:3, :3] = np.asarray(image.GetDirection()).reshape(3, 3) * np.asarray(image.GetSpacing())
    out[:3, 3] = image.GetOrigin()
    return out


def _on_grid(
    values: Array, own: Array, shape: tuple[int, int, int], affine: Array, tolerance_mm: float
) -> Array:
    """The file's array with its axes as the volume's. Raises VolumeError: it is another grid."""
    best = None
    for order in itertools.permutations(range(3)):
        for flips in itertools.product((False, True), repeat=3):
            turned, placed = _turned(values, own, order, flips)
            off = _corners_apart(placed, affine, shape)
            if best is None or off < best[0]:
                best = (off, turned)
    assert best is not None
    off, turned = best
    if off > tolerance_mm or turned.shape != shape:
        size = (
            f"it has {turned.shape} voxels (slice, row, column), the volume {shape}"
            if turned.shape != shape
            else ""
        )
        apart = (
            f"the corners of its grid lie up to {off:.3f} mm from the volume's" if off > tolerance_mm else ""
        )
        raise VolumeError(
            f"the mask is not on the grid of the volume: {' and '.join(filter(None, (size, apart)))}. "
            "Export the mask on the grid of this volume, or resample it there first",
            ("geometry_mismatch",),
        )
    return turned


def _turned(
    values: Array, own: Array, order: tuple[int, ...], flips: tuple[bool, ...]
) -> tuple[Array, Array]:
    """An array (z, y, x) with affine (x, y, z) after choosing other axes and directions; both for the same voxels."""
    turned = values.transpose(order)[tuple(slice(None, None, -1 if f else 1) for f in flips)]
    placed = own.copy()
    # Array axis a is index axis 2 - a of the affine.
    placed[:3, :3] = own[:3, [2 - order[2], 2 - order[1], 2 - order[0]]]
    for axis, flip in enumerate(flips):
        if flip:
            placed[:3, 3] += placed[:3, 2 - axis] * (turned.shape[axis] - 1)
            placed[:3, 2 - axis] *= -1
    return turned, placed


def _corners_apart(one: Array, other: Array, shape: tuple[int, int, int]) -> float:
    """The largest distance between equal corners of two grids, mm."""
    slices, rows, columns = (n - 1 for n in shape)
    corners = np.array([(c, r, k, 1) for c in (0, columns) for r in (0, rows) for k in (0, slices)], float)
    return float(np.linalg.norm(((corners @ (one - other).T)[:, :3]), axis=1).max())


def _labels(values: Array) -> Array:
    if values.dtype.kind == "f":
        if not np.isfinite(values).all() or (values != np.rint(values)).any():
            raise UsageError("the mask holds fractions; labels are whole numbers. Threshold it first")
        values = values.astype(np.int64)
    if values.min(initial=0) < 0 or values.max(initial=0) > 65535:
        raise UsageError("the mask holds labels below 0 or above 65,535")
    return np.ascontiguousarray(values, np.uint8 if values.max(initial=0) < 256 else np.uint16)


def write_mask(path: str | os.PathLike[str], mask: npt.ArrayLike, volume: Any) -> Path:
    """A mask or label map as a file; the ending says which kind.

    `.nii`, `.nii.gz` (exact matrix, shear included), `.nrrd`, `.mha`: voxels on the volume's grid. `.stl`, `.glb`: the
    surface of all voxels above 0; see `surfaces`.

    Args:
        mask: (slice, row, column) on the grid of `volume`.

    Raises:
        UsageError: another ending, or another shape.
        VolumeError: the volume has no exact affine, or the format cannot hold its shear.
    """
    from pacslake.pixels.interop import to_nifti, to_sitk

    ending = _suffix(path, (*IMAGES, *SURFACES))
    array = np.asarray(mask)
    if array.shape != _shape(volume):
        raise UsageError(f"the mask has shape {array.shape}; the volume's grid is {_shape(volume)}")
    array = _labels(array.astype(np.uint8) if array.dtype == bool else array)
    affine, target = _affine(volume), Path(path)
    if ending in SURFACES:
        found = surface(array > 0, affine)
        return write_stl(target, found) if ending == ".stl" else write_glb(target, found)
    if ending in (".nii", ".nii.gz"):
        return to_nifti(array, affine, target)
    import SimpleITK as sitk

    sitk.WriteImage(to_sitk(array, affine), os.fspath(target), useCompression=True)
    return target


def _suffix(path: str | os.PathLike[str], known: tuple[str, ...]) -> str:
    name = os.fspath(path).lower()
    found = next((s for s in sorted(known, key=len, reverse=True) if name.endswith(s)), None)
    if found is None:
        raise UsageError(f"the file's ending is none of {', '.join(known)}")
    return found
