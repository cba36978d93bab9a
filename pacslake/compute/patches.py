"""Patches of a cohort's volumes for training: an iterable of arrays, and the same as a data set of PyTorch.

Each patch is read by itself from the originals or the Zarr copy, so a cohort may be larger than memory. Order and
places follow from the seed and the epoch alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from pacslake.compute.arrays import Grid, grid_of, on_grid, require_stacks
from pacslake.compute.worker import open_lake
from pacslake.errors import UsageError

if TYPE_CHECKING:
    from pacslake.compute.cohorts import Cohort

__all__ = ["Patches", "patches", "torch_dataset"]

_TRIES = 20


@dataclass(frozen=True)
class Patches:
    """An iterable of patches; iterating again gives the same ones, `for_epoch(n)` others.

    Each is a mapping: `image` (slice, row, column) float32 in the volume's unit, `volume_id`, `start` (the first voxel's
    indices), and `target` where one was asked for. Pickles as the lake's place, so loader processes open it themselves.
    """

    opener: Callable[[str, int], Any]
    path: str
    snapshot_id: int
    volume_ids: tuple[str, ...]
    patch: tuple[int, int, int]
    per_volume: int
    seed: int
    grids: tuple[Grid, ...] | None
    target: Callable[[Any], Any] | None
    accept: Callable[[np.ndarray], bool] | None
    epoch: int = 0
    part: tuple[int, int] = (0, 1)

    def for_epoch(self, epoch: int) -> Patches:
        """The same cohort in another order and at other places."""
        return replace(self, epoch=epoch)

    def for_part(self, number: int, parts: int) -> Patches:
        """Every `parts`-th volume, from `number` on: what one of several loader processes reads."""
        return replace(self, part=(number, parts))

    def __len__(self) -> int:
        number, parts = self.part
        return len(range(number, len(self.volume_ids), parts)) * self.per_volume

    def __iter__(self) -> Iterator[dict[str, Any]]:
        number, parts = self.part
        order = np.random.default_rng((self.seed, self.epoch)).permutation(len(self.volume_ids))
        for place in order[number::parts]:
            # One stream of chance for each volume: however the volumes are shared out, places are the same.
            yield from self._of(int(place), np.random.default_rng((self.seed, self.epoch, int(place))))

    def _of(self, place: int, rng: np.random.Generator) -> Iterator[dict[str, Any]]:
        volume = open_lake(self.opener, self.path, self.snapshot_id).volume(self.volume_ids[place])
        whole = on_grid(volume, self.grids[place]) if self.grids else None
        shape = volume.shape if whole is None else whole.shape
        target = None if self.target is None else np.asarray(self.target(volume))
        if target is not None and target.shape != shape:
            raise UsageError(
                f"the target of volume {volume.volume_id} has shape {target.shape}, its image {shape}; give both on one grid"
            )
        for _ in range(self.per_volume):
            for _ in range(_TRIES):
                start = tuple(
                    int(rng.integers(0, max(1, n - p + 1))) for n, p in zip(shape, self.patch, strict=True)
                )
                cut = tuple(slice(s, s + p) for s, p in zip(start, self.patch, strict=True))
                image = _padded(volume.values(cut) if whole is None else whole[cut], self.patch)
                if self.accept is None or self.accept(image):
                    break
            sample = {"image": image, "volume_id": volume.volume_id, "start": start}
            if target is not None:
                sample["target"] = _padded(target[cut], self.patch, 0)
            yield sample


def _padded(block: np.ndarray, shape: Sequence[int], value: float | None = None) -> np.ndarray:
    """A block at the full shape: of a volume smaller than the patch the rest is its smallest value."""
    if value is None:
        block = block.astype(np.float32)
        value = float(block.min())
    missing = [(0, n - have) for n, have in zip(shape, block.shape, strict=True)]
    return np.pad(block, missing, constant_values=value)


def patches(
    cohort: Cohort,
    patch: int | Sequence[int],
    *,
    per_volume: int = 1,
    seed: int = 0,
    spacing: float | Sequence[float] | None = None,
    target: Callable[[Any], Any] | None = None,
    accept: Callable[[np.ndarray], bool] | None = None,
) -> Patches:
    """See `Cohort.patches`."""
    size = (patch,) * 3 if isinstance(patch, int) else tuple(int(n) for n in patch)
    if len(size) != 3 or min(size) < 1 or per_volume < 1:
        raise UsageError(f"patch={patch!r} is (slice, row, column) in voxels, and per_volume at least 1")
    members = require_stacks(cohort)
    grids = None
    if spacing is not None:
        grids = tuple(grid_of([m], spacing=spacing, shape=None, plane=None) for m in members)
    opener, (path, _) = cohort.lake.__reduce__()
    return Patches(
        opener, path, cohort.snapshot_id, tuple(cohort.members), (size[0], size[1], size[2]), per_volume, seed, grids,
        target, accept,
    )  # fmt: skip


def torch_dataset(source: Patches) -> Any:
    """The patches as a `torch.utils.data.IterableDataset`; each loader process reads its own volumes.

    Raises:
        UsageError: PyTorch is not installed.
    """
    try:
        import torch
        from torch.utils.data import IterableDataset, get_worker_info
    except ImportError:
        raise UsageError(
            "PyTorch is not installed: pip install torch. cohort.patches(...) gives the same patches as NumPy arrays"
        ) from None

    class TorchPatches(IterableDataset):  # type: ignore[misc]
        """`image` and `target` are tensors with a channel axis in front; `set_epoch` before each epoch."""

        def __init__(self) -> None:
            super().__init__()
            self.source = source

        def __reduce__(self) -> Any:  # loader processes that are not forked make their own
            return torch_dataset, (self.source,)

        def set_epoch(self, epoch: int) -> None:
            self.source = self.source.for_epoch(epoch)

        def __len__(self) -> int:
            return len(self.source)

        def __iter__(self) -> Iterator[dict[str, Any]]:
            worker = get_worker_info()
            mine = self.source if worker is None else self.source.for_part(worker.id, worker.num_workers)
            for sample in mine:
                tensors = {
                    k: torch.from_numpy(v)[None] for k, v in sample.items() if isinstance(v, np.ndarray)
                }
                yield {**sample, **tensors}

    return TorchPatches()
