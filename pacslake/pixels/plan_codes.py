"""The words in which the planner gives its reasons, and what each means. One table, read by all.

A code with the severity `info` is a decision; the others are faults of the data and become issues too.
"""

from __future__ import annotations

__all__ = ["CODES", "fault", "snake"]

CODES: dict[str, tuple[str, str]] = {
    # geometry
    "single_slice": ("info", "one slice: the distance to a next one is not known"),
    "missing_slices": ("warning", "the spacing is regular but for planes that are not there"),
    "irregular_spacing": (
        "warning",
        "distances between slices differ beyond rounding; no single spacing is true",
    ),
    "gantry_tilt": ("info", "slices are sheared against their normal; the affine holds the shear"),
    "in_plane_jitter": ("warning", "slices lie beside a straight line by 0.1 mm or more"),
    "orientation_jitter": (
        "info",
        "directions differ a little between slices, or are not quite at right angles; the mean is used",
    ),
    "invalid_orientation": ("error", "the direction cosines span no right-angled plane"),
    "geometry_missing": ("error", "position or orientation is absent"),
    "no_image_plane": ("info", "this kind of object has no position in the patient"),
    "incomplete_pixel_spacing": ("error", "PixelSpacing is absent, has one value, or is not positive"),
    "localizer": ("info", "a localizer, kept apart from the other images"),
    "orientation_outlier": ("info", "few images of another direction than the rest of the series"),
    "stacks_merged": ("info", "stacks that interleave regularly are one volume: positions win over StackID"),
    "mosaic_without_header": ("error", "tiles without the header that describes them"),
    "mosaic_spacing_unknown": ("warning", "a mosaic that does not say how far its slices are apart"),
    "mosaic_untiled": ("info", "slices taken out of a mosaic; the position is that of the first tile"),
    # several frames at one place
    "time_axis": ("info", "positions repeat in time: an axis in front"),
    "diffusion_axis": ("info", "positions repeat in diffusion weighting: an axis in front"),
    "perfusion": ("info", "many passes over the same positions: a time axis, not phases"),
    "time_from_instance_number": ("info", "no attribute tells the time; the order of instance numbers does"),
    "trigger_time_is_scan_time": (
        "info",
        "Philips writes the time of a dynamic scan as trigger time: taken as time",
    ),
    "incomplete_4d": (
        "warning",
        "a position lacks at some time: only complete time points are in the volume",
    ),
    "left_over_time_point": ("info", "a time point that is not complete, as a volume of its own"),
    "acquisition_block": ("info", "a pass over positions that other passes cover too"),
    "duplicate_position": ("warning", "several frames with the same pixels at one place: one is used"),
    "unresolved_duplicates": (
        "warning",
        "frames at one place that no attribute tells apart; ordered by creation",
    ),
    "several_volumes_in_series": ("warning", "the series holds more than one volume"),
    "several_volumes_in_instance": ("info", "frames of one object belong to different volumes"),
    # whole objects
    "projection_image": ("info", "a projection: no place in the patient"),
    "clip": ("info", "a film: an axis of time, no place in the patient"),
    "tiled_image": ("info", "one large picture in tiles, such as a slide"),
    "planar_nuclear_image": (
        "info",
        "nuclear medicine that is not reconstructed: axes from its vectors, no place",
    ),
    "nm_slices": (
        "info",
        "slices placed by SliceVector and SpacingBetweenSlices, as nuclear medicine has it",
    ),
    "dose_grid": ("info", "a radiotherapy dose: planes placed by Grid Frame Offset Vector"),
    "tomosynthesis_limited_depth": ("info", "tomosynthesis: resolution along the normal is limited"),
    "concatenation_joined": ("info", "parts of a concatenation were joined"),
    "concatenation_incomplete": ("warning", "a concatenation lacks some of its parts"),
    "classic_enhanced_twins": (
        "info",
        "the series holds the same frames twice, as single images and as multi-frame objects; one set is used",
    ),
    "planning_failed": (
        "error",
        "the planner failed on this series: please report it; its frames can be read one by one",
    ),
    # values
    "overlay_in_pixel_data": (
        "warning",
        "an overlay lies in the bits above BitsStored (retired); values are masked",
    ),
    "rescale_per_slice": ("info", "rescale differs between slices: real values as float32"),
    "mixed_signedness": ("info", "signed and unsigned slices: real values as float32"),
    "modality_lut": ("info", "a modality LUT maps stored to real values"),
    "real_world_value_map": ("info", "a real-world value map is used before the rescale"),
    "real_world_value_map_incomplete": (
        "info",
        "only some slices have a real-world value map; the rescale is used",
    ),
    "colour_from_ybr": ("info", "colours are decoded to RGB"),
    "vendor_scale_available": (
        "info",
        "a private scale of the vendor differs from the rescale, which is used",
    ),
}


def fault(code: str) -> bool:
    """Whether a code tells of a fault in the data, which an issue reports too."""
    return CODES.get(code, ("info", ""))[0] != "info"


def snake(keyword: str) -> str:
    """`EchoTime` -> `echo_time`, for codes such as `split_by_echo_time`."""
    out = "".join(
        "_" + c.lower() if c.isupper() and i and not keyword[i - 1].isupper() else c.lower()
        for i, c in enumerate(keyword)
    )
    return out.replace(" ", "_").replace(",", "_and_")
