"""A volume as a read-only Zarr store, its chunks made when they are asked for.

For programs that take a Zarr store and nothing else. Dask through `Volume.array` does not need it.
"""

from __future__ import annotations

import itertools
import json
import re
from collections.abc import AsyncIterator, Iterable, Iterator, Sequence
from typing import Any

import numpy as np
from zarr.abc.store import ByteRequest, OffsetByteRequest, RangeByteRequest, Store, SuffixByteRequest
from zarr.core.buffer import Buffer, BufferPrototype

__all__ = ["ChunkView", "InPlaceStore"]

_KEY = re.compile(r"c(\.\d{1,9}){1,8}")


class ChunkView:
    """An array as the values of a Zarr v3 store: `zarr.json`, and a chunk for each key `c.0.0.0`, made when asked for.

    Args:
        array: anything with shape, dtype, axes and slicing.
        chunks: shape of a chunk; by default one frame.
        compressed: chunks go through zstd, for those that travel.
    """

    def __init__(self, array: Any, chunks: Sequence[int] | None = None, *, compressed: bool = False) -> None:
        self.array, self.compressed = array, compressed
        lead = array.axes.index("y")
        self.chunks = tuple(chunks or (1,) * lead + tuple(array.shape[lead:]))
        self.grid = tuple(-(-n // c) for n, c in zip(array.shape, self.chunks, strict=True))

    def metadata(self) -> bytes:
        """`zarr.json`."""
        array = self.array
        codecs: list[dict[str, Any]] = [{"name": "bytes", "configuration": {"endian": "little"}}]
        if self.compressed:
            codecs.append({"name": "zstd", "configuration": {"level": 1, "checksum": False}})
        return json.dumps(
            {
                "zarr_format": 3,
                "node_type": "array",
                "shape": list(array.shape),
                "data_type": np.dtype(array.dtype).name,
                "chunk_grid": {"name": "regular", "configuration": {"chunk_shape": list(self.chunks)}},
                "chunk_key_encoding": {"name": "default", "configuration": {"separator": "."}},
                "fill_value": False if np.dtype(array.dtype) == bool else 0,
                "codecs": codecs,
                "attributes": {},
                "dimension_names": list(array.axes),
            }
        ).encode()

    def value(self, key: str) -> bytes | None:
        """What stands under a key; None where there is no such chunk.

        Raises:
            DecodeError, SourceMissingError, DamagedError: as reading the array does.
        """
        if key == "zarr.json":
            return self.metadata()
        place = self.place(key)
        if place is None:
            return None
        box = tuple(
            slice(i * c, min((i + 1) * c, n))
            for i, c, n in zip(place, self.chunks, self.array.shape, strict=True)
        )
        found = np.asarray(self.array[box])
        if found.shape != self.chunks:  # at the far edges: a chunk is stored whole
            whole = np.zeros(self.chunks, found.dtype)
            whole[tuple(slice(0, n) for n in found.shape)] = found
            found = whole
        data = found.astype(found.dtype.newbyteorder("<"), copy=False).tobytes()
        if not self.compressed:
            return data
        import zstandard

        return zstandard.ZstdCompressor(level=1).compress(data)

    def place(self, key: str) -> tuple[int, ...] | None:
        """The chunk that a key names."""
        if not _KEY.fullmatch(key):
            return None
        place = tuple(int(n) for n in key[2:].split("."))
        if len(place) != len(self.grid) or any(i >= n for i, n in zip(place, self.grid, strict=True)):
            return None
        return place

    def keys(self) -> Iterator[str]:
        """All keys."""
        yield "zarr.json"
        for place in itertools.product(*(range(n) for n in self.grid)):
            yield "c." + ".".join(map(str, place))


class InPlaceStore(Store):
    """One Zarr v3 array, uncompressed chunks of one frame each, in the volume's axes."""

    supports_writes = False
    supports_deletes = False
    supports_listing = True
    supports_partial_writes = False

    def __init__(self, array: Any) -> None:
        super().__init__(read_only=True)
        self.array = array
        self._view = ChunkView(array)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, InPlaceStore) and other.array is self.array

    async def get(
        self, key: str, prototype: BufferPrototype, byte_range: ByteRequest | None = None
    ) -> Buffer | None:
        import asyncio

        value = await asyncio.to_thread(self._view.value, key)
        if value is None:
            return None
        if isinstance(byte_range, RangeByteRequest):
            value = value[byte_range.start : byte_range.end]
        elif isinstance(byte_range, OffsetByteRequest):
            value = value[byte_range.offset :]
        elif isinstance(byte_range, SuffixByteRequest):
            value = value[-byte_range.suffix :]
        return prototype.buffer.from_bytes(value)

    async def get_partial_values(
        self, prototype: BufferPrototype, key_ranges: Iterable[tuple[str, ByteRequest | None]]
    ) -> list[Buffer | None]:
        return [await self.get(key, prototype, byte_range) for key, byte_range in key_ranges]

    async def exists(self, key: str) -> bool:
        return key == "zarr.json" or self._view.place(key) is not None

    async def set(self, key: str, value: Buffer) -> None:
        raise ValueError("originals are never written")

    async def delete(self, key: str) -> None:
        raise ValueError("originals are never deleted")

    async def set_partial_values(self, key_start_values: Iterable[Any]) -> None:
        raise ValueError("originals are never written")

    async def list(self) -> AsyncIterator[str]:
        for key in self._view.keys():
            yield key

    async def list_prefix(self, prefix: str) -> AsyncIterator[str]:
        async for key in self.list():
            if key.startswith(prefix):
                yield key

    async def list_dir(self, prefix: str) -> AsyncIterator[str]:
        if prefix in ("", "/"):
            async for key in self.list():
                yield key
