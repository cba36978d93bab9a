"""A quantity per voxel out as a Parametric Map (PS3.3 A.75)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from pacslake.derived.codes import CodedTerm, coded_term
from pacslake.derived.common_out import Algorithm, equipment, maker, new_uid, sources_of
from pacslake.errors import UsageError

if TYPE_CHECKING:
    from pydicom.dataset import Dataset

__all__ = ["build_parametric_map"]


def build_parametric_map(
    values: npt.ArrayLike,
    volume: Any,
    *,
    quantity: Any,
    unit: str,
    label: str = "MAP",
    algorithm: Algorithm | None = None,
    series_description: str = "Parametric map",
    series_number: int = 902,
    datasets: Sequence[Dataset] | None = None,
) -> Dataset:
    """Real values on a volume's grid as float32, ready for `lake.add`.

    Args:
        values: (slice, row, column) in `unit`.
        quantity: what the values are: CodedTerm, (value, scheme, meaning) or exact meaning.
        unit: UCUM code.
        label: short name of the mapping, at most 16 characters.

    Raises:
        UsageError: the array's shape is not the volume's.
        VolumeError: the volume has no exact geometry.
    """
    import highdicom as hd

    algorithm = maker(algorithm)
    sources = sources_of(volume, datasets)
    array = np.ascontiguousarray(values, np.float32)
    if array.shape != sources.grid.shape:
        raise UsageError(f"the map has shape {array.shape}; the volume's grid is {sources.grid.shape}")
    finite = array[np.isfinite(array)]
    low, high = (float(finite.min()), float(finite.max())) if finite.size else (0.0, 0.0)
    mapping = hd.pm.RealWorldValueMapping(
        lut_label=label[:16],
        lut_explanation=coded_term(quantity).meaning[:64],
        unit=CodedTerm(unit, "UCUM", unit).to_pydicom(),
        value_range=(low, high),
        slope=1.0,
        intercept=0.0,
        quantity_definition=coded_term(quantity).to_pydicom(),
    )
    pixels: Any = array
    if not sources.one_file_a_slice:
        pixels = hd.Volume(
            array,
            sources.affine()[:, [2, 1, 0, 3]],
            coordinate_system="PATIENT",
            frame_of_reference_uid=sources.grid.frame_of_reference_uid,
        )
    made = hd.pm.ParametricMap(
        source_images=list(sources.datasets),
        pixel_array=pixels,
        series_instance_uid=new_uid(),
        series_number=series_number,
        sop_instance_uid=new_uid(),
        instance_number=1,
        contains_recognizable_visual_features=False,
        real_world_value_mappings=[mapping],
        voi_lut_transformations=[
            hd.VOILUTTransformation(
                window_center=(low + high) / 2,
                window_width=max(high - low, 1e-6),
                voi_lut_function="LINEAR_EXACT",  # LINEAR asks for a width of at least 1 (PS3.3 C.11.2.1.2)
            )
        ],
        content_label="PARAMETRIC_MAP",
        content_description=algorithm.note,
        series_description=series_description,
        **equipment(algorithm),
    )
    if "Laterality" not in made:
        made.Laterality = ""  # type 2C of the General Series module: unknown here
    return made
