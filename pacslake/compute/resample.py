"""Images on another grid: a prior study on the grid of the current one, or isotropic voxels."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from pacslake.errors import VolumeError

if TYPE_CHECKING:
    import SimpleITK as sitk

__all__ = ["background_of", "image_of", "isotropic", "to_grid", "transform_from_matrix"]


def transform_from_matrix(matrix_lps: np.ndarray) -> sitk.AffineTransform:
    """An ITK transform from a matrix (4, 4) in LPS mm; ITK's transforms map fixed to moving points."""
    import SimpleITK as sitk

    matrix = np.asarray(matrix_lps, dtype=float).reshape(4, 4)
    transform = sitk.AffineTransform(3)
    transform.SetMatrix([float(v) for v in matrix[:3, :3].ravel()])
    transform.SetTranslation([float(v) for v in matrix[:3, 3]])
    return transform


def image_of(volume: Any) -> sitk.Image:
    """A volume as one 3D image with exact geometry: of several time points the first, gaps and shear made even.

    Raises:
        VolumeError: colour, a single slice, or no place in the patient.
    """
    import SimpleITK as sitk

    if volume.axes.endswith("c") or volume.n_slices < 2 or volume.verdict == "not_a_volume":
        raise VolumeError(
            f"volume {volume.volume_id} ({volume.verdict}, axes {volume.axes}, {volume.n_slices} slices) is no grey-level "
            "stack of slices, which registration and resampling need",
            tuple(volume.reason_codes) or ("single_slice",),
        )
    t = 0 if volume.axes.startswith("t") else None
    if volume.verdict == "regular":
        return volume.to_sitk(t=t)
    spacing = None
    if volume.spacing is not None and volume.spacing[0] is None:
        spacing = float(np.median(np.diff(volume.slice_positions_mm)))
    grid = volume.to_regular(spacing=spacing, t=t)
    image = grid.to_sitk()
    array = sitk.GetArrayFromImage(image).astype(np.float32)
    # Voxels that nothing was measured for become background, for a registration cannot leave them out.
    array[~np.isfinite(array)] = float(np.nanmin(array))
    filled = sitk.GetImageFromArray(array)
    filled.CopyInformation(image)
    return filled


def background_of(image: sitk.Image) -> float:
    """The value for places outside the image: its smallest, which is air or padding."""
    import SimpleITK as sitk

    return float(sitk.GetArrayViewFromImage(image).min())


def to_grid(
    moving: sitk.Image,
    fixed: sitk.Image,
    matrix_lps: np.ndarray | None = None,
    *,
    transform: sitk.Transform | None = None,
    background: float | None = None,
    labels: bool = False,
) -> sitk.Image:
    """`moving` on the grid of `fixed`.

    Args:
        moving: the image to bring over (the prior study).
        fixed: gives the grid; its values are not read.
        matrix_lps: (4, 4), fixed to moving LPS mm, as a registration gives; None where both share a frame.
        transform: the same as an ITK transform, for a deformation.
        background: value outside the moving image; by default its smallest.
        labels: True keeps label values (nearest neighbour), False interpolates linearly, as float32.
    """
    import SimpleITK as sitk

    if transform is None:
        transform = transform_from_matrix(np.eye(4) if matrix_lps is None else matrix_lps)
    outside = (0.0 if labels else background_of(moving)) if background is None else background
    how, kind = (
        (sitk.sitkNearestNeighbor, moving.GetPixelID()) if labels else (sitk.sitkLinear, sitk.sitkFloat32)
    )
    return sitk.Resample(moving, fixed, transform, how, outside, kind)


def isotropic(image: sitk.Image, spacing_mm: float) -> sitk.Image:
    """The image on cubic voxels with the same field of view: the outer faces stay where they are."""
    import SimpleITK as sitk

    extent = [n * s for n, s in zip(image.GetSize(), image.GetSpacing(), strict=True)]
    size = [max(1, round(e / spacing_mm)) for e in extent]
    shift = [(spacing_mm - s) / 2 + (e - n * spacing_mm) / 2
             for s, e, n in zip(image.GetSpacing(), extent, size, strict=True)]  # fmt: skip
    direction = np.array(image.GetDirection()).reshape(3, 3)
    origin = np.array(image.GetOrigin()) + direction @ np.array(shift)
    return sitk.Resample(
        image, size, sitk.Transform(3, sitk.sitkIdentity), sitk.sitkLinear, [float(v) for v in origin],
        [spacing_mm] * 3, image.GetDirection(), background_of(image), sitk.sitkFloat32,
    )  # fmt: skip
