"""Volumes straight from the originals: frames by stored offset, decoded where they are compressed.

An `InPlaceArray` looks like an array (shape, dtype, slicing) and reads only what is asked for. Uncompressed
frames go by `preadv` into the array, whole rows of them where a part is wanted; compressed ones are decoded
and the last ones kept in a cache of bounded size. A file that is gone or has changed raises; nothing is ever
filled in.
"""

from __future__ import annotations

import os
import threading
import zlib
from collections import OrderedDict
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from itertools import repeat
from typing import Any

import numpy as np

from pacslake.dicom.decode import PixelSpec, decode_frame, normalise_stored, require_possible
from pacslake.errors import DamagedError, DecodeError, SourceMissingError
from pacslake.pixels.shards import normalise_selection

__all__ = ["FrameCache", "FrameSource", "InPlaceArray", "frame_bytes", "read_frame"]

_CACHE_BYTES = 256 * 1024 * 1024
_PARALLEL_BYTES = 16 * 1024 * 1024  # one core copies from the page cache slower than memory takes it
_REMEDY = "Bring the export back as it was, or ingest it again."


@dataclass(frozen=True, slots=True)
class FrameSource:
    """Where one frame of a volume lies and how its numbers are read.

    `offset` and `length` are those of the frame's bytes in the original (in its inflated data set where
    `inflate_from` is given: the byte at which the deflated part begins). `fragments` lists (offset, length)
    where the frame has several. `tile` is the place of a mosaic's tile, counted along rows. `scale` is
    (slope, intercept) where the array holds real values, None where it holds stored ones.
    """

    uri: str
    instance_version_id: str
    frame_index: int
    spec: PixelSpec
    offset: int
    length: int
    bit_offset: int = 0
    fragments: tuple[tuple[int, int], ...] = ()
    inflate_from: int | None = None
    file_size: int | None = None
    tile: int | None = None
    scale: tuple[float, float] | None = None

    @property
    def label(self) -> str:
        """A name for messages that holds no path and no identifier of a person."""
        return f"frame {self.frame_index} of instance {self.instance_version_id[:12]}"

    @property
    def held(self) -> int:
        """Bytes that the frame has in the file."""
        return sum(n for _, n in self.fragments) if self.fragments else self.length


class FrameCache:
    """The last decoded frames of this process, up to a number of bytes; safe between threads."""

    def __init__(self, limit: int = _CACHE_BYTES) -> None:
        self.limit = limit
        self._frames: OrderedDict[tuple[str, int], np.ndarray] = OrderedDict()
        self._bytes = 0
        self._lock = threading.Lock()

    def get(self, key: tuple[str, int]) -> np.ndarray | None:
        with self._lock:
            frame = self._frames.get(key)
            if frame is not None:
                self._frames.move_to_end(key)
            return frame

    def put(self, key: tuple[str, int], frame: np.ndarray) -> None:
        if frame.nbytes > self.limit // 2:
            return
        with self._lock:
            old = self._frames.pop(key, None)
            self._bytes += frame.nbytes - (old.nbytes if old is not None else 0)
            self._frames[key] = frame
            while self._bytes > self.limit:
                _, gone = self._frames.popitem(last=False)
                self._bytes -= gone.nbytes

    def clear(self) -> None:
        with self._lock:
            self._frames.clear()
            self._bytes = 0


_cache = FrameCache()


# -- bytes -------------------------------------------------------------------------------------------------


def frame_bytes(source: FrameSource) -> bytes:
    """The bytes of one frame: a slice of the pixel data, or its fragments joined.

    Raises:
        SourceMissingError: the original is gone.
        DamagedError: it is shorter than when it was ingested.
    """
    from pacslake.source import open_bytes, read_range

    pieces = source.fragments or ((source.offset, source.length),)
    if source.inflate_from is not None:
        data = _inflated(open_bytes(source.uri), source.inflate_from)
        parts = [data[offset : offset + length] for offset, length in pieces]
    else:
        parts = [read_range(source.uri, offset, length) for offset, length in pieces]
    out = parts[0] if len(parts) == 1 else b"".join(parts)
    if len(out) != source.held:
        raise DamagedError(f"the original of {source.label} is shorter than when it was ingested. {_REMEDY}")
    return out


def _inflated(data: bytes, start: int) -> bytes:
    limit = 64 * 1024 * 1024 + 1040 * len(data)
    try:
        return zlib.decompressobj(-zlib.MAX_WBITS).decompress(data[start:], limit)
    except zlib.error as error:
        raise DamagedError(f"a deflated data set cannot be inflated any more. {_REMEDY}") from error


def read_frame(source: FrameSource, *, cache: FrameCache | None = None) -> np.ndarray:
    """One frame of stored values, (row, column[, sample]), the whole mosaic of a mosaic.

    Raises:
        DecodeError: the bytes cannot be decoded for certain.
        SourceMissingError, DamagedError: the original is gone or changed.
    """
    key = (source.instance_version_id, source.frame_index)
    cache = cache if cache is not None else _cache
    frame = cache.get(key) if source.spec.is_encapsulated else None
    if frame is None:
        try:
            frame = decode_frame(frame_bytes(source), source.spec, bit_offset=source.bit_offset)
        except DecodeError as error:
            raise DecodeError(f"{source.label}: {error}") from error
        if source.spec.is_encapsulated:
            cache.put(key, frame)
    return frame


def cut_tile(frame: np.ndarray, tile: int, rows: int, columns: int) -> np.ndarray:
    """Tile number `tile` of a mosaic, tiles counted along rows from the upper left.

    Args:
        frame: (row, column), the whole mosaic.
        rows, columns: of one tile.
    """
    per_row = frame.shape[1] // columns
    r, c = divmod(tile, per_row)
    out = frame[r * rows : (r + 1) * rows, c * columns : (c + 1) * columns]
    if out.shape[:2] != (rows, columns):
        raise DecodeError(f"tile {tile} lies outside a mosaic of {frame.shape[0]} x {frame.shape[1]}")
    return out


# -- the array ---------------------------------------------------------------------------------------------


@dataclass
class InPlaceArray:
    """A volume's array over its originals: shape and slicing of an array, bytes read when asked for.

    Args:
        sources: frames in array order: time first, then slice.
        shape: as `volume.shape`: ([t,] z, y, x[, c]).
        dtype: as `volume.dtype`.
        axes: as `volume.axes`.
    """

    sources: Sequence[FrameSource]
    shape: tuple[int, ...]
    dtype: np.dtype[Any]
    axes: str

    def __post_init__(self) -> None:
        self.dtype = np.dtype(self.dtype)
        self._colour = self.axes.endswith("c")
        self._lead = self.shape[: len(self.shape) - 2 - self._colour]
        expected = int(np.prod(self._lead, dtype=np.int64))
        if len(self.sources) != expected:
            raise DamagedError(
                f"the catalogue lists {len(self.sources)} frames for an array of {expected}. "
                "Run `pacslake verify`."
            )

    @property
    def ndim(self) -> int:
        return len(self.shape)

    def __getitem__(self, key: Any) -> np.ndarray:
        """Read a part: slices and integers, steps included."""
        box, finish = normalise_selection(key, self.shape)
        return self.read(box)[finish]

    def __array__(self, dtype: Any = None, copy: bool | None = None) -> np.ndarray:
        return np.asarray(self[...], dtype=dtype)

    def read(self, box: Sequence[tuple[int, int]], *, shift: int = 0) -> np.ndarray:
        """Read the box of (start, stop) for each axis.

        Args:
            box: the part.
            shift: added to values of 16 bits, modulo 2^16, while a frame is still in the processor's cache.
        """
        wanted = list(self._sources_in(box[: len(self._lead)]))
        for source in wanted:
            require_possible(source.spec, source.held)
        inner = tuple(slice(a, b) for a, b in box[len(self._lead) :])
        out = np.empty([b - a for a, b in box], self.dtype)
        if out.size == 0:
            return out
        frames = out.reshape(len(wanted), *out.shape[len(self._lead) :])
        compressed = sum(s.spec.is_encapsulated for s in wanted)
        workers = min(os.cpu_count() or 1, len(wanted))
        if workers > 1 and (compressed >= 4 or out.nbytes > _PARALLEL_BYTES):
            with ThreadPoolExecutor(workers) as pool:
                list(pool.map(self._read_into, wanted, frames, repeat(inner), repeat(shift)))
        else:
            for source, target in zip(wanted, frames, strict=True):
                self._read_into(source, target, inner, shift)
        return out

    def _sources_in(self, lead: Sequence[tuple[int, int]]) -> Iterator[FrameSource]:
        ranges = [range(a, b) for a, b in lead]
        for index in np.ndindex(*(len(r) for r in ranges)):
            place = tuple(r[i] for r, i in zip(ranges, index, strict=True))
            yield self.sources[int(np.ravel_multi_index(place, self._lead))]

    def _read_into(
        self, source: FrameSource, target: np.ndarray, inner: tuple[slice, ...], shift: int
    ) -> None:
        if self._goes_straight(source):
            _read_rows(source, target, inner)
        else:
            self._decode_into(source, target, inner)
        if shift:
            cells = target.view(np.uint16)
            np.add(cells, np.uint16(shift & 0xFFFF), out=cells)

    def _decode_into(self, source: FrameSource, target: np.ndarray, inner: tuple[slice, ...]) -> None:
        frame = read_frame(source)
        if source.tile is not None:
            rows, columns = self.shape[len(self._lead)], self.shape[len(self._lead) + 1]
            frame = cut_tile(frame, source.tile, rows, columns)
        if frame.shape != self.shape[len(self._lead) :]:
            raise DecodeError(
                f"{source.label} is {frame.shape}, the volume's frames are {self.shape[len(self._lead) :]}"
            )
        place(frame[inner], target, source)

    def _goes_straight(self, source: FrameSource) -> bool:
        return (
            source.spec.reads_straight
            and source.tile is None
            and source.inflate_from is None
            and source.bit_offset == 0
            and source.spec.dtype == self.dtype
            and source.scale is None
            and source.spec.shape == self.shape[len(self._lead) :]
        )


def place(stored: np.ndarray, target: np.ndarray, source: FrameSource) -> None:
    """Put stored values where they belong, as real values where the array holds these.

    Raises:
        DecodeError: a stored value does not fit the array's type.
    """
    if source.scale is not None:
        slope, intercept = source.scale
        np.copyto(target, stored.astype(np.float64) * slope + intercept, casting="same_kind")
    elif np.can_cast(stored.dtype, target.dtype, "safe"):
        target[...] = stored
    else:
        info = np.iinfo(target.dtype) if target.dtype.kind in "iu" else None
        if (
            info is not None
            and stored.size
            and not info.min <= int(stored.min()) <= int(stored.max()) <= info.max
        ):
            raise DecodeError(f"{source.label} has values outside {target.dtype}")
        target[...] = stored.astype(target.dtype)


def _read_rows(source: FrameSource, target: np.ndarray, inner: tuple[slice, ...]) -> None:
    """Read whole rows of an uncompressed frame, straight into `target` where all of it is wanted."""
    from pacslake.source import local_file

    rows, columns = inner[0], inner[1]
    spec = source.spec
    row_bytes = spec.frame_bits // 8 // spec.rows
    offset = source.offset + rows.start * row_bytes
    whole = (
        (columns.start, columns.stop) == (0, spec.columns) and len(inner) < 3 and target.flags.c_contiguous
    )
    whole = whole or (len(inner) == 3 and target.shape[1:] == spec.shape[1:] and target.flags.c_contiguous)
    buffer = target if whole else np.empty((rows.stop - rows.start, *spec.shape[1:]), spec.dtype)
    path = local_file(source.uri)
    if path is None:
        _copy_range(source, offset, buffer)
    else:
        _pread(path, source, offset, buffer)
    normal = normalise_stored(buffer, spec)
    if normal is not target:
        target[...] = normal if whole else normal[:, columns, *inner[2:]]


def _copy_range(source: FrameSource, offset: int, buffer: np.ndarray) -> None:
    from pacslake.source import read_range

    data = read_range(source.uri, offset, buffer.nbytes)
    if len(data) != buffer.nbytes:
        raise DamagedError(f"the original of {source.label} is shorter than when it was ingested. {_REMEDY}")
    buffer[...] = np.frombuffer(data, buffer.dtype.newbyteorder("<")).reshape(buffer.shape)


def _pread(path: os.PathLike[str], source: FrameSource, offset: int, buffer: np.ndarray) -> None:
    try:
        handle = os.open(path, os.O_RDONLY)
    except OSError as error:
        raise SourceMissingError(f"the original of {source.label} cannot be opened. {_REMEDY}") from error
    try:
        if source.file_size is not None and os.fstat(handle).st_size != source.file_size:
            raise DamagedError(f"the original of {source.label} has changed since it was ingested. {_REMEDY}")
        view = buffer.data.cast("B")
        done = 0
        while done < len(view):
            n = os.preadv(handle, [view[done:]], offset + done)
            if n == 0:
                raise DamagedError(
                    f"the original of {source.label} is shorter than when it was ingested. {_REMEDY}"
                )
            done += n
    finally:
        os.close(handle)


def without_scale(source: FrameSource) -> FrameSource:
    """The same frame as stored values."""
    return replace(source, scale=None) if source.scale is not None else source
