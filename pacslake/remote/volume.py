"""Volumes and instances of a served lake: facts at once, pixels in chunks as they are asked for."""

from __future__ import annotations

import itertools
import threading
from collections import OrderedDict
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property
from io import BytesIO
from typing import TYPE_CHECKING, Any

import numpy as np

from pacslake.dicom.decode import PixelSpec
from pacslake.errors import DecodeError, LakeError
from pacslake.pixels.instance import Instance
from pacslake.pixels.rows import FrameRow
from pacslake.pixels.shards import normalise_selection
from pacslake.pixels.volume import Volume

if TYPE_CHECKING:
    import pydicom

    from pacslake.remote.client import Client
    from pacslake.remote.lake import RemoteLake

__all__ = ["RemoteArray", "RemoteInstance", "RemoteVolume", "open_instance", "open_volume"]

_CACHE_BYTES = 512 * 1024 * 1024
_AT_ONCE = 4


def open_volume(lake: RemoteLake, id: str) -> RemoteVolume:
    """A volume by id or series. Raises: as `Lake.volume` does."""
    found = lake.client.row("volumes", id, snapshot=lake.snapshot_id)
    return RemoteVolume(lake, found)


def open_instance(lake: RemoteLake, uid: str) -> RemoteInstance:
    """An instance by SOPInstanceUID or version. Raises: NotFoundError."""
    return RemoteInstance(lake, lake.client.row("instances", uid, snapshot=lake.snapshot_id))


def _frame_rows(frames: Any) -> list[FrameRow]:
    return [
        FrameRow(
            **{**frame, "spec": PixelSpec(**frame["spec"]), "position_lps": _tuple(frame["position_lps"])},
            uri="", offset=None, length=None, fragments=(), pixel_offset=None, inflate_from=None, file_size=None, sha256=None,
        )
        for frame in frames or ()
    ]  # fmt: skip


def _tuple(values: Any) -> tuple[float, ...] | None:
    return None if values is None else tuple(values)


class RemoteArray:
    """A volume's stored values, by the chunk. The last chunks are kept, up to a number of bytes; safe between threads."""

    def __init__(
        self, client: Client, volume_id: str, snapshot: int, *, shape: tuple[int, ...], dtype: Any, axes: str, chunks: tuple[int, ...]
    ) -> None:  # fmt: skip
        self.client, self.volume_id, self.snapshot = client, volume_id, snapshot
        self.shape, self.dtype, self.axes, self.chunks = shape, np.dtype(dtype), axes, chunks
        self._kept: OrderedDict[tuple[int, ...], np.ndarray] = OrderedDict()
        self._bytes = 0
        self._lock = threading.Lock()

    @property
    def ndim(self) -> int:
        return len(self.shape)

    def __array__(self, dtype: Any = None, copy: bool | None = None) -> np.ndarray:
        return np.asarray(self[...], dtype=dtype)

    def __getitem__(self, key: Any) -> np.ndarray:
        box, finish = normalise_selection(key, self.shape)
        out = np.empty([stop - start for start, stop in box], self.dtype)
        touched = (
            range(start // c, -(-stop // c)) for (start, stop), c in zip(box, self.chunks, strict=True)
        )
        places = list(itertools.product(*touched))

        def put(place: tuple[int, ...]) -> None:
            chunk = self._chunk(place)
            source, target = [], []
            for i, c, (start, stop) in zip(place, self.chunks, box, strict=True):
                low, high = max(start, i * c), min(stop, (i + 1) * c)
                source.append(slice(low - i * c, high - i * c))
                target.append(slice(low - start, high - start))
            out[tuple(target)] = chunk[tuple(source)]

        if len(places) == 1:
            put(places[0])
        elif places:
            with ThreadPoolExecutor(min(_AT_ONCE, len(places))) as pool:
                list(pool.map(put, places))
        return out[finish]

    def _chunk(self, place: tuple[int, ...]) -> np.ndarray:
        with self._lock:
            if place in self._kept:
                self._kept.move_to_end(place)
                return self._kept[place]
        import zstandard

        key = "c." + ".".join(map(str, place))
        data = self.client.get("volumes", self.volume_id, "zarr", key, snapshot=self.snapshot)
        size = int(np.prod(self.chunks)) * self.dtype.itemsize
        try:
            raw = zstandard.ZstdDecompressor().decompress(data, max_output_size=size)
        except zstandard.ZstdError:
            raw = b""
        if len(raw) != size:
            raise LakeError(f"a part of volume {self.volume_id} came damaged; ask again")
        found = (
            np.frombuffer(raw, self.dtype.newbyteorder("<"))
            .reshape(self.chunks)
            .astype(self.dtype, copy=False)
        )
        with self._lock:
            if place not in self._kept:
                self._kept[place] = found
                self._bytes += found.nbytes
            while self._bytes > _CACHE_BYTES and len(self._kept) > 1:
                _, gone = self._kept.popitem(last=False)
                self._bytes -= gone.nbytes
        return found


class RemoteVolume(Volume):
    """A volume of a served lake; everything that `Volume` does, over HTTP. It pickles without pixels and token."""

    def __init__(self, lake: RemoteLake, found: Mapping[str, Any]) -> None:
        super().__init__(lake, found["row"], found["tier"])
        self._chunks = tuple(int(n) for n in found["chunks"])
        self.__dict__["_frames"] = _frame_rows(found["frames"])

    def __reduce__(self) -> tuple[Callable[..., Volume], tuple[Any, ...]]:
        return open_volume, (self.lake, self.id)

    @cached_property
    def reader(self) -> RemoteArray:  # type: ignore[override]
        lake: Any = self.lake
        return RemoteArray(
            lake.client, self.id, lake.snapshot_id, shape=self.shape, dtype=self.dtype, axes=self.axes, chunks=self._chunks
        )  # fmt: skip

    def _dask_chunks(self) -> tuple[int, ...]:
        """Blocks of whole chunks, so that none is fetched twice."""
        return self._chunks

    def _header(self, instance_version_id: str) -> Any:
        lake: Any = self.lake
        return lake.instance(instance_version_id).header()

    def store(self) -> Any:
        """A read-only Zarr store of this volume: `zarr.open_array(v.store(), mode="r")`."""
        from pacslake.pixels.zarr_view import InPlaceStore

        return InPlaceStore(self.reader)


class RemoteInstance(Instance):
    """An instance of a served lake: its header, its frames, its file."""

    def __init__(self, lake: RemoteLake, found: Mapping[str, Any]) -> None:
        super().__init__(lake, str(found["id"]))
        self.__dict__["row"] = dict(found["row"])
        self.__dict__["_frames"] = _frame_rows(found["frames"])

    def __reduce__(self) -> Any:
        return open_instance, (self.lake, self.instance_version_id)

    @property
    def uri(self) -> str:  # type: ignore[override]
        """Its address at the service."""
        lake: Any = self.lake
        return f"{lake.client.address}/lake/v1/instances/{self.instance_version_id}/file"

    def _get(self, *parts: str) -> bytes:
        lake: Any = self.lake
        return lake.client.get("instances", self.instance_version_id, *parts, snapshot=lake.snapshot_id)  # type: ignore[no-any-return]

    def dataset(self) -> pydicom.Dataset:
        """The whole data set, pixels included."""
        import pydicom

        return pydicom.dcmread(BytesIO(self._get("file")), force=True)

    def header(self) -> pydicom.Dataset:
        """The data set without its pixels."""
        import pydicom

        return pydicom.dcmread(BytesIO(self._get("header")), force=True, stop_before_pixels=True)

    def frame(self, index: int) -> np.ndarray:
        """Stored values of one frame, (row, column[, sample]). Raises: IndexError, DecodeError."""
        if not 0 <= index < self.n_frames:
            raise IndexError(f"frame {index} of {self.n_frames}")
        lake: Any = self.lake
        path = ("instances", self.instance_version_id, "frames", str(index))
        return np.asarray(lake.client.array(*path, snapshot=lake.snapshot_id))

    def pixels(self) -> np.ndarray:
        """Stored values of all frames, (frame, row, column[, sample])."""
        if not self.n_frames:
            raise DecodeError(f"instance {self.sop_instance_uid} has no frames that were found")
        return np.stack([self.frame(n) for n in range(self.n_frames)])
