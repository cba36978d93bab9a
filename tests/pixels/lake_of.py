"""A lake of one synthetic series, for tests of volumes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

import pacslake
from pacslake.synthetic import simple_series

OBLIQUE = (0.939693, 0.34202, 0.0, -0.334546, 0.919158, -0.207912)
ORIENTATIONS = {
    "axial": (1, 0, 0, 0, 1, 0),
    "sagittal": (0, 1, 0, 0, 0, -1),
    "coronal": (1, 0, 0, 0, 0, -1),
    "oblique": OBLIQUE,
    "flipped": (-1, 0, 0, 0, -1, 0),
    "upside_down": (1, 0, 0, 0, -1, 0),
}


def lake_of(folder: Path, **series: Any) -> tuple[Any, Any]:
    """An open lake with one series, and what `simple_series` wrote."""
    made = simple_series(folder / "source", **series)
    lake = pacslake.init(folder / "lake")
    lake.ingest(folder / "source")
    return lake, made


def the_volume(lake: Any, **options: Any) -> Any:
    """The one volume of a lake."""
    ((id,),) = lake.rows("SELECT volume_id FROM volume")
    return lake.volume(id, **options)


def noise(shape: tuple[int, ...], seed: int = 0, high: int = 2000) -> np.ndarray:
    """Random stored values, int16."""
    return np.random.default_rng(seed).integers(-1000, high, shape).astype(np.int16)
