"""Derived objects in and out: segmentations, structure sets, structured reports, parametric maps.

`refresh` turns objects in the lake into rows; `mask` lays a segment or a region on a volume's grid, `own_mask` on its
own; `waveform` and `registration_transform` give the arrays behind rows; the `build_*` functions make new objects,
ready for `lake.add`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pacslake.derived.agree import compare_masks
    from pacslake.derived.capture_out import build_secondary_capture
    from pacslake.derived.codes import CodedTerm, coded_term, find_codes
    from pacslake.derived.files import read_mask, write_mask
    from pacslake.derived.map_out import build_parametric_map
    from pacslake.derived.masks import OwnMask, iter_masks, label_map, mask, own_mask, roi_contours
    from pacslake.derived.rtstruct_out import build_rtstruct
    from pacslake.derived.seg_out import SegmentSpec, build_seg
    from pacslake.derived.spatial import registration_transform
    from pacslake.derived.sr_out import MeasurementSpec, build_sr
    from pacslake.derived.waveforms import Waveform, waveform

__all__ = [
    "CodedTerm",
    "MeasurementSpec",
    "OwnMask",
    "SegmentSpec",
    "Waveform",
    "build_parametric_map",
    "build_rtstruct",
    "build_secondary_capture",
    "build_seg",
    "build_sr",
    "coded_term",
    "compare_masks",
    "find_codes",
    "iter_masks",
    "label_map",
    "mask",
    "own_mask",
    "read_mask",
    "refresh",
    "registration_transform",
    "roi_contours",
    "waveform",
    "write_mask",
]

_HOMES = {
    "CodedTerm": "codes",
    "MeasurementSpec": "sr_out",
    "SegmentSpec": "seg_out",
    "build_parametric_map": "map_out",
    "build_rtstruct": "rtstruct_out",
    "build_secondary_capture": "capture_out",
    "build_seg": "seg_out",
    "build_sr": "sr_out",
    "coded_term": "codes",
    "compare_masks": "agree",
    "find_codes": "codes",
    "OwnMask": "masks",
    "Waveform": "waveforms",
    "iter_masks": "masks",
    "label_map": "masks",
    "mask": "masks",
    "own_mask": "masks",
    "read_mask": "files",
    "registration_transform": "spatial",
    "roi_contours": "masks",
    "waveform": "waveforms",
    "write_mask": "files",
}


def refresh(lake: Any) -> int:
    """Make the rows of derived objects that are new or changed; see `refresh_rows.refresh`."""
    # A function and not a late name: the module of the same name would otherwise take its place once loaded.
    from pacslake.derived.refresh_rows import refresh as run

    return run(lake)


def __getattr__(name: str) -> Any:
    """Load a public name on first use, so that importing the package stays light."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
