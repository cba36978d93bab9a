"""The demo: the main job, end to end, on data that needs no network.

`run` ingests real DICOM that the dependencies ship and a synthetic patient, asks the catalogue, converts,
computes, compares, and writes `report.html`. `lake` gives notebooks a lake to stand on.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pacslake.demo.steps import lake, run

__all__ = ["lake", "run"]


def __getattr__(name: str) -> Any:
    if name in __all__:
        from importlib import import_module

        return getattr(import_module("pacslake.demo.steps"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
