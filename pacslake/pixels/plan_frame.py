"""The plain types between the catalogue and the planner: a frame in, planned volumes out."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

from pacslake.dicom.geometry import Vector

__all__ = ["Frame", "PlannedVolume", "Reference", "SeriesPlan"]


class Frame(NamedTuple):
    """One frame of one current instance, with all that may place it or tell it from its neighbours.

    A named tuple and not a dataclass: a lake has millions of them, and this is ten times faster to make.

    Values of a multi-frame object's functional groups are resolved per frame before they come here. Lengths
    are mm, times ms unless the name says otherwise; None where the object does not say.
    """

    series_instance_uid: str
    instance_version_id: str
    frame_index: int
    sop_instance_uid: str = ""
    sop_class_uid: str = ""
    modality: str | None = None
    manufacturer: str | None = None
    image_type: tuple[str, ...] = ()
    n_frames: int = 1
    digest: str | None = None  # of the frame's bytes as stored
    pixels_sha256: str | None = None  # of the decoded pixels, where the plan had asked for them
    transfer_syntax_uid: str | None = None
    # pixels
    rows: int | None = None
    columns: int | None = None
    samples: int = 1
    photometric: str | None = None
    bits_allocated: int = 16
    bits_stored: int = 16
    pixel_representation: int = 0
    pixel_keyword: str | None = "PixelData"
    overlay_bits: tuple[int, ...] = ()  # bit positions of overlays, 0 where an overlay has bytes of its own
    # geometry
    position: tuple[float, ...] | None = None
    orientation: tuple[float, ...] | None = None
    pixel_spacing: tuple[float, ...] | None = None
    imager_pixel_spacing: tuple[float, ...] | None = None
    spacing_between_slices: float | None = None
    frame_of_reference_uid: str | None = None
    stack_id: str | None = None
    # values
    slope: float | None = None
    intercept: float | None = None
    rescale_type: str | None = None
    rwv_slope: float | None = None
    rwv_intercept: float | None = None
    rwv_unit: str | None = None
    has_modality_lut: bool = False
    philips_scale_slope: float | None = None
    philips_scale_intercept: float | None = None
    units: str | None = None
    dose_scaling: float | None = None
    grid_offsets: tuple[float, ...] | None = None  # of all frames of a dose object, mm
    # what tells frames at one place apart
    instance_number: int | None = None
    acquisition_number: int | None = None
    temporal_position: int | None = None
    echo_time: float | None = None
    echo_number: int | None = None
    b_value: float | None = None
    gradient: tuple[float, ...] | None = None
    directionality: str | None = None
    inversion_time: float | None = None
    flip_angle: float | None = None
    trigger_time: float | None = None
    frame_reference_time: float | None = None
    frame_duration: float | None = None
    acquired_at: datetime | None = None
    content_at: datetime | None = None
    created_at: datetime | None = None
    complex_component: str | None = None
    kernel: tuple[str, ...] = ()
    coil: str | None = None
    kvp: float | None = None
    reconstruction: str | None = None
    # concatenations, mosaics, nuclear medicine, clips
    concatenation_uid: str | None = None
    in_concatenation_number: int | None = None
    in_concatenation_total: int | None = None
    mosaic_tiles: int | None = None
    mosaic_normal: tuple[float, ...] | None = None
    tile_positions: tuple[float, ...] | None = None
    nm_slice: int | None = None
    nm_key: tuple[
        int, ...
    ] = ()  # energy window, detector, phase, rotation, R-R interval, time slot, time slice
    nm_angular: int | None = None
    frame_time: float | None = None
    frame_time_vector: tuple[float, ...] | None = None
    frame_rate: float | None = None
    # uptake (PS3.3 C.8.9.1); the same in all frames of a scanner's series, kept by frame as the files have it
    suv_type: str | None = None
    decay_correction: str | None = None
    corrected_image: tuple[str, ...] = ()
    patient_weight_kg: float | None = None
    series_at: datetime | None = None
    injected_at: datetime | None = None
    injection_time_us: int | None = None
    dose_bq: float | None = None
    half_life_s: float | None = None
    n_radiopharmaceuticals: int | None = None
    philips_suv_factor: float | None = None
    philips_activity_factor: float | None = None
    ge_scan_at: datetime | None = None

    @property
    def is_multiframe(self) -> bool:
        """Whether the instance holds several frames."""
        return self.n_frames > 1


@dataclass(frozen=True, slots=True)
class Reference:
    """A frame (or one tile of it) in its place in a volume: a row of `volume_frame`."""

    k: int
    t: int
    frame: Frame
    tile: int | None
    slice_position_mm: float | None
    position_error_mm: float | None
    slope: float
    intercept: float


@dataclass(frozen=True)
class PlannedVolume:
    """A row of `volume`, apart from what conversion fills in later. Column meanings: catalog/tables/volume.sql."""

    volume_id: str
    series_instance_uid: str
    kind: str
    verdict: str
    reason_codes: tuple[str, ...]
    axes: str
    shape: tuple[int, ...]
    n_slices: int
    n_time: int
    frames: tuple[Reference, ...]
    split_key: dict[str, str] = field(default_factory=dict)
    axis_name: str | None = None
    axis_unit: str | None = None
    axis_values: tuple[float | None, ...] | None = None
    axis_labels: tuple[str, ...] | None = None
    axis_durations_s: tuple[float | None, ...] | None = None
    axis_gradients: tuple[float, ...] | None = None
    affine_lps: tuple[float, ...] | None = None
    origin_lps: Vector | None = None
    direction_lps: tuple[float, ...] | None = None
    spacing_mm: tuple[float | None, float | None, float | None] | None = None
    spacing_deviation_mm: float | None = None
    in_plane_deviation_mm: float | None = None
    shear_degrees: float | None = None
    obliquity_degrees: float | None = None
    plane: str | None = None
    gap_positions: tuple[float, ...] = ()
    frame_of_reference_uid: str | None = None
    modality: str | None = None
    photometric: str | None = None
    dtype: str | None = None
    rescale_mode: str | None = None
    rescale_source: str | None = None
    rescale_slope: float | None = None
    rescale_intercept: float | None = None
    unit_code: str | None = None
    checks: dict[str, bool] = field(default_factory=dict)
    suv: Any = None


@dataclass(frozen=True)
class SeriesPlan:
    """What a series becomes: volumes in order, and what is worth telling, as rows for `issue`.

    `undecided` are frames at one place whose bytes differ and may show the same pixels: the plan is surer
    where it is made again with their `pixels_sha256`.
    """

    volumes: tuple[PlannedVolume, ...]
    issues: tuple[dict[str, Any], ...]
    undecided: tuple[Frame, ...] = ()
