"""Pixels: plan volumes from rows, read them where they are, write them as Zarr, take them elsewhere.

Only light modules load with this package; arrays, decoders and formats load when a volume is opened.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

# The functions are bound after their modules, which have the same names, so that `pixels.convert` is callable.
from pacslake.pixels.convert import ConvertReport, convert, refresh_statistics
from pacslake.pixels.refresh import refresh

if TYPE_CHECKING:
    from pacslake.pixels.instance import Instance, open_instance
    from pacslake.pixels.plan_explain import explain
    from pacslake.pixels.regular import RegularGrid, Run
    from pacslake.pixels.thumbnails import thumbnail
    from pacslake.pixels.volume import Volume, VolumeFrame, open_volume
    from pacslake.pixels.window import Window

__all__ = [
    "ConvertReport",
    "Instance",
    "RegularGrid",
    "Run",
    "Volume",
    "VolumeFrame",
    "Window",
    "convert",
    "explain",
    "open_instance",
    "open_volume",
    "refresh",
    "refresh_statistics",
    "thumbnail",
]

_WHERE = {
    "Instance": "instance",
    "RegularGrid": "regular",
    "Run": "regular",
    "Volume": "volume",
    "VolumeFrame": "volume",
    "Window": "window",
    "explain": "plan_explain",
    "open_instance": "instance",
    "open_volume": "volume",
    "thumbnail": "thumbnails",
}


def __getattr__(name: str) -> Any:
    if name in _WHERE:
        from importlib import import_module

        return getattr(import_module(f"pacslake.pixels.{_WHERE[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
