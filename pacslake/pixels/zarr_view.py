"""A read-only Zarr store over original DICOM: every frame is a chunk, decoded when it is asked for.

For programs that take a Zarr store and nothing else. Dask through `Volume.array` does not need it.
"""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Iterable
from typing import Any

from zarr.abc.store import ByteRequest, OffsetByteRequest, RangeByteRequest, Store, SuffixByteRequest
from zarr.core.buffer import Buffer, BufferPrototype

from pacslake.pixels.inplace import InPlaceArray

__all__ = ["InPlaceStore"]


class InPlaceStore(Store):
    """One Zarr v3 array, uncompressed chunks of one frame each, in the volume's axes."""

    supports_writes = False
    supports_deletes = False
    supports_listing = True
    supports_partial_writes = False

    def __init__(self, array: InPlaceArray) -> None:
        super().__init__(read_only=True)
        self.array = array
        self._lead = array.axes.index("y")
        self._grid = array.shape[: self._lead]

    def _metadata(self) -> bytes:
        array = self.array
        return json.dumps(
            {
                "zarr_format": 3,
                "node_type": "array",
                "shape": list(array.shape),
                "data_type": array.dtype.name,
                "chunk_grid": {
                    "name": "regular",
                    "configuration": {"chunk_shape": [1] * self._lead + list(array.shape[self._lead :])},
                },
                "chunk_key_encoding": {"name": "default", "configuration": {"separator": "."}},
                "fill_value": 0,
                "codecs": [{"name": "bytes", "configuration": {"endian": "little"}}],
                "attributes": {},
                "dimension_names": list(array.axes),
            }
        ).encode()

    def _value(self, key: str) -> bytes | None:
        if key == "zarr.json":
            return self._metadata()
        if not key.startswith("c."):
            return None
        place = tuple(int(n) for n in key[2:].split("."))[: self._lead]
        if len(place) != self._lead or any(i >= n for i, n in zip(place, self._grid, strict=True)):
            return None
        frame = self.array[place]
        return frame.astype(frame.dtype.newbyteorder("<"), copy=False).tobytes()

    def __eq__(self, other: object) -> bool:
        return isinstance(other, InPlaceStore) and other.array is self.array

    async def get(
        self, key: str, prototype: BufferPrototype, byte_range: ByteRequest | None = None
    ) -> Buffer | None:
        import asyncio

        value = await asyncio.to_thread(self._value, key)
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
        return key == "zarr.json" or key.startswith("c.")

    async def set(self, key: str, value: Buffer) -> None:
        raise ValueError("originals are never written")

    async def delete(self, key: str) -> None:
        raise ValueError("originals are never deleted")

    async def set_partial_values(self, key_start_values: Iterable[Any]) -> None:
        raise ValueError("originals are never written")

    async def list(self) -> AsyncIterator[str]:
        import itertools

        yield "zarr.json"
        trailing = (0,) * (len(self.array.shape) - self._lead)
        for place in itertools.product(*(range(n) for n in self._grid)):
            yield "c." + ".".join(map(str, (*place, *trailing)))

    async def list_prefix(self, prefix: str) -> AsyncIterator[str]:
        async for key in self.list():
            if key.startswith(prefix):
                yield key

    async def list_dir(self, prefix: str) -> AsyncIterator[str]:
        if prefix in ("", "/"):
            async for key in self.list():
                yield key
