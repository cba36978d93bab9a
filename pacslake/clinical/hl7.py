"""HL7 v2 text: bytes to messages, segments and fields, and back without the loss of a byte.

A message is split lazily: a field is looked at when it is asked for, so that a message costs little more than its
own splitting (HL7 v2.9 chapter 2, 2.5 "Messages" and 2.7 "Use of escape sequences in text fields"). Nothing here
judges; values are strings as they were sent.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

__all__ = [
    "CHARSETS",
    "Batch",
    "Field",
    "Message",
    "NotAMessage",
    "Segment",
    "escape",
    "parse",
    "split_messages",
]

CHARSETS = {
    "": "utf-8", "ASCII": "ascii", "8859/1": "latin-1", "8859/2": "iso8859_2", "8859/3": "iso8859_3",
    "8859/4": "iso8859_4", "8859/5": "iso8859_5", "8859/6": "iso8859_6", "8859/7": "iso8859_7",
    "8859/8": "iso8859_8", "8859/9": "iso8859_9", "8859/15": "iso8859_15", "ISO IR6": "ascii", "ISO IR14": "shift_jis",
    "ISO IR87": "iso2022_jp", "ISO IR159": "iso2022_jp_2", "GB 18030-2000": "gb18030", "KS X 1001": "euc_kr",
    "CNS 11643-1992": "big5", "BIG-5": "big5", "UNICODE": "utf-8", "UNICODE UTF-8": "utf-8", "UTF-8": "utf-8",
    "UNICODE UTF-16": "utf-16", "UNICODE UTF-32": "utf-32",
}  # fmt: skip
"""Table 0211, alternate character sets, as Python calls them."""

_SEGMENT = re.compile(r"[A-Z][A-Z0-9]{2}")
_WRAPPERS = (b"FHS", b"BHS", b"BTS", b"FTS")
_START = re.compile(rb"(?:\A|(?<=[\r\n\x0b\x1c]))[ \t]*(?:\xef\xbb\xbf)?(?=MSH[^A-Za-z0-9\s])")
_BREAK = re.compile(r"\r\n|\n\r|\r|\n")


class NotAMessage(ValueError):
    """Bytes that cannot be read as a message; the text says why, without quoting them."""


@dataclass(frozen=True)
class Separators:
    """MSH-1 and MSH-2; a message may omit the last ones."""

    field: str = "|"
    component: str = "^"
    repetition: str = "~"
    escape: str = "\\"
    subcomponent: str = "&"


@dataclass(frozen=True)
class Field:
    """One repetition of a field: its text as it was sent, and the separators that take it apart.

    >>> Field("12^^^ADT&1.2.3&ISO", Separators())[4, 2]
    '1.2.3'
    """

    raw: str
    separators: Separators

    def __bool__(self) -> bool:
        return bool(self.raw)

    def __getitem__(self, at: int | tuple[int, int]) -> str:
        """A component from 1, or (component, subcomponent); empty where it is not there. Escapes are resolved."""
        component, sub = at if isinstance(at, tuple) else (at, 0)
        s = self.separators
        parts = self.raw.split(s.component) if s.component else [self.raw]
        if component > len(parts):
            return ""
        text = parts[component - 1]
        pieces = text.split(s.subcomponent) if s.subcomponent else [text]
        if sub > len(pieces):
            return ""
        # A component asked for as a whole is its first part, as receivers of an older version read it.
        return unescape(pieces[(sub or 1) - 1], s).strip()

    @property
    def text(self) -> str:
        """The whole field as one text, escapes resolved."""
        return unescape(self.raw, self.separators)

    @property
    def is_deleted(self) -> bool:
        """Two quotes alone: the sender wants the value gone (2.5.3)."""
        return self.raw == '""'


_NO = Field("", Separators())


@dataclass
class Segment:
    """A segment as text; fields are counted from 1 as in the standard, MSH-1 being the separator itself."""

    raw: str
    separators: Separators

    @cached_property
    def name(self) -> str:
        """Its three letters."""
        return self.raw[:3]

    @cached_property
    def _fields(self) -> list[str]:
        parts = self.raw.split(self.separators.field)
        return [parts[0], self.separators.field, *parts[1:]] if parts[0] == "MSH" else parts

    def all(self, number: int) -> list[Field]:
        """The repetitions of a field that are not empty."""
        s = self.separators
        if number >= len(self._fields):
            return []
        text = self._fields[number]
        if self.name == "MSH" and number <= 2:
            return [Field(text, Separators("\0", "", "", "", ""))]
        parts = text.split(s.repetition) if s.repetition else [text]
        return [Field(part, s) for part in parts if part.strip()]

    def __getitem__(self, number: int) -> Field:
        """The first repetition of a field; an empty one where it is not there."""
        found = self.all(number)
        return found[0] if found else _NO

    def text(self, number: int) -> str:
        """The first component of a field."""
        return self[number][1]


@dataclass
class Message:
    """A message: its segments, and what is between them, so that `to_bytes` gives what came."""

    segments: list[Segment]
    separators: Separators
    charset: str
    breaks: tuple[str, ...] = ()
    prefix: bytes = b""
    faults: list[tuple[str, str]] = field(default_factory=list)
    original: bytes = b""

    def __iter__(self) -> Iterator[Segment]:
        return iter(self.segments)

    def first(self, name: str) -> Segment | None:
        """The first segment of that name."""
        return next((s for s in self.segments if s.name == name), None)

    def every(self, name: str) -> list[Segment]:
        """All segments of that name."""
        return [s for s in self.segments if s.name == name]

    @property
    def header(self) -> Segment:
        """MSH."""
        return self.segments[0]

    def to_bytes(self) -> bytes:
        """The message as it was sent, made of its segments."""
        text = "".join(
            s.raw + b for s, b in zip(self.segments, (*self.breaks, *[""] * len(self.segments)), strict=False)
        )
        return self.prefix + text.encode(self.charset, "surrogateescape")

    @property
    def canonical(self) -> bytes:
        """The message without empty ends of fields, segments and lines: equal for a resend by another road."""
        lines = (s.raw.rstrip(f" {self.separators.field}") for s in self.segments if s.raw.strip())
        return "\r".join(lines).encode("utf-8", "surrogateescape")


def parse(data: bytes, *, charset: str | None = None) -> Message:
    """Read one message. Raises: NotAMessage where not even its header can be read.

    What is odd but can be read stands in `faults` as (code, sentence).

    >>> m = parse(b"MSH|^~\\\\&|RIS|H|||20260102||ADT^A08|1|P|2.5\\rPID|||7^^^H")
    >>> m.header[9][2], m.first("PID")[3][4]
    ('A08', 'H')
    """
    prefix = b"\xef\xbb\xbf" if data.startswith(b"\xef\xbb\xbf") else b""
    body = data[len(prefix) :]
    if not body.startswith(b"MSH"):
        raise NotAMessage("does not begin with MSH")
    header = re.split(rb"[\r\n]", body, maxsplit=1)[0]
    if len(header) < 8:
        raise NotAMessage("ends within its header")
    separators = _separators(header[3:20].decode("latin-1"))
    faults: list[tuple[str, str]] = []
    text, name = _decoded(body, header, separators, charset, faults)
    pieces, breaks = _lines(text)
    segments = [Segment(piece, separators) for piece in pieces]
    odd = {s.raw[:3] for s in segments[1:] if s.raw.strip() and not _SEGMENT.fullmatch(s.raw[:3])}
    if odd:
        faults.append(("unreadable_segment", f"{len(odd)} lines do not begin with the name of a segment"))
    return Message(segments, separators, name, breaks, prefix, faults, data)


def _separators(text: str) -> Separators:
    """MSH-1 is what stands behind MSH, MSH-2 goes on to the next of it."""
    mark = text[0]
    if mark.isalnum() or mark.isspace():
        raise NotAMessage("has a letter, digit or blank as its field separator")
    encoding = text[1:].split(mark, 1)[0]
    if not encoding or len(set(encoding)) != len(encoding) or any(c.isalnum() for c in encoding):
        raise NotAMessage("has no usable encoding characters in MSH-2")
    padded = encoding[:4] + "^~\\&"[len(encoding[:4]) :]
    return Separators(mark, *padded[:4])


def _decoded(
    body: bytes, header: bytes, s: Separators, charset: str | None, faults: list[tuple[str, str]]
) -> tuple[str, str]:
    """The text and the character set it was read in: MSH-18, else UTF-8 where it fits, else Latin-1."""
    fields = header.decode("latin-1").split(s.field)
    named = (fields[17] if len(fields) > 17 else "").split(s.repetition)[0].strip().upper()
    codec = charset or CHARSETS.get(named)
    if codec is None:
        faults.append(
            ("unknown_charset", "MSH-18 names a character set that is not known; read as its bytes suggest")
        )
        codec = "utf-8"
    for attempt in (codec, "utf-8", "latin-1"):
        try:
            text = body.decode(attempt)
            if text.encode(attempt) != body:  # escape sequences of Japanese sets may be written in other ways
                continue
        except UnicodeError:
            continue
        if attempt != codec and named:
            faults.append(("wrong_charset", "the bytes are not of the character set that MSH-18 names"))
        return text, attempt
    raise NotAMessage("cannot be read in any character set")  # Latin-1 reads everything, so never


def _lines(text: str) -> tuple[list[str], tuple[str, ...]]:
    if "\n" not in text:  # the usual case, and the standard's
        pieces = text.split("\r")
        breaks = ["\r"] * (len(pieces) - 1) + [""]
    else:
        pieces, breaks, at = [], [], 0
        for match in _BREAK.finditer(text):
            pieces.append(text[at : match.start()])
            breaks.append(match[0])
            at = match.end()
        pieces.append(text[at:])
        breaks.append("")
    if len(pieces) > 1 and pieces[-1] == "":
        pieces.pop()
        breaks.pop()
    return pieces, tuple(breaks)


_ESCAPE_WORDS = {"F": "field", "S": "component", "T": "subcomponent", "R": "repetition", "E": "escape"}


def unescape(text: str, s: Separators) -> str:
    """Resolve escapes: separators, hexadecimal bytes, line breaks; highlighting and others go (2.7).

    >>> unescape("5 \\\\T\\\\ 6\\\\.br\\\\7 \\\\X41\\\\", Separators())
    '5 & 6\\n7 A'
    """
    if not s.escape or s.escape not in text:
        return text

    def one(match: re.Match[str]) -> str:
        word = match[1]
        if word in _ESCAPE_WORDS:
            return str(getattr(s, _ESCAPE_WORDS[word]))
        if word[:1] in "XZ" and re.fullmatch(r"(?:[0-9A-Fa-f]{2})+", word[1:]):
            data = bytes.fromhex(word[1:])
            try:
                return data.decode("utf-8")
            except UnicodeDecodeError:
                return data.decode("latin-1")
        if re.fullmatch(r"\.(?:br|sp\d*|ce)", word):
            return "\n" * max(1, int(re.sub(r"\D", "", word) or 1))
        if word in ("H", "N") or word.startswith((".", "C", "M")):
            return ""
        return match[0]

    mark = re.escape(s.escape)
    return re.sub(f"{mark}([^{mark}]{{1,200}}?){mark}", one, text)


def escape(text: str, s: Separators = Separators()) -> str:
    """A text as it may stand in a field.

    >>> escape("a|b & c\\nd")
    'a\\\\F\\\\b \\\\T\\\\ c\\\\.br\\\\d'
    """
    table = {s.escape: "E", s.field: "F", s.component: "S", s.subcomponent: "T", s.repetition: "R"}
    out = "".join(f"{s.escape}{table[c]}{s.escape}" if c in table else c for c in text)
    return re.sub(r"\r\n|\r|\n", lambda _: f"{s.escape}.br{s.escape}", out)


@dataclass(frozen=True)
class Batch:
    """What a file holds: messages in order, and what is wrong with the file around them."""

    messages: Sequence[bytes]
    faults: Sequence[tuple[str, str]] = ()


def split_messages(data: bytes) -> Batch:
    """Cut a file or stream into messages: MLLP frames, batches (FHS, BHS), or one after another.

    >>> len(split_messages(b"BHS|^~\\\\&\\rMSH|^~\\\\&|A\\rMSH|^~\\\\&|B\\rBTS|2\\r").messages)
    2
    """
    starts = [
        m.end() - (3 if data[m.end() - 3 : m.end()] == b"\xef\xbb\xbf" else 0) for m in _START.finditer(data)
    ]
    faults: list[tuple[str, str]] = []
    before = data[: starts[0]] if starts else data
    if _rest(before).strip():
        faults.append(("text_outside_message", f"{len(before)} bytes stand before the first message"))
    messages = []
    claimed: list[int] = []
    ends = [*starts[1:], len(data)] if starts else []
    for begin, end in zip(starts, ends, strict=True):
        piece, closing = _without_wrappers(data[begin:end])
        claimed += closing
        messages.append(piece)
    if claimed and sum(claimed) != len(messages):
        faults.append(("batch_count", f"the batch says {sum(claimed)} messages and holds {len(messages)}"))
    return Batch(messages, faults)


def _rest(data: bytes) -> bytes:
    lines = re.split(rb"[\r\n\x0b\x1c]+", data.removeprefix(b"\xef\xbb\xbf"))
    return b"".join(line for line in lines if not line.startswith(_WRAPPERS))


def _without_wrappers(piece: bytes) -> tuple[bytes, list[int]]:
    """A message without frame bytes and the lines of batches behind it; and the counts that these claim."""
    piece = piece.rstrip(b"\x0b\x1c\r\n\t ") + (
        b"\r" if piece.rstrip(b"\x0b\x1c \t").endswith(b"\r") else b""
    )
    cut = re.search(rb"[\r\n\x1c]+(?:\x0d?\x0a?)(?=(?:FHS|BHS|BTS|FTS)[^A-Za-z0-9\s])", piece)
    if cut is None:
        return piece.split(b"\x1c")[0], []
    claimed = [int(n) for n in re.findall(rb"(?:\A|[\r\n])BTS.(\d+)", piece[cut.start() :])]
    return piece[: cut.start()].rstrip(b"\x1c\r\n"), claimed
