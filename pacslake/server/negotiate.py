"""Which of the forms that we can give fits what the client accepts (PS3.18 8.7, RFC 9110 12.5.1)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

__all__ = [
    "Accepted",
    "NotAcceptableError",
    "Range",
    "choose",
    "media_type_of",
    "parse_accept",
    "parse_media_type",
]

EXPLICIT_LITTLE = "1.2.840.10008.1.2.1"

# Transfer syntax: media type of its frames (PS3.18 table 8.7.3-5).
_J = "1.2.840.10008.1.2.4."
MEDIA_TYPES = {
    "1.2.840.10008.1.2.5": "image/dicom-rle",
    **{f"{_J}{n}": "image/jpeg" for n in (50, 51, 57, 70)},
    **{f"{_J}{n}": "image/jls" for n in (80, 81)},
    **{f"{_J}{n}": "image/jp2" for n in (90, 91)},
    **{f"{_J}{n}": "image/jpx" for n in (92, 93)},
    **{f"{_J}{n}": "image/jphc" for n in (201, 202, 203)},
    **{f"{_J}{n}": "image/jxl" for n in (110, 111, 112)},
    **{f"{_J}{n}": "video/mpeg" for n in (100, 101)},
    **{f"{_J}{n}": "video/mp4" for n in (102, 103, 104, 105, 106)},
    **{f"{_J}{n}": "video/H265" for n in (107, 108)},
}

# Media type: its transfer syntax where none is named (PS3.18 table 8.7.3-5, column of defaults).
DEFAULTS = {
    "image/dicom-rle": "1.2.840.10008.1.2.5",
    "image/jpeg": f"{_J}70",
    "image/jls": f"{_J}80",
    "image/jp2": f"{_J}90",
    "image/jpx": f"{_J}92",
    "image/jphc": f"{_J}201",
    "image/jxl": f"{_J}110",
}


class NotAcceptableError(Exception):
    """Nothing that we can give is acceptable."""


@dataclass(frozen=True)
class Range:
    """One entry of an Accept header: a type, maybe with `*`, and its parameters in lower case."""

    type: str
    params: dict[str, str] = field(default_factory=dict)
    quality: float = 1.0

    def covers(self, media_type: str) -> bool:
        mine, theirs = self.type.lower(), media_type.lower()
        return mine == "*/*" or mine == theirs or (mine.endswith("/*") and theirs.startswith(mine[:-1]))


@dataclass(frozen=True)
class Accepted:
    """What was chosen: a media type, whether its parts are wrapped as multipart, and the transfer syntax.

    `syntax` is None where none was named, `*` where any is welcome.
    """

    type: str
    multipart: bool = False
    syntax: str | None = None


def media_type_of(syntax: str) -> str:
    """The media type of a frame in a transfer syntax."""
    return MEDIA_TYPES.get(syntax, "application/octet-stream")


def parse_media_type(text: str) -> tuple[str, dict[str, str]]:
    """A media type and its parameters; quotes are taken off.

    >>> parse_media_type('multipart/related; type="application/dicom"; boundary=x')[1]["type"]
    'application/dicom'
    """
    parts = _split(text, ";")
    params = {}
    for part in parts[1:]:
        name, _, value = part.partition("=")
        params[name.strip().lower()] = _unquoted(value.strip())
    return parts[0].strip(), params


def _unquoted(value: str) -> str:
    if len(value) >= 2 and value[0] == value[-1] == '"':
        return re.sub(r"\\(.)", r"\1", value[1:-1])
    return value


def _split(text: str, separator: str) -> list[str]:
    """Split outside quotes."""
    return re.findall(rf'(?:[^{separator}"]|"(?:\\.|[^"\\])*"|")+', text) or [""]


def parse_accept(header: str | None) -> list[Range]:
    """The ranges of an Accept header, best first; no header accepts everything."""
    if header is None or not header.strip():
        return [Range("*/*")]
    out = []
    for text in _split(header[:4096], ","):
        name, params = parse_media_type(text)
        try:
            quality = float(params.pop("q", "1"))
        except ValueError:
            quality = 0.0
        if "/" in name and 0 < quality <= 1:
            out.append(Range(name, params, quality))
    return sorted(out, key=lambda r: -r.quality)


def choose(
    header: str | None, offers: Sequence[str], *, wrapped: bool = False, query: str | None = None
) -> Accepted:
    """The best offer.

    Args:
        header: Accept of the request.
        offers: media types, the preferred one first.
        wrapped: these can also come as parts of multipart/related, which is then the form of `*/*`.
        query: the query parameter `accept`, which counts before the header (PS3.18 8.3.3.1).

    Raises: NotAcceptableError.
    """
    for wanted in parse_accept(query or header):
        syntax = wanted.params.get("transfer-syntax")
        if wrapped and wanted.type.lower() in ("multipart/related", "multipart/*"):
            inner = Range(wanted.params.get("type", "*/*"))
            for offer in offers:
                if inner.covers(offer):
                    return Accepted(offer, True, syntax)
            continue
        if wrapped and wanted.type == "*/*":
            return Accepted(offers[0], True, syntax)
        for offer in offers:
            if wanted.covers(offer):
                return Accepted(offer, False, syntax)
    raise NotAcceptableError
