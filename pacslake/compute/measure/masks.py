"""Regions of a CT by threshold: the body and the lungs, as boolean arrays (slice, row, column)."""

from __future__ import annotations

import numpy as np

__all__ = ["AIR_TISSUE_HU", "LUNG_HU", "body_mask", "lung_mask"]

AIR_TISSUE_HU = -300.0
"""Between lung or air and soft tissue."""
LUNG_HU = -500.0


def body_mask(values_hu: np.ndarray) -> np.ndarray:
    """The body in a CT (slice, row, column) of HU: the largest piece above air, its holes filled slice by slice."""
    from scipy.ndimage import binary_fill_holes, binary_opening

    solid = values_hu > AIR_TISSUE_HU
    # Opening within the plane cuts the table off the back; between slices it would eat thin stacks.
    body = _largest(binary_opening(solid, np.ones((1, 3, 3))))
    filled: np.ndarray = np.stack([binary_fill_holes(plane) for plane in body])
    return filled


def lung_mask(values_hu: np.ndarray) -> np.ndarray:
    """The lungs in a chest CT (slice, row, column) of HU: large air spaces inside the body.

    One or two pieces; airways that touch them are included. Empty where there are none.
    """
    from scipy.ndimage import binary_closing, label

    body = body_mask(values_hu)
    pieces, n = label((values_hu < LUNG_HU) & body)
    if not n:
        return np.zeros(values_hu.shape, dtype=bool)
    sizes = np.bincount(pieces.ravel())[1:]
    order = np.argsort(-sizes, kind="stable")
    # The second lung counts where it is not a small fraction of the first: bowel gas is.
    keep = [i + 1 for i in order[:2] if sizes[i] >= 0.1 * sizes[order[0]]]
    closed: np.ndarray = binary_closing(np.isin(pieces, keep), np.ones((1, 3, 3))) & body
    return closed


def _largest(mask: np.ndarray) -> np.ndarray:
    from scipy.ndimage import label

    pieces, n = label(mask)
    if n < 2:
        return mask
    largest: np.ndarray = pieces == 1 + int(np.bincount(pieces.ravel())[1:].argmax())
    return largest
