"""What numbers a volume holds: stored values where one rescale is true of all, else real values as float32."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pacslake.pixels.plan_frame import Frame

__all__ = ["Values", "scale_of", "values_of"]


@dataclass(frozen=True)
class Values:
    """Columns of `volume` that say how its numbers are to be read."""

    dtype: str
    rescale_mode: str  # uniform, per_slice
    rescale_source: str  # stored, rescale, real_world_value_map, modality_lut, dose_grid_scaling
    slope: float | None
    intercept: float | None
    unit_code: str | None
    codes: tuple[str, ...]


def scale_of(frame: Frame, source: str = "rescale") -> tuple[float, float]:
    """(slope, intercept) of a frame; (1, 0) where it has none, or tags without a value."""
    if source == "dose_grid_scaling" and frame.dose_scaling:
        return frame.dose_scaling, 0.0
    if source == "real_world_value_map" and frame.rwv_slope is not None:
        return frame.rwv_slope, frame.rwv_intercept or 0.0
    if source in ("rescale", "real_world_value_map"):
        slope = frame.slope if frame.slope else 1.0  # zero would make every value the intercept: not a scale
        return slope, frame.intercept if frame.intercept is not None else 0.0
    return 1.0, 0.0


def values_of(frames: Sequence[Frame]) -> Values:
    """Rows 22 to 31 of the rules for the frames of one volume."""
    first = frames[0]
    if first.samples > 1:
        wide = max(f.bits_allocated for f in frames) > 8
        return Values("uint16" if wide else "uint8", "uniform", "stored", 1.0, 0.0, None, _colour(frames))
    source, codes = _source(frames)
    scales = {scale_of(f, source) for f in frames}
    types = {_stored_type(f) for f in frames}
    unit = _unit(frames, source)
    same_sign = len({f.pixel_representation for f in frames}) == 1
    uniform = len(scales) == 1 and same_sign and len({t[0] == "f" for t in types}) == 1
    if not same_sign:
        codes.append("mixed_signedness")
    if uniform:
        slope, intercept = next(iter(scales))
        widest = max(types, key=lambda t: int(t.lstrip("uintfloa")))
        return Values(widest, "uniform", source, slope, intercept, unit, tuple(codes))
    codes.append("rescale_per_slice")
    return Values("float32", "per_slice", source, None, None, unit, tuple(codes))


def _source(frames: Sequence[Frame]) -> tuple[str, list[str]]:
    """Where real values come from, and what else was there."""
    codes: list[str] = []
    if all(f.dose_scaling for f in frames):
        return "dose_grid_scaling", codes
    if any(f.has_modality_lut for f in frames):
        codes.append("modality_lut")
        if all(f.has_modality_lut for f in frames):
            return "modality_lut", codes
    mapped = [f for f in frames if f.rwv_slope is not None]
    if mapped and len(mapped) == len(frames):
        codes.append("real_world_value_map")
        return "real_world_value_map", codes
    if mapped:
        codes.append("real_world_value_map_incomplete")
    stored = all(f.slope is None and f.intercept is None for f in frames)
    return ("stored" if stored else "rescale"), codes


def _stored_type(f: Frame) -> str:
    if f.pixel_keyword == "FloatPixelData":
        return "float32"
    if f.pixel_keyword == "DoubleFloatPixelData":
        return "float64"
    width = (
        8 if f.bits_allocated <= 8 else 16 if f.bits_allocated <= 16 else 32 if f.bits_allocated <= 32 else 64
    )
    return f"{'int' if f.pixel_representation else 'uint'}{width}"


def _unit(frames: Sequence[Frame], source: str) -> str | None:
    """The unit as the file says it; HU for CT that says nothing (PS3.3 C.8.2.1)."""
    if source == "real_world_value_map":
        return _only(f.rwv_unit for f in frames)
    first = frames[0]
    if first.units is not None:
        return _only(f.units for f in frames)
    said = _only(f.rescale_type for f in frames)
    if said is not None and said != "US":  # US: unspecified
        return said
    plain_ct = first.modality == "CT" and said is None and source == "rescale"
    if plain_ct and not any("LOCALIZER" in f.image_type for f in frames):
        return "HU"
    return None


def _only(values: Iterable[str | None]) -> str | None:
    found = set(values)
    return found.pop() if len(found) == 1 else None


def _colour(frames: Sequence[Frame]) -> tuple[str, ...]:
    return ("colour_from_ybr",) if any((f.photometric or "").startswith("YBR") for f in frames) else ()
