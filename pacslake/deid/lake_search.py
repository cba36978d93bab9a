"""A whole research lake searched for everybody that the originals name: every table, object, chunk, log and file name.

The check of each object (`verifier`) knows the values of its own original; this one knows those of all originals at once and
reads what was written, not what was meant to be. Values are compared as words, long ones also inside words, in one pass over
the bytes however many people there are. A hit names the file and the kind of value, never the value.
"""

from __future__ import annotations

import base64
import binascii
import io
import re
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import numpy as np

from pacslake.deid.verifier import Finding, Identifiers, Unreadable, identifiers_of, values_of

__all__ = ["Sought", "search_bytes", "search_lake", "sought_of"]

MAX_UNPACKED = 1 << 28
_KINDS = ("names", "numbers", "places", "devices", "told")
_WORD = re.compile(r"[^\W_]+")
_UID = re.compile(rb"(?<![0-9.])[0-9]+(?:\.[0-9]+){2,}")
_BASE64 = re.compile(rb"[A-Za-z0-9+/]{12,}={0,2}")
_TEXT = re.compile(rb"[\x20-\x7e\x80-\xff]{5,}")
_WIDE = re.compile(rb"(?:[\x20-\x7e]\0){5,}|(?:\0[\x20-\x7e]){5,}")
_ESCAPED = re.compile(rb"\\u([0-9a-fA-F]{4})")
_STRETCH = 1 << 16
_LONGEST = 12
"""Words of a value that are compared; of longer ones the first so many."""


@dataclass
class Sought:
    """What is looked for: values as words by their first word, long ones as bytes by their first eight, each with its
    kind; and UIDs.
    """

    by_first: dict[str, dict[tuple[str, ...], str]] = field(default_factory=dict)
    by_head: dict[int, dict[bytes, str]] = field(default_factory=dict)
    uids: set[bytes] = field(default_factory=set)
    n_originals: int = 0
    unread: int = 0
    """Originals that this program cannot read, so that what they name is not looked for."""

    def add(self, known: Identifiers) -> None:
        """Take over what an original tells."""
        for kind in _KINDS:
            for value in getattr(known, kind):
                self._add_bytes(kind, value)
                for words in _orders(_words(value)) if kind == "names" else [_words(value)]:
                    if _tells(kind, words):
                        self.by_first.setdefault(words[0], {})[words] = kind
        self.uids.update(uid.encode() for uid in known.uids)

    def _add_bytes(self, kind: str, value: str) -> None:
        """Long values, which no chance writes, are found inside longer words too."""
        if len(set(value)) < 4:  # 000000000 is nobody's number
            return
        for form in {value.lower(), value.upper(), value}:
            needle = form.encode("utf-8", "surrogatepass").lower()
            if len(needle) >= 8:
                self.by_head.setdefault(int.from_bytes(needle[:8], "little"), {})[needle] = kind

    @cached_property
    def _heads(self) -> np.ndarray:
        return np.array(sorted(self.by_head), "<u8")

    def kinds_inside(self, data: bytes) -> set[str]:
        """Kinds of long values that stand anywhere in bytes, whatever is before and behind them."""
        folded, found = data.lower(), set[str]()
        if not self.by_head:
            return found
        for start in range(0, len(folded) - 7, _STRETCH):
            # Eight bytes from every place on, as one number each.
            cells = np.ndarray(min(_STRETCH, len(folded) - 7 - start), "<u8", folded, start, (1,))
            nearest = self._heads.take(np.searchsorted(self._heads, cells), mode="clip")
            for at in np.flatnonzero(nearest == cells):
                for needle, kind in self.by_head[int(cells[at])].items():
                    if folded.startswith(needle, start + int(at)):
                        found.add(kind)
        return found

    def kinds_in(self, text: str) -> set[str]:
        """Kinds of values that stand in a text."""
        words = _WORD.findall(text.casefold())
        found: set[str] = set()
        for i, word in enumerate(words):
            for wanted, kind in self.by_first.get(word, {}).items():
                if tuple(words[i : i + len(wanted)]) == wanted:
                    found.add(kind)
        return found


def _words(value: str) -> tuple[str, ...]:
    return tuple(_WORD.findall(value.casefold())[:_LONGEST])


def _orders(words: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """A name as it stands, and without what people leave out: initials, and all but its first two words."""
    yield words
    long = tuple(w for w in words if len(w) > 1)
    if len(long) > 1:
        yield from (long, long[:2], long[1::-1])


def _tells(kind: str, words: tuple[str, ...]) -> bool:
    """Whether words tell somebody: a short one stands everywhere by chance."""
    size = sum(map(len, words))
    if len(set("".join(words))) < 3:
        return False
    if kind == "names":
        return size >= (6 if len(words) > 1 else 7)
    if kind == "numbers":
        return size >= 5
    return size >= 8


def sought_of(originals: Iterable[bytes]) -> Sought:
    """What the originals tell of people, places and events; files that are no DICOM tell nothing."""
    out = Sought()
    for data in originals:
        try:
            out.add(identifiers_of(data))
            out.n_originals += 1
        except Unreadable:
            out.unread += 1
    return out


def search_lake(root: Path, sought: Sought) -> Iterator[tuple[str, Finding]]:
    """(file of the lake, finding) for everything that stands in a lake and must not."""
    for path in sorted(root.rglob("*")):
        name = path.relative_to(root).as_posix()
        for kind in sorted(_in_text(name.encode("utf-8", "surrogateescape"), sought)):
            yield "(a name of a file or folder)", Finding(kind, "a name")
        if path.is_file():
            for finding in search_bytes(path.read_bytes(), sought, suffix=path.suffix):
                yield name, finding


def search_bytes(data: bytes, sought: Sought, *, suffix: str = "") -> list[Finding]:
    """What of the sought values stands in a file: in its text, in its cells, in its elements, packed or encoded.

    A table or an object that cannot be read is a finding of the kind `unreadable`.
    """
    import pyarrow as pa

    found: dict[str, str] = {}
    try:
        for where, part in _parts(data, suffix):
            for kind in _in_text(part, sought):
                found.setdefault(kind, where)
    except (Unreadable, pa.ArrowException, OSError) as error:
        # Its bytes were searched, what they pack was not: nobody can say what that holds.
        found["unreadable"] = f"the file ({type(error).__name__})"
    return [Finding(kind, where) for kind, where in sorted(found.items())]


def _in_text(data: bytes, sought: Sought) -> set[str]:
    """Kinds of values in bytes: as text of one byte a letter, UTF-8 and UTF-16, and in base64."""
    found = _in_plain(data, sought)
    for code in _BASE64.findall(data):
        for lead in range(4):
            try:
                plain = base64.b64decode(code[lead : lead + (len(code) - lead) // 4 * 4])
            except (binascii.Error, ValueError):
                continue
            found |= _in_plain(plain, sought)
    return found


def _in_plain(data: bytes, sought: Sought) -> set[str]:
    found: set[str] = set()
    found |= sought.kinds_inside(data)
    text = b"\n".join(_TEXT.findall(data))
    found |= sought.kinds_in(text.decode("latin-1"))
    if not text.isascii():
        found |= sought.kinds_in(text.decode("utf-8", "ignore"))
    wide = b"\n".join(w.replace(b"\0", b"") for w in _WIDE.findall(data))
    if wide:
        found |= sought.kinds_in(wide.decode("ascii"))
    if any(uid in sought.uids for part in (data, wide) for uid in _UID.findall(part)):
        found.add("uids")
    return found


def _parts(data: bytes, suffix: str) -> Iterator[tuple[str, bytes]]:
    """(where, bytes) of a file: as it is, and what it packs."""
    yield "the bytes of the file", data
    if b"\\u" in data:  # letters as JSON may write them
        yield (
            "the bytes of the file",
            _ESCAPED.sub(lambda m: chr(int(m[1], 16)).encode("utf-8", "surrogatepass"), data),
        )
    if data[:4] == b"PAR1":
        yield from _cells(data)
    elif data[128:132] == b"DICM" or suffix == ".dcm":
        for value in values_of(data):
            for face in value.faces():
                yield value.where, face
    if data[:2] == b"\x1f\x8b" or data[:1] == b"\x78":
        try:
            yield "unpacked", zlib.decompressobj(47).decompress(data, MAX_UNPACKED)
        except zlib.error:
            return


def _cells(data: bytes) -> Iterator[tuple[str, bytes]]:
    """Texts and bytes of a Parquet file by column, and what its footer says. Each value is taken once."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    file = pq.ParquetFile(io.BytesIO(data))
    yield "the footer", b"\n".join(v for v in (file.schema_arrow.metadata or {}).values())
    for group in range(file.num_row_groups):
        table = file.read_row_group(group)
        for name, column in zip(table.column_names, table.columns, strict=True):
            flat: pa.ChunkedArray = column
            while pa.types.is_list(flat.type) or pa.types.is_large_list(flat.type):
                flat = pa.chunked_array(
                    [chunk.flatten() for chunk in flat.chunks] or [pa.array([], flat.type.value_type)]
                )
            if pa.types.is_struct(flat.type):
                text = "\n".join(str(v) for v in flat.to_pylist())
                yield name, text.encode("utf-8", "surrogatepass")
            elif (
                pa.types.is_string(flat.type)
                or pa.types.is_large_string(flat.type)
                or pa.types.is_dictionary(flat.type)
            ):
                values = flat.cast(pa.string()).unique().to_pylist()
                yield name, "\n".join(v for v in values if v).encode("utf-8", "surrogatepass")
            elif pa.types.is_binary(flat.type) or pa.types.is_large_binary(flat.type):
                yield name, b"\n".join(v for v in flat.to_pylist() if v)
