"""Series, grids and segmentations for the tests of this folder."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pydicom

from pacslake.derived.grid import grid_from_affine
from pacslake.synthetic import simple_series

OBLIQUE = (np.cos(0.3), np.sin(0.3), 0, 0, 0, -1)


def series(folder, shape=(6, 20, 17), spacing=(2.5, 0.7, 0.9), direction=OBLIQUE, **options):
    """(what was written, its data sets in ascending order, something like a volume, its grid)."""
    made = simple_series(folder, shape, spacing, direction, origin=(-11.123, 20.0, 5.0), **options)
    datasets = [pydicom.dcmread(p) for p in made.paths]
    volume = SimpleNamespace(shape=shape, affine_lps=made.affine_lps)
    return (
        made,
        datasets,
        volume,
        grid_from_affine(shape, made.affine_lps, made.FrameOfReferenceUID, made.SOPInstanceUIDs),
    )


def reread(ds, path):
    """The data set after a round through a file."""
    ds.save_as(path, enforce_file_format=True)
    return pydicom.dcmread(path)
