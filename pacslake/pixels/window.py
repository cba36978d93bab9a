"""Display windows: presets by modality, and the functions that turn values into grey levels."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

__all__ = ["CT_PRESETS", "Window", "apply_window", "default_window"]


@dataclass(frozen=True, slots=True)
class Window:
    """Window centre and width in real-world units (PS3.3 C.11.2.1.2)."""

    center: float
    width: float
    name: str | None = None

    @property
    def low(self) -> float:
        return self.center - self.width / 2

    @property
    def high(self) -> float:
        return self.center + self.width / 2


CT_PRESETS = (
    Window(40, 400, "soft tissue"),
    Window(-600, 1500, "lung"),
    Window(400, 1800, "bone"),
    Window(40, 80, "brain"),
    Window(60, 160, "liver"),
    Window(80, 200, "subdural"),
    Window(300, 600, "angio"),
)


def default_window(
    values: np.ndarray,
    *,
    modality: str | None = None,
    unit: str | None = None,
    center: Sequence[float] | None = None,
    width: Sequence[float] | None = None,
) -> Window:
    """A window to begin with: the file's own, else the modality's, else the 1st to 99th percentile.

    Args:
        values: real-world values, any shape; a sample of a volume is enough.
        modality: `CT`, `MR`, `PT` and so on.
        unit: as `unit_code`; Hounsfield presets count only for `HU`.
        center, width: WindowCenter and WindowWidth of the file.
    """
    if center and width and width[0] and width[0] > 0:
        return Window(float(center[0]), float(width[0]), "file")
    if modality == "CT" and unit == "HU":
        return CT_PRESETS[0]
    finite = values[np.isfinite(values)] if values.dtype.kind == "f" else values.ravel()
    if finite.size == 0:
        return Window(0.5, 1.0)
    if modality in ("PT", "NM"):
        high = float(np.percentile(finite, 99.5))
        return Window(high / 2, high or 1.0, "activity")
    low, high = (float(x) for x in np.percentile(finite, (1, 99)))
    if high <= low:
        low, high = float(finite.min()), float(finite.max())
    return Window((low + high) / 2, (high - low) or 1.0, "percentile")


def apply_window(values: np.ndarray, window: Window, *, invert: bool = False) -> np.ndarray:
    """Grey levels from 0 to 255 (uint8), linear, by the equations of PS3.3 C.11.2.1.2.1.

    Args:
        values: real-world values, any shape.
        window: centre and width.
        invert: MONOCHROME1: low values are white.
    """
    center, width = window.center, max(window.width, 1e-9)
    span = max(width - 1, 1e-9) if width > 1 else width
    shift = 0.5 if width > 1 else 0.0
    grey = ((values.astype(np.float32) - (center - shift)) / span + 0.5) * 255.0
    grey = np.nan_to_num(grey, nan=0.0, posinf=255.0, neginf=0.0)
    out = np.clip(np.rint(grey), 0, 255).astype(np.uint8)
    return 255 - out if invert else out
