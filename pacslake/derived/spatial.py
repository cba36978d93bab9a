"""Spatial registrations and deformation fields (PS3.3 A.39, C.20.2, C.20.3): rows, and transforms to use.

A rigid item takes points of the source images to the object's frame of reference; a deformable item goes the other
way, from the object's frame to the source, as resampling needs it. Rows keep each as the object has it;
`registration_transform` gives both the second way, which is SimpleITK's.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from pacslake.derived.stored import data_set
from pacslake.derived.values import first_item, items, numbers, text, whole
from pacslake.errors import DecodeError, NotFoundError

if TYPE_CHECKING:
    from pacslake.derived.protocols import LakeLike

__all__ = ["registration_transform", "registrations"]

Row = dict[str, Any]
Array = npt.NDArray[Any]

_KINDS = {"RIGID": "rigid", "RIGID_SCALE": "scaled", "AFFINE": "affine"}
_ITEM = "SELECT instance_version_id, item_index FROM spatial_registration WHERE spatial_registration_id = ?"


def registrations(ds: Any) -> list[Row]:
    """Columns of `spatial_registration`, one for each item, without the series.

    `images` are the SOP Instance UIDs that the item names; it is no column.
    """
    rows = []
    for index, item in enumerate(_items(ds)):
        deformable = first_item(item, "DeformableRegistrationGridSequence") is not None
        chain, kinds = _matrices(item, "MatrixRegistrationSequence")
        row: Row = {
            "item_index": index,
            "FrameOfReferenceUID": text(ds, "FrameOfReferenceUID"),
            "source_FrameOfReferenceUID": text(item, "FrameOfReferenceUID")
            or text(item, "SourceFrameOfReferenceUID"),
            "kind": _kind(chain, kinds),
            "matrix_lps": _flat(chain),
            "images": [
                uid
                for uid in (
                    text(i, "ReferencedSOPInstanceUID") for i in items(item, "ReferencedImageSequence")
                )
                if uid
            ],
        }
        if deformable or items(item, "PreDeformationMatrixRegistrationSequence"):
            before, _ = _matrices(item, "PreDeformationMatrixRegistrationSequence")
            after, _ = _matrices(item, "PostDeformationMatrixRegistrationSequence")
            row |= {"kind": "deformable", "matrix_lps": _flat(before), "post_matrix_lps": _flat(after)}
        if deformable:
            affine, vectors = _grid(item)
            row |= {
                "grid_shape": list(vectors.shape[:3]),
                "grid_affine_lps": affine.ravel().tolist(),
                "max_displacement_mm": float(
                    np.sqrt(np.nanmax((vectors.astype(float) ** 2).sum(-1), initial=0.0))
                ),
            }
        rows.append(row)
    return rows


def _items(ds: Any) -> list[Any]:
    return items(ds, "RegistrationSequence") + items(ds, "DeformableRegistrationSequence")


def _matrices(item: Any, keyword: str) -> tuple[Array | None, list[str]]:
    """All matrices of an item multiplied in their order, the first applied first; None where there are none."""
    total, kinds = None, []
    for registration in items(item, keyword):
        # Pre- and post-deformation matrices stand in the item itself, those of a rigid one in a sequence.
        for matrix in items(registration, "MatrixSequence") or [registration]:
            values = numbers(matrix, "FrameOfReferenceTransformationMatrix")
            if values is None:
                continue
            if len(values) != 16:
                raise DecodeError(f"a FrameOfReferenceTransformationMatrix has {len(values)} numbers, not 16")
            one = np.asarray(values).reshape(4, 4)
            total = one if total is None else one @ total
            kinds.append(text(matrix, "FrameOfReferenceTransformationMatrixType") or "RIGID")
    return total, kinds


def _kind(matrix: Array | None, kinds: list[str]) -> str:
    if matrix is None or np.allclose(matrix, np.eye(4)):
        return "identity"
    order = ("RIGID", "RIGID_SCALE", "AFFINE")
    return _KINDS[max((k for k in kinds if k in order), key=order.index, default="AFFINE")]


def _flat(matrix: Array | None) -> list[float] | None:
    return None if matrix is None else [float(v) for v in matrix.ravel()]


def _grid(item: Any) -> tuple[Array, Array]:
    """Affine (index x, y, z to LPS mm) and vectors (z, y, x, 3) in mm of a deformation grid.

    Raises: DecodeError: the vectors are not as many as the grid says, or its place is missing.
    """
    grid = first_item(item, "DeformableRegistrationGridSequence")
    direction, origin = numbers(grid, "ImageOrientationPatient"), numbers(grid, "ImagePositionPatient")
    size, step = numbers(grid, "GridDimensions"), numbers(grid, "GridResolution")
    if not (direction and origin and size and step) or (
        len(direction),
        len(origin),
        len(size),
        len(step),
    ) != (6, 3, 3, 3):
        raise DecodeError("the deformation grid has no dimensions, resolution, position or orientation")
    data = grid.get("VectorGridData")
    vectors = (
        np.frombuffer(data, "<f4") if isinstance(data, (bytes, bytearray)) else np.asarray(data, np.float32)
    )
    x, y, z = (int(n) for n in size)
    if vectors.size != 3 * x * y * z:
        raise DecodeError(
            f"the deformation grid has {vectors.size} numbers; {x} by {y} by {z} vectors need {3 * x * y * z}"
        )
    affine = np.eye(4)
    normal = np.cross(direction[:3], direction[3:])
    affine[:3, :3] = np.stack([direction[:3], direction[3:], normal], axis=1) * np.asarray(step)
    affine[:3, 3] = origin
    return affine, vectors.reshape(z, y, x, 3)


def registration_transform(lake: LakeLike, spatial_registration_id: str) -> Any:
    """A registration as a SimpleITK transform: points of the object's frame of reference to the source's, LPS mm.

    So `SimpleITK.Resample(source_image, image_in_the_frame_of_the_object, transform)` brings the source over.
    Outside a deformation grid its vectors are zero.

    Raises:
        NotFoundError: no such registration in this snapshot.
        DecodeError: its matrix cannot be inverted, or its grid is damaged.
    """
    import SimpleITK as sitk

    found = lake.dicts(_ITEM, [spatial_registration_id])
    if not found:
        raise NotFoundError(
            f"no registration '{spatial_registration_id}' in this snapshot; see spatial_registration"
        )
    ds = data_set(lake.instance(found[0]["instance_version_id"]))
    item = _items(ds)[found[0]["item_index"]]
    row = registrations(ds)[found[0]["item_index"]]
    if row["kind"] != "deformable":
        matrix = np.eye(4) if row["matrix_lps"] is None else np.asarray(row["matrix_lps"]).reshape(4, 4)
        if abs(np.linalg.det(matrix[:3, :3])) < 1e-9:
            raise DecodeError("the matrix of the registration cannot be inverted")
        return _affine(np.linalg.inv(matrix))
    steps = []
    if row["matrix_lps"]:
        steps.append(_affine(np.asarray(row["matrix_lps"]).reshape(4, 4)))
    if whole(first_item(item, "DeformableRegistrationGridSequence"), "GridDimensions") is not None:
        steps.append(_field(*_grid(item)))
    if row["post_matrix_lps"]:
        steps.append(_affine(np.asarray(row["post_matrix_lps"]).reshape(4, 4)))
    # A composite applies the transform added last first.
    return sitk.CompositeTransform(steps[::-1])


def _affine(matrix: Array) -> Any:
    import SimpleITK as sitk

    transform = sitk.AffineTransform(3)
    transform.SetMatrix(matrix[:3, :3].ravel().tolist())
    transform.SetTranslation(matrix[:3, 3].tolist())
    return transform


def _field(affine: Array, vectors: Array) -> Any:
    import SimpleITK as sitk

    spacing = np.linalg.norm(affine[:3, :3], axis=0)
    image = sitk.GetImageFromArray(np.nan_to_num(vectors).astype(np.float64), isVector=True)
    image.SetSpacing(spacing.tolist())
    image.SetOrigin(affine[:3, 3].tolist())
    image.SetDirection((affine[:3, :3] / spacing).ravel().tolist())
    return sitk.DisplacementFieldTransform(image)
