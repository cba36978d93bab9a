"""Seeded, made-up patients and series: the demo's input and the tests' known answers.

`longitudinal_patient` writes a chest CT phantom at three dates with SEG and SR and tells the truth about it;
`simple_series` writes one plain series of any geometry. Nothing here comes from a person, and the same seed
gives the same bytes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pacslake.synthetic.patient import longitudinal_patient
    from pacslake.synthetic.series import SimpleSeries, simple_series
    from pacslake.synthetic.truth import LesionTruth, TimepointTruth, Truth

__all__ = [
    "LesionTruth",
    "SimpleSeries",
    "TimepointTruth",
    "Truth",
    "longitudinal_patient",
    "simple_series",
]

_HOMES = {
    "LesionTruth": "truth",
    "SimpleSeries": "series",
    "TimepointTruth": "truth",
    "Truth": "truth",
    "longitudinal_patient": "patient",
    "simple_series": "series",
}


def __getattr__(name: str) -> Any:
    """Load a public name on first use, so that importing the package stays free of NumPy and pydicom."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
