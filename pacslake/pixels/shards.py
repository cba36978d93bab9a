"""One sharded Zarr v3 array on a local disk: written chunk by chunk as data comes, read with every check.

The files are plain Zarr v3 (`sharding_indexed` with blosc and crc32c inside, an index of offsets with its own
crc32c at the end), so zarr-python reads them. Writing here instead of through zarr-python lets a volume be
decoded slab by slab with memory for one slab; reading here means that a chunk which is absent, cut or flipped
raises `DamagedError`, where the format itself says that an absent chunk reads as the fill value.
"""

from __future__ import annotations

import hashlib
import itertools
import json
import math
import os
import struct
import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np

from pacslake.errors import DamagedError

__all__ = ["Layout", "ShardArray", "ShardWriter", "plan_layout", "verify_array"]

CHUNK = {"z": 32, "y": 128, "x": 128}
ONE_SHARD_BYTES = 512 * 1024 * 1024
SLAB_BYTES = 64 * 1024 * 1024
_ABSENT = 2**64 - 1

Ints = tuple[int, ...]


@dataclass(frozen=True)
class Layout:
    """Shape, chunk and shard of one array; the shard is a multiple of the chunk in every axis."""

    shape: Ints
    chunk: Ints
    shard: Ints
    dtype: np.dtype[Any]

    @property
    def shard_grid(self) -> Ints:
        return tuple(math.ceil(n / s) for n, s in zip(self.shape, self.shard, strict=True))

    @property
    def chunks_in_shard(self) -> Ints:
        return tuple(s // c for s, c in zip(self.shard, self.chunk, strict=True))

    @property
    def n_chunks(self) -> int:
        """Chunks with at least one voxel of the array."""
        return math.prod(math.ceil(n / c) for n, c in zip(self.shape, self.chunk, strict=True))

    def chunks_used(self, shard_index: Sequence[int]) -> Ints:
        """Chunks of that shard, along each axis, that reach into the array."""
        return tuple(
            min(per, math.ceil((n - i * s) / c))
            for per, n, i, s, c in zip(
                self.chunks_in_shard, self.shape, shard_index, self.shard, self.chunk, strict=True
            )
        )

    def metadata(self, dimension_names: Sequence[str]) -> dict[str, Any]:
        """The array's `zarr.json`."""
        item = self.dtype.itemsize
        checks = [{"name": "bytes", "configuration": {"endian": "little"}}, {"name": "crc32c"}]
        return {
            "zarr_format": 3,
            "node_type": "array",
            "shape": list(self.shape),
            "data_type": self.dtype.name,
            "chunk_grid": {"name": "regular", "configuration": {"chunk_shape": list(self.shard)}},
            "chunk_key_encoding": {"name": "default", "configuration": {"separator": "."}},
            "fill_value": 0 if self.dtype.kind in "iu" else 0.0,
            "codecs": [
                {
                    "name": "sharding_indexed",
                    "configuration": {
                        "chunk_shape": list(self.chunk),
                        "codecs": [
                            {"name": "bytes", "configuration": {"endian": "little"}},
                            {
                                "name": "blosc",
                                "configuration": {
                                    "typesize": item,
                                    "cname": "zstd",
                                    "clevel": 3,
                                    "shuffle": "bitshuffle",
                                    "blocksize": 0,
                                },
                            },
                            {"name": "crc32c"},
                        ],
                        "index_codecs": checks,
                        "index_location": "end",
                    },
                }
            ],
            "attributes": {},
            "dimension_names": list(dimension_names),
            "storage_transformers": [],
        }

    @classmethod
    def from_metadata(cls, metadata: dict[str, Any]) -> Layout:
        return cls(
            tuple(metadata["shape"]),
            tuple(metadata["codecs"][0]["configuration"]["chunk_shape"]),
            tuple(metadata["chunk_grid"]["configuration"]["chunk_shape"]),
            np.dtype(metadata["data_type"]),
        )


def plan_layout(
    shape: Sequence[int],
    dtype: np.dtype[Any],
    axes: str,
    *,
    one_shard: int = ONE_SHARD_BYTES,
    slab: int = SLAB_BYTES,
) -> Layout:
    """Chunks of (32, 128, 128) cut to the array; one shard, or whole slabs of about 64 MB where it is large.

    Args:
        shape: of the stored array.
        dtype: of its values.
        axes: one letter an axis, as stored. `z`, `y` and `x` are cut into chunks, `c` goes whole into each,
            any other axis one step at a time.
    """
    chunk = [min(CHUNK.get(a, n if a == "c" else 1), n) for a, n in zip(axes, shape, strict=True)]
    shard = [math.ceil(n / c) * c for n, c in zip(shape, chunk, strict=True)]
    if math.prod(shape) * dtype.itemsize > one_shard:
        for i, a in enumerate(axes):
            if a not in "cyx":
                shard[i] = chunk[i]
        # The axis just before the plane (or before the colour) grows until a slab is full.
        grow = max(i for i, a in enumerate(axes) if a not in "cyx")
        plane = math.prod(shard) * dtype.itemsize
        shard[grow] = chunk[grow] * max(1, min(math.ceil(shape[grow] / chunk[grow]), slab // plane))
    return Layout(tuple(shape), tuple(chunk), tuple(shard), dtype)


def _crc32c(data: bytes) -> bytes:
    import google_crc32c

    return struct.pack("<I", google_crc32c.value(data))


def _encode(block: np.ndarray) -> bytes:
    from numcodecs import blosc

    packed = blosc.compress(
        np.ascontiguousarray(block), b"zstd", 3, blosc.BITSHUFFLE, 0, typesize=block.dtype.itemsize
    )
    return packed + _crc32c(packed)


_local = threading.local()


def _scratch(layout: Layout) -> np.ndarray:
    """A chunk-sized array of this thread: fresh memory for each chunk costs a page fault for each 4 KB."""
    need = math.prod(layout.chunk) * layout.dtype.itemsize
    buffer = getattr(_local, "buffer", None)
    if buffer is None or len(buffer) < need:
        buffer = _local.buffer = np.empty(need, np.uint8)
    return np.asarray(buffer[:need].view(layout.dtype).reshape(layout.chunk))


def _decode(packed: bytes, layout: Layout, where: str) -> np.ndarray:
    """A whole chunk, in a buffer that this thread's next chunk uses again.

    Raises:
        DamagedError: the checksum differs, or the codec refuses.
    """
    from numcodecs import blosc

    body = packed[:-4]
    if len(packed) < 4 or _crc32c(body) != packed[-4:]:
        raise DamagedError(
            f"a chunk of {where} is not what was written (checksum differs). Convert the volume again."
        )
    out = _scratch(layout)
    try:
        blosc.decompress(body, out)
    except (RuntimeError, ValueError) as error:
        raise DamagedError(f"a chunk of {where} cannot be unpacked. Convert the volume again.") from error
    return out


def _shard_name(index: Sequence[int]) -> str:
    return "c." + ".".join(map(str, index))


@dataclass
class _OpenShard:
    file: BinaryIO
    entries: np.ndarray
    digest: Any
    position: int = 0


class ShardWriter:
    """Writes one array, slabs of the slice axis in order; one writer for one array, never two.

    Args:
        folder: of the array; made here.
        layout: shape, chunk and shard.
        names: the axes' names.
        pool: threads that compress.
    """

    def __init__(
        self, folder: Path, layout: Layout, names: Sequence[str], *, pool: ThreadPoolExecutor | None = None
    ) -> None:
        folder.mkdir(parents=True)
        self.folder, self.layout, self.names, self.pool = folder, layout, names, pool
        self.digests: dict[str, str] = {}
        self._open: dict[Ints, _OpenShard] = {}

    def write(self, start: Sequence[int], block: np.ndarray) -> None:
        """Write whole chunks: `block` begins at `start`, a multiple of the chunk, and ends on a chunk
        border or at the end of the array.

        Raises:
            ValueError: the block is not aligned to chunks; two writers of one chunk corrupt a shard.
        """
        layout = self.layout
        for a, b, n, c in zip(start, block.shape, layout.shape, layout.chunk, strict=True):
            if a % c or (b % c and a + b != n):
                raise ValueError(f"a block of {block.shape} at {tuple(start)} is not made of whole chunks")
        counts = [math.ceil(b / c) for b, c in zip(block.shape, layout.chunk, strict=True)]
        places = list(itertools.product(*(range(n) for n in counts)))
        pieces = (self._piece(block, place) for place in places)
        encoded = self.pool.map(_encode, pieces) if self.pool else map(_encode, pieces)
        for place, packed in zip(places, encoded, strict=True):
            chunk = tuple(a // c + p for a, c, p in zip(start, layout.chunk, place, strict=True))
            self._append(chunk, packed)

    def _piece(self, block: np.ndarray, place: Ints) -> np.ndarray:
        cut = tuple(slice(p * c, (p + 1) * c) for p, c in zip(place, self.layout.chunk, strict=True))
        piece = block[cut]
        if piece.shape == self.layout.chunk:
            return piece
        padded = np.zeros(self.layout.chunk, self.layout.dtype)
        padded[tuple(slice(0, n) for n in piece.shape)] = piece
        return padded

    def _append(self, chunk: Ints, packed: bytes) -> None:
        per = self.layout.chunks_in_shard
        index = tuple(i // p for i, p in zip(chunk, per, strict=True))
        shard = self._open.get(index)
        if shard is None:
            entries = np.full((*per, 2), _ABSENT, "<u8")
            shard = _OpenShard(open(self.folder / _shard_name(index), "xb"), entries, hashlib.sha256())
            self._open[index] = shard
        shard.entries[tuple(i % p for i, p in zip(chunk, per, strict=True))] = (shard.position, len(packed))
        shard.file.write(packed)
        shard.digest.update(packed)
        shard.position += len(packed)
        used = self.layout.chunks_used(index)
        if np.count_nonzero(shard.entries[..., 1] != _ABSENT) == math.prod(used):
            self._close(index)

    def _close(self, index: Ints) -> None:
        shard = self._open.pop(index)
        tail = shard.entries.tobytes()
        tail += _crc32c(tail)
        shard.file.write(tail)
        shard.digest.update(tail)
        shard.file.flush()
        os.fsync(shard.file.fileno())
        shard.file.close()
        self.digests[_shard_name(index)] = shard.digest.hexdigest()

    def finish(self) -> dict[str, str]:
        """Write `zarr.json`; returns sha256 of each file by name.

        Raises:
            ValueError: chunks are missing.
        """
        missing = math.prod(self.layout.shard_grid) - len(self.digests)
        if self._open or missing:
            raise ValueError(f"{missing} shards are not complete")
        text = json.dumps(self.layout.metadata(self.names), indent=1).encode()
        (self.folder / "zarr.json").write_bytes(text)
        return {**self.digests, "zarr.json": hashlib.sha256(text).hexdigest()}

    def abandon(self) -> None:
        """Close the files of an array that will not be finished."""
        for shard in self._open.values():
            shard.file.close()
        self._open.clear()


@dataclass
class ShardArray:
    """A finished array for reading: `array[selection]` with slices and integers, steps included.

    Pickles as its folder; file handles and indices are opened in each process.
    """

    folder: Path
    layout: Layout
    _indices: dict[Ints, np.ndarray] = field(default_factory=dict, repr=False)
    _files: dict[Ints, int] = field(default_factory=dict, repr=False)

    @classmethod
    def open(cls, folder: Path) -> ShardArray:
        """Raises: DamagedError when its metadata is absent or not ours."""
        try:
            metadata = json.loads((folder / "zarr.json").read_bytes())
            return cls(folder, Layout.from_metadata(metadata))
        except (OSError, ValueError, KeyError, IndexError, TypeError) as error:
            raise DamagedError(f"{_place(folder)} is absent or damaged. Convert the volume again.") from error

    def __reduce__(self) -> tuple[Any, tuple[Path]]:
        return ShardArray.open, (self.folder,)

    def __del__(self) -> None:
        for handle in self._files.values():
            os.close(handle)
        self._files = {}

    @property
    def shape(self) -> Ints:
        return self.layout.shape

    @property
    def dtype(self) -> np.dtype[Any]:
        return self.layout.dtype

    @property
    def ndim(self) -> int:
        return len(self.layout.shape)

    def __getitem__(self, key: Any) -> np.ndarray:
        """Read a part. Raises: DamagedError when a chunk is absent, cut or flipped."""
        box, finish = normalise_selection(key, self.shape)
        return self.read(box)[finish]

    def read(self, box: Sequence[tuple[int, int]], *, threads: int | None = None) -> np.ndarray:
        """Read the box of (start, stop) for each axis."""
        chunk = self.layout.chunk
        out = np.empty([b - a for a, b in box], self.dtype)
        ranges = [range(a // c, math.ceil(b / c)) for (a, b), c in zip(box, chunk, strict=True)]
        places = list(itertools.product(*ranges)) if out.size else []
        workers = min(threads or os.cpu_count() or 1, len(places))
        if workers > 1 and len(places) >= 8:
            with ThreadPoolExecutor(workers) as pool:
                list(pool.map(lambda place: self._copy_chunk(place, box, out), places))
        else:
            for place in places:
                self._copy_chunk(place, box, out)
        return out

    def _copy_chunk(self, place: Ints, box: Sequence[tuple[int, int]], out: np.ndarray) -> None:
        source, target = [], []
        for i, c, (a, b) in zip(place, self.layout.chunk, box, strict=True):
            first, last = max(a, i * c), min(b, (i + 1) * c)
            source.append(slice(first - i * c, last - i * c))
            target.append(slice(first - a, last - a))
        out[tuple(target)] = self._chunk(place)[tuple(source)]

    def _chunk(self, place: Ints) -> np.ndarray:
        per = self.layout.chunks_in_shard
        shard = tuple(i // p for i, p in zip(place, per, strict=True))
        entries = self._index(shard)
        offset, length = (int(x) for x in entries[tuple(i % p for i, p in zip(place, per, strict=True))])
        if offset == _ABSENT:
            raise DamagedError(f"a chunk of {_place(self.folder)} is missing. Convert the volume again.")
        packed = os.pread(self._files[shard], length, offset)
        return _decode(packed, self.layout, _place(self.folder))

    def _index(self, shard: Ints) -> np.ndarray:
        if shard not in self._indices:
            path = self.folder / _shard_name(shard)
            size = math.prod(self.layout.chunks_in_shard) * 16
            try:
                handle = os.open(path, os.O_RDONLY)
            except OSError as error:
                raise DamagedError(
                    f"{_place(path)} is missing, so its voxels are not known. Convert the volume again."
                ) from error
            end = os.fstat(handle).st_size
            tail = os.pread(handle, size + 4, max(0, end - size - 4))
            if len(tail) != size + 4 or _crc32c(tail[:-4]) != tail[-4:]:
                os.close(handle)
                raise DamagedError(f"{_place(path)} is cut or damaged. Convert the volume again.")
            self._files[shard] = handle
            self._indices[shard] = np.frombuffer(tail[:-4], "<u8").reshape(*self.layout.chunks_in_shard, 2)
        return self._indices[shard]


def _place(path: Path) -> str:
    """The path from the volume's folder on: enough to find it, and no place on the user's disk."""
    parts = path.parts
    start = next((i for i, part in enumerate(parts) if part.endswith(".zarr")), max(0, len(parts) - 2))
    return "/".join(parts[start:])


def normalise_selection(key: Any, shape: Sequence[int]) -> tuple[list[tuple[int, int]], tuple[Any, ...]]:
    """A box to read and what to do with it: (start, stop) for each axis, and an index for the box read.

    Raises:
        IndexError: too many axes, or an integer outside the array.
        TypeError: anything but integers, slices and one ellipsis.
    """
    keys = list(key) if isinstance(key, tuple) else [key]
    if any(k is Ellipsis for k in keys):
        at = next(i for i, k in enumerate(keys) if k is Ellipsis)
        keys[at : at + 1] = [slice(None)] * (len(shape) - len(keys) + 1)
    if len(keys) > len(shape):
        raise IndexError(f"{len(keys)} indices for an array of {len(shape)} axes")
    keys += [slice(None)] * (len(shape) - len(keys))
    box: list[tuple[int, int]] = []
    finish: list[Any] = []
    for k, n in zip(keys, shape, strict=True):
        if isinstance(k, slice):
            start, stop, step = k.indices(n)
            count = len(range(start, stop, step))
            last = start + (count - 1) * step
            low, high = (min(start, last), max(start, last) + 1) if count else (0, 0)
            box.append((low, high))
            finish.append(slice(None, None, step) if count else slice(0, 0))
        else:
            i = int(k.__index__())
            if not -n <= i < n:
                raise IndexError(f"index {i} is out of bounds for an axis of {n}")
            box.append((i % n, i % n + 1))
            finish.append(0)
    return box, tuple(finish)


def verify_array(folder: Path, *, deep: bool = True) -> list[str]:
    """What is wrong with a finished array, in words; empty when nothing is.

    Args:
        folder: of the array.
        deep: decode every chunk too, and not only look whether each is there.
    """
    try:
        array = ShardArray.open(folder)
    except DamagedError as error:
        return [str(error)]
    faults = []
    grid = [range(math.ceil(n / c)) for n, c in zip(array.shape, array.layout.chunk, strict=True)]
    for place in itertools.product(*grid):
        try:
            if deep:
                array._chunk(place)
            else:
                per = array.layout.chunks_in_shard
                entries = array._index(tuple(i // p for i, p in zip(place, per, strict=True)))
                if int(entries[tuple(i % p for i, p in zip(place, per, strict=True))][0]) == _ABSENT:
                    faults.append(f"chunk {place} of {_place(folder)} is missing")
        except DamagedError as error:
            faults.append(str(error))
    return sorted(set(faults))
