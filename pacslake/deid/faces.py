"""Faces in head CT and MR: which voxels show one, and what stands there instead.

A face is told from a skin surface rendered out of a volume. What goes is the skin of the front of the head below the brow, 7 mm deep,
and the air before it up to a smooth cover over nose, eye sockets and chin; noise of the tissue's own brightness comes in its place,
so that no threshold brings the surface back. Brain lies deeper than that everywhere: scalp and skull of a forehead measure more.

No registration is needed: DICOM says which way a patient lies (PS3.3 C.7.6.2.1.1). Where the head cannot be told with certainty
nothing is decided, and a person has to look.

Source: PS3.15 E.3.2, Clean Recognizable Visual Features Option.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["DEPTH_MM", "Face", "NoFace", "Unclear", "find_face", "portrait"]

DEPTH_MM = 7.0
"""How deep below the skin voxels go."""

_GRID_MM = 2.0
_AIR_HU = -300.0
_COVER_MM = 40.0
_LONGEST_MM = 245.0  # from the crown of a head to below its chin
_BROW = 0.30  # of the length of a head, below its crown


@dataclass(frozen=True)
class Face:
    """Where voxels go, and the tissue's brightness there: median and spread (1.48 times the median distance from it).

    `cells` is a grid of 2 mm along the patient's axes, (head, back, left), from `origin` on; `surface_mm2` what skin it holds.
    """

    cells: NDArray[np.bool_]
    origin: NDArray[np.float64]
    median: float
    spread: float
    surface_mm2: float

    def on(self, shape: tuple[int, ...], affine_lps: NDArray[np.float64]) -> NDArray[np.bool_]:
        """The voxels that go on another grid, (slice, row, column), by its nearest cells."""
        from scipy import ndimage

        matrix = affine_lps[:3, :3][::-1, ::-1] / _GRID_MM
        offset = ((affine_lps[:3, 3] - self.origin) / _GRID_MM)[::-1]
        out: NDArray[np.bool_] = (
            ndimage.affine_transform(
                self.cells.astype(np.uint8), matrix, offset=offset, output_shape=shape, order=0
            )
            > 0
        )
        return out


@dataclass(frozen=True)
class NoFace:
    """There is none in the volume, and why that is certain."""

    why: str


@dataclass(frozen=True)
class Unclear:
    """Whether there is one, or where, cannot be told; and why."""

    why: str


def find_face(
    values: NDArray[Any], affine_lps: NDArray[np.float64], *, modality: str, seed: int = 0
) -> Face | NoFace | Unclear:
    """Find the face in a volume.

    Args:
        values: (slice, row, column); Hounsfield units for CT, any for MR.
        affine_lps: (4, 4), from (column, row, slice) to millimetres towards the patient's left, back and head.
        modality: CT or MR.
        seed: of the cover's unevenness.
    """
    from scipy import ndimage

    volume, origin = _upright(values, affine_lps)
    if min(volume.shape) < 8:
        return Unclear("it is too thin to show where a face is")
    body = _body(volume, modality)
    if body is None:
        return Unclear("tissue cannot be told from air")
    found = _head(body)
    if isinstance(found, (NoFace, Unclear)):
        return found
    crown, length, back_of_face = found
    inside = ndimage.distance_transform_edt(body, sampling=_GRID_MM)
    if modality != "CT" and not _has_skull(volume, inside, crown, length):
        return Unclear("no skull shows between skin and brain, so that nobody can say how deep the face is")
    zone = np.zeros(body.shape, bool)
    top = crown - int(_BROW * length / _GRID_MM)
    bottom = max(0, crown - int(_LONGEST_MM / _GRID_MM))
    zone[bottom:top, : int(back_of_face)] = True
    surface = float((zone & body & (inside <= _GRID_MM)).sum()) * _GRID_MM**2
    if surface < 3000:
        return NoFace("the volume ends above the face")
    cover = _cover(body, zone, seed)
    gone = zone & cover & (~body | (inside <= DEPTH_MM))
    skin = zone & body & (inside <= 4 * _GRID_MM)
    tissue = volume[skin]
    median = float(np.median(tissue))
    # Not so wide that the noise could be told from tissue again, by a threshold between the two.
    spread = min(
        1.48 * float(np.median(np.abs(tissue - median))), 60 if modality == "CT" else abs(median) / 3
    )
    return Face(gone, origin, median, spread, surface)


def _upright(
    values: NDArray[Any], affine: NDArray[np.float64]
) -> tuple[NDArray[np.float32], NDArray[np.float64]]:
    """The volume on a grid of 2 mm along the patient's axes, (head, back, left), and where its first voxel lies (left, back, head)."""
    from scipy import ndimage

    nz, ny, nx = values.shape
    corners = (
        np.array([[x, y, z, 1] for x in (0, nx - 1) for y in (0, ny - 1) for z in (0, nz - 1)]) @ affine.T
    )
    low, high = corners[:, :3].min(axis=0), corners[:, :3].max(axis=0)
    size = np.maximum(np.ceil((high - low) / _GRID_MM).astype(int) + 1, 1)
    step = np.linalg.inv(affine[:3, :3])  # millimetres to (column, row, slice)
    start = step @ (low - affine[:3, 3])
    # Both sides as (slice, row, column) and (head, back, left).
    matrix = (step[::-1, ::-1]) * _GRID_MM
    out = ndimage.affine_transform(
        values.astype(np.float32), matrix, offset=start[::-1], output_shape=tuple(size[::-1]), order=1,
        mode="constant", cval=float(np.min(values)),
    )  # fmt: skip
    return out, low


def _body(volume: NDArray[np.float32], modality: str) -> NDArray[np.bool_] | None:
    """What is no air: the largest piece, holes filled."""
    from scipy import ndimage
    from skimage.filters import threshold_otsu

    if modality == "CT":
        level = _AIR_HU
    else:
        shown = volume[volume > volume.min()]
        if shown.size < 1000 or float(np.ptp(shown)) == 0:
            return None
        # Skin is darker than what lies below it, and air is all but black: a third of the usual threshold.
        level = float(threshold_otsu(np.minimum(shown, np.percentile(shown, 99.5)))) / 3
    # Holes first: in MR the skull is as dark as air, and the scalp alone would be the smaller piece.
    tissue = ndimage.binary_opening(_filled(_closed(volume > level, 2)), iterations=1)
    labels, n = ndimage.label(tissue)
    if n == 0:
        return None
    body = labels == 1 + int(np.argmax(ndimage.sum_labels(tissue, labels, range(1, n + 1))))
    whole = _filled(_closed(body, 4))
    # Closing moved the skin of narrow places outwards: back to where the air begins, but not through nostrils.
    free = ~whole | ~(body | _closed(volume > level, 1))
    air: NDArray[np.bool_] = ndimage.binary_dilation(~whole, iterations=5, mask=free)
    return ~air


def _closed(body: NDArray[np.bool_], by: int) -> NDArray[np.bool_]:
    """Without gaps of so many cells to each side: nostrils, ears and the mouth among them, not the sockets of eyes."""
    from scipy import ndimage

    inner = (slice(by, -by),) * 3
    out: NDArray[np.bool_] = ndimage.binary_closing(np.pad(body, by), iterations=by)[inner] | body
    return out


def _filled(body: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """With the air inside: what is joined to no side but the lower one, where a windpipe is cut."""
    from scipy import ndimage

    labels, _ = ndimage.label(~body)
    sides = (labels[-1], labels[:, 0], labels[:, -1], labels[:, :, 0], labels[:, :, -1])
    outside = np.unique(np.concatenate([side.ravel() for side in sides]))
    out: NDArray[np.bool_] = ~np.isin(labels, outside[outside > 0])
    return out


def _head(body: NDArray[np.bool_]) -> tuple[int, float, float] | NoFace | Unclear:
    """(index of the crown, length of the head in mm, where its front half ends as an index towards the back)."""
    area = body.sum(axis=(1, 2)) * _GRID_MM**2
    filled = np.flatnonzero(area > 500)
    if filled.size < 8:
        return Unclear("there is too little of a body in it")
    crown = int(filled[-1])
    widest = np.asarray(body[max(0, crown - 45) : crown + 1].any(axis=0))  # the upper 90 mm
    back, left = (np.flatnonzero(np.any(widest, axis=axis)) for axis in (1, 0))
    length, width = np.ptp(back) * _GRID_MM, np.ptp(left) * _GRID_MM
    cut = crown == body.shape[0] - 1 and area[crown] > 6000
    if cut and (length > 250 or width > 200):
        return NoFace("it shows a trunk and no head")
    if not (110 <= length <= 260 and 90 <= width <= 200):
        return Unclear(f"what it shows is {length:.0f} mm long and {width:.0f} mm wide, which no head is")
    if cut:
        return Unclear("the crown of the head is not in it")
    if body[: crown + 1, 0].sum() * _GRID_MM**2 > 4000:
        return Unclear("the front of the head is cut off")
    return crown, float(length), float(back.mean()) - 0.05 * length / _GRID_MM


def _has_skull(volume: NDArray[np.float32], inside: NDArray[np.float64], crown: int, length: float) -> bool:
    """Whether a dark layer shows below the scalp, in the upper part of the head (MR: bone gives no signal)."""
    upper = np.zeros(volume.shape, bool)
    upper[max(0, crown - int(0.3 * length / _GRID_MM)) : max(1, crown - 6)] = True
    depth = np.arange(0, 26, _GRID_MM)
    profile = np.array([
        np.median(volume[upper & (inside > d) & (inside <= d + _GRID_MM)]) if (upper & (inside > d)).any() else np.nan
        for d in depth
    ])  # fmt: skip
    if np.isnan(profile[:11]).any():
        return False
    peak = 1 + int(profile[1:5].argmax())
    dark = profile[peak : peak + 6].min()
    return bool(dark < 0.85 * min(profile[peak], np.nanmax(profile[8:])))


def _cover(body: NDArray[np.bool_], zone: NDArray[np.bool_], seed: int) -> NDArray[np.bool_]:
    """A smooth, uneven shape over the front of the head."""
    from scipy import ndimage
    from skimage.morphology import convex_hull_image

    pad = int(_COVER_MM / _GRID_MM) + 2
    flat = body.copy()  # across from cheek to nose to cheek, then up and down from brow to nose to chin
    for plane in np.flatnonzero((body & zone).any(axis=(1, 2))):
        flat[plane] |= convex_hull_image(body[plane] & zone[plane])
    padded = np.pad(flat, pad)
    grown = ndimage.distance_transform_edt(~padded, sampling=_GRID_MM) <= _COVER_MM
    closed = ndimage.distance_transform_edt(grown, sampling=_GRID_MM) > _COVER_MM
    closed = (closed | padded)[pad:-pad, pad:-pad, pad:-pad]
    dice = np.random.default_rng(seed)
    rough = ndimage.gaussian_filter(dice.standard_normal(body.shape), 8 / _GRID_MM)
    rough = 5 + 2.5 * rough / max(float(rough.std()), 1e-9)
    away = ndimage.distance_transform_edt(~closed, sampling=_GRID_MM)
    cover: NDArray[np.bool_] = away <= np.clip(rough, 2, 9)
    return cover & zone


def portrait(values: NDArray[Any], affine_lps: NDArray[np.float64], *, modality: str) -> NDArray[np.uint8]:
    """The front of a head as light falls on its skin, (row, column), for a person who compares before and after."""
    volume, _ = _upright(values, affine_lps)
    body = _body(volume, modality)
    if body is None:
        return np.zeros(volume.shape[::2][:2], np.uint8)
    depth = np.where(body.any(axis=1), body.argmax(axis=1), body.shape[1]).astype(float)
    slope_z, slope_x = np.gradient(depth)
    light = 1 / np.sqrt(1 + slope_z**2 + slope_x**2)
    shade = np.where(body.any(axis=1), 255 * light, 0)
    return np.asarray(shade[::-1], np.uint8)
