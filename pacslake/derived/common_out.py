"""What every object built here has in common: source images, identifiers, who made it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from pacslake.derived.codes import CodedTerm
from pacslake.derived.grid import Grid, grid_from_affine, load_grid
from pacslake.errors import UsageError, VolumeError
from pacslake.version import __version__

if TYPE_CHECKING:
    from pydicom.dataset import Dataset

__all__ = ["Algorithm", "Sources", "equipment", "maker", "new_uid", "sources_of"]


ARTIFICIAL_INTELLIGENCE = CodedTerm("123110", "DCM", "Artificial Intelligence")


@dataclass(frozen=True)
class Algorithm:
    """What made a result (PS3.3 10.16): its name and version, and the run that it came from.

    `activity_id` is that of the running activity; it goes into the object's ContentDescription or the report,
    so that the object leads back to its inputs. `family` is a term of CID 7162.
    """

    name: str = "pacslake"
    version: str = __version__
    family: CodedTerm = ARTIFICIAL_INTELLIGENCE
    activity_id: str | None = None

    @property
    def note(self) -> str | None:
        """The run in words; at most 64 characters."""
        return f"pacslake activity {self.activity_id}"[:64] if self.activity_id else None


def maker(algorithm: Algorithm | None) -> Algorithm:
    """The algorithm given, or the running one: inside `map` its function and its activity."""
    from dataclasses import replace

    from pacslake.compute.lineage import this_run

    run = this_run()
    if algorithm is None:
        return Algorithm() if run is None else Algorithm(run.description[:64], activity_id=run.activity_id)
    if run is not None and algorithm.activity_id is None:
        return replace(algorithm, activity_id=run.activity_id)
    return algorithm


def new_uid() -> str:
    """A UID under 2.25 (PS3.5 B.2)."""
    from pydicom.uid import generate_uid

    return str(generate_uid(prefix=None))


def equipment(algorithm: Algorithm) -> dict[str, Any]:
    """General and enhanced equipment (PS3.3 C.7.5.1, C.7.5.2), as highdicom's arguments."""
    return {
        "manufacturer": "pacslake",
        "manufacturer_model_name": algorithm.name[:64],
        "software_versions": algorithm.version[:64],
        "device_serial_number": "0",
    }


@dataclass(frozen=True)
class Sources:
    """The images of a volume: data sets, each once, and which frame is which slice.

    `slices[k]` is (number of the data set, frame number from 0) of slice k at the first time point.
    """

    datasets: tuple[Dataset, ...]
    slices: tuple[tuple[int, int], ...]
    grid: Grid

    @property
    def one_file_a_slice(self) -> bool:
        """Whether data set k is slice k, one frame each, of the grid's own size."""
        return (
            all(
                at == (k, 0) and int(ds.get("NumberOfFrames") or 1) == 1
                for k, (at, ds) in enumerate(zip(self.slices, self.datasets, strict=False))
            )
            and len(self.datasets) == len(self.slices)
            and all((ds.Rows, ds.Columns) == self.grid.shape[1:] for ds in self.datasets)
        )

    def affine(self) -> npt.NDArray[np.float64]:
        """4 x 4 from (column, row, slice) to LPS mm. Raises VolumeError where no one matrix is exact."""
        origins = self.grid.origins
        step = origins[1] - origins[0] if len(origins) > 1 else self.grid.normal * (self.grid.step or 1.0)
        fits = origins[0] + np.arange(len(origins))[:, None] * step
        if np.abs(fits - origins).max() > 0.01:
            raise VolumeError(
                "the slices of the volume are not one step apart; build the object on volume.to_regular() or on "
                "a volume of single-frame images",
                ("irregular_spacing",),
            )
        out = np.eye(4)
        out[:3, 0], out[:3, 1], out[:3, 2], out[:3, 3] = (
            self.grid.along_row, self.grid.along_column, step, origins[0],
        )  # fmt: skip
        return out


def sources_of(volume: Any, datasets: Sequence[Dataset] | None = None) -> Sources:
    """The images that a volume was read from.

    `volume` is a `Volume`: its frames say which instances to read. Any object with `affine_lps` and `shape`
    does as well when `datasets` gives the images in ascending order, one a slice.

    Raises: VolumeError: the volume has no place in the patient, or is no stack of slices.
    """
    if datasets is not None:
        shape = tuple(int(n) for n in volume.shape)[-3:]
        if len(datasets) != shape[0]:
            raise UsageError(
                f"{len(datasets)} data sets for {shape[0]} slices; give one for each, in ascending order"
            )
        grid = grid_from_affine(shape, volume.affine_lps, str(datasets[0].FrameOfReferenceUID))
        return Sources(tuple(datasets), tuple((k, 0) for k in range(len(datasets))), grid)
    grid = load_grid(volume.lake, volume.volume_id)
    first: dict[int, Any] = {}
    for frame in volume.frames():
        if frame.t == 0 or frame.k not in first:
            first.setdefault(frame.k, frame)
    numbers: dict[str, int] = {}
    slices = []
    for k in range(grid.shape[0]):
        id = first[k].instance
        numbers.setdefault(id, len(numbers))
        slices.append((numbers[id], int(first[k].frame_index)))
    return Sources(tuple(volume.lake.instance(id).dataset() for id in numbers), tuple(slices), grid)
