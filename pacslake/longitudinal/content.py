"""What part of the body a volume shows, by what is written and else by what is seen.

Texts are matched against words in several languages. Where they are silent, a CT is looked at: lungs, the share of
bone and the size of the cross-section tell head, chest and the trunk below. Other modalities have no fixed scale;
of them only the size of the cross-section is taken.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np

__all__ = ["Content", "content_of", "describe_slices", "regions_in_words"]

_WORDS = {
    "HEAD": "head brain skull cranium cerebrum kopf schaedel schädel hirn neuro sinus orbit face tete cabeza",
    "NECK": "neck hals thyroid larynx carotid cuello",
    "CHEST": "chest thorax lung lungs lunge pulmonary heart cardiac coronary mediastinum rib torax",
    "BREAST": "breast mamma brust mammography",
    "ABDOMEN": "abdomen abd abdomenpelvis liver leber kidney kidneys pancreas spleen renal hepatic abdominal bauch",
    "PELVIS": "pelvis becken prostate bladder uterus rectum hip pelvic",
    "SPINE": "spine cspine tspine lspine lumbar cervical thoracic ws wirbelsaeule vertebra",
    "EXTREMITY": "knee ankle foot hand wrist elbow shoulder leg arm femur tibia extremity knie",
}
_REGION_OF = {word: region for region, words in _WORDS.items() for word in words.split()}
# Values of BodyPartExamined that join several, and parts of them that stand together.
_JOINED = (("CHESTABDPELVIS", ("CHEST", "ABDOMEN", "PELVIS")), ("CHESTABDOMEN", ("CHEST", "ABDOMEN")),
           ("ABDOMENPELVIS", ("ABDOMEN", "PELVIS")), ("ABDPELV", ("ABDOMEN", "PELVIS")), ("HEADNECK", ("HEAD", "NECK")),
           ("WHOLEBODY", ("HEAD", "NECK", "CHEST", "ABDOMEN", "PELVIS")),
           ("WB", ("HEAD", "NECK", "CHEST", "ABDOMEN", "PELVIS")),
           ("TSPINE", ("SPINE",)), ("CSPINE", ("SPINE",)), ("LSPINE", ("SPINE",)))  # fmt: skip

_SLICES, _PIXELS = 12, 128


def regions_in_words(texts: Iterable[str | None]) -> frozenset[str]:
    """Parts of the body that texts name; empty where none does.

    >>> sorted(regions_in_words(["CHEST_TO_PELVIS", None]))
    ['CHEST', 'PELVIS']
    """
    found: set[str] = set()
    for text in texts:
        words = re.split(r"[^a-zäöü]+", (text or "").casefold())
        joined = "".join(words).upper()
        whole = [parts for name, parts in _JOINED if name in (joined, *(w.upper() for w in words))]
        found.update(*whole)
        found.update(_REGION_OF[w] for w in words if w in _REGION_OF)
    return frozenset(found)


@dataclass(frozen=True)
class Content:
    """What is seen. `area_cm2`: median cross-section of the body; None where nothing stands out from the rest."""

    regions: frozenset[str] = frozenset()
    area_cm2: float | None = None


def content_of(volume: Any) -> Content:
    """What a volume shows, from a dozen of its slices; empty where its pixels cannot be read.

    Slices are taken evenly over the volume, and of each one voxel in several.
    """
    from pacslake.errors import PacslakeError

    depth, rows, columns = volume.shape[-3:]
    step = max(1, max(rows, columns) // _PIXELS)
    first = (0,) * (len(volume.shape) - 3)
    places = sorted({round(k) for k in np.linspace(0, depth - 1, min(depth, _SLICES))})
    spacing = volume.spacing_mm
    if spacing is None or spacing[1] is None or spacing[2] is None or volume.axes.endswith("c"):
        return Content()
    try:
        planes = np.stack([np.asarray(volume.values((*first, k)))[::step, ::step] for k in places])
    except PacslakeError:
        return Content()
    pixel_cm2 = float(spacing[1] * spacing[2]) * step * step / 100
    return describe_slices(planes.astype(np.float32), pixel_cm2, hounsfield=volume.modality == "CT")


def describe_slices(planes: np.ndarray, pixel_cm2: float, *, hounsfield: bool) -> Content:
    """What axial slices (slice, row, column) show.

    Args:
        planes: HU, or values without a scale.
        pixel_cm2: area of a pixel.
        hounsfield: whether the values are HU; else only the area is told.
    """
    if not hounsfield:
        areas = [float((p > _middle(p)).sum()) * pixel_cm2 for p in planes]
        area = float(np.median(areas))
        return Content(frozenset(), area if area > 1 else None)
    from scipy.ndimage import binary_fill_holes, binary_opening, label

    regions: dict[str, int] = {}
    areas = []
    for plane in planes:
        solid = binary_opening(plane > -300)
        pieces, n = label(solid)
        if not n:
            continue
        body = binary_fill_holes(pieces == 1 + int(np.bincount(pieces.ravel())[1:].argmax()))
        area = float(body.sum()) * pixel_cm2
        inside = plane[body]
        lung = float(((inside < -500) & (inside > -980)).mean())
        bone = float((inside > 250).mean())
        areas.append(area)
        # A chest has lungs; a head is small and rich in bone; a trunk without lungs is abdomen or pelvis.
        name = (
            "CHEST" if lung > 0.12 and area > 150
            else "HEAD" if area < 420 and bone > 0.10
            else "ABDOMEN" if area > 250
            else ""
        )  # fmt: skip
        regions[name] = regions.get(name, 0) + 1
    if not areas:
        return Content()
    # A region counts where it fills a quarter of the slices: the liver's dome makes no abdomen of a chest.
    kept = {name for name, n in regions.items() if name and n >= max(1, 0.25 * len(areas))}
    return Content(frozenset(kept), float(np.median(areas)))


def _middle(plane: np.ndarray) -> float:
    """Between background and body: Otsu's threshold."""
    from skimage.filters import threshold_otsu

    if float(plane.max()) <= float(plane.min()):
        return float(plane.max())
    return float(threshold_otsu(plane.reshape(1, -1)))
