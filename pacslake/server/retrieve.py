"""Objects, headers, frames, bulk data and pictures out (WADO-RS, PS3.18 10.4). Plain functions: bytes in pieces."""

from __future__ import annotations

import hashlib
import io
import json
import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from pacslake.dicom.encode import encode_frame, native_frame
from pacslake.errors import DamagedError, DecodeError, NotFoundError
from pacslake.server import multipart
from pacslake.server.negotiate import DEFAULTS, Accepted, NotAcceptableError, media_type_of
from pacslake.server.transcode import EXPLICIT_LITTLE, as_file, transcoded

if TYPE_CHECKING:
    from pacslake.pixels import Instance
    from pacslake.server.archive import View

__all__ = ["bulk_value", "file_bytes", "frame_parts", "in_syntax", "metadata", "multipart_of", "zip_of"]

_BULK = re.compile(r'"BulkDataURI":"#([0-9A-F.\[\]]+)"')
_CHARSET = re.compile(r'"00080005":\{"vr":"CS","Value":\[[^\]]*\]\}')


def file_bytes(view: View, place: Mapping[str, Any]) -> bytes:
    """The stored bytes of an object, verified. Raises: SourceMissingError, DamagedError."""
    from pacslake.source import locate, open_bytes

    data = open_bytes(locate(place, view.dir.root))
    if place["sha256"] and hashlib.sha256(data).hexdigest() != place["sha256"]:
        raise DamagedError(
            "the bytes of an original are not those that were ingested; run: pacslake verify --deep"
        )
    return data


def in_syntax(view: View, place: Mapping[str, Any], wanted: str | None) -> tuple[bytes, str]:
    """An object as a DICOM file and its transfer syntax. `*`: as it is stored; None: explicit little endian.

    Without a wish, what cannot be decoded comes as it is stored. Raises: NotAcceptableError.
    """
    data, syntax = file_bytes(view, place), str(place["syntax"])
    whole = as_file(data, syntax, place["dataset_offset"], place["has_preamble"])
    target = wanted or EXPLICIT_LITTLE
    if target in ("*", syntax):
        return whole, syntax
    try:
        return transcoded(view.instances([dict(place)])[0], whole, target), target
    except DecodeError:
        if wanted is None:
            return whole, syntax
        raise NotAcceptableError from None


def multipart_of(
    view: View, places: Sequence[Mapping[str, Any]], accepted: Accepted, mark: str
) -> Iterator[bytes]:
    """The objects one after another as multipart/related."""
    for place in places:
        data, syntax = in_syntax(view, place, accepted.syntax)
        yield multipart.part_head(mark, f"application/dicom;transfer-syntax={syntax}", None, len(data))
        yield data
        yield b"\r\n"
    yield multipart.tail(mark)


def zip_of(view: View, places: Sequence[Mapping[str, Any]], syntax: str | None) -> Iterator[bytes]:
    """The objects as an archive; names are numbers, so that no name leads anywhere or tells anything."""
    out = _Pieces()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for number, place in enumerate(places, 1):
            archive.writestr(f"{number:08d}.dcm", in_syntax(view, place, syntax)[0])
            yield out.take()
    yield out.take()


class _Pieces(io.RawIOBase):
    """A stream that only goes forward and is emptied as it fills."""

    def __init__(self) -> None:
        self._held, self._at = bytearray(), 0

    def writable(self) -> bool:
        return True

    def write(self, data: Any, /) -> int:
        self._held += data
        self._at += len(data)
        return len(data)

    def tell(self) -> int:
        return self._at

    def take(self) -> bytes:
        out, self._held = bytes(self._held), bytearray()
        return out


def metadata(view: View, places: Sequence[Mapping[str, Any]], base: str) -> list[str]:
    """Headers as DICOM JSON texts (PS3.18 F.2), bulk data by address."""
    found = view.headers([dict(p) for p in places])
    out = []
    for place in places:
        here = f"{base}/studies/{place['study']}/series/{place['series']}/instances/{place['sop']}/bulkdata/"
        text = _BULK.sub(partial(_addressed, here), found[place["vid"]])
        out.append(_CHARSET.sub('"00080005":{"vr":"CS","Value":["ISO_IR 192"]}', text, count=1))
    return out


def _addressed(here: str, match: re.Match[str]) -> str:
    return f'"BulkDataURI":"{here}{_to_url(match[1])}"'


def _to_url(path: str) -> str:
    return re.sub(r"\[(\d+)\]\.", r"/\1/", path)


def bulk_path(text: str) -> str:
    """A path of an address as the catalogue writes it. Raises: NotFoundError."""
    if not re.fullmatch(r"[0-9A-Fa-f]{8}(/\d{1,9}/[0-9A-Fa-f]{8})*", text):
        raise NotFoundError("there is no such bulk data")
    return re.sub(r"/(\d+)/", r"[\1].", text).upper()


def bulk_value(view: View, place: Mapping[str, Any], path: str) -> bytes:
    """The value of one element. Raises: NotFoundError."""
    from pacslake.dicom.leaves import parse
    from pacslake.dicom.scan import scan

    found = scan(file_bytes(view, place))
    parsed = parse(found)
    for number, leaf in enumerate(parsed.leaves):
        if leaf.path == path:
            return bytes(parsed.raw(number))
    raise NotFoundError("there is no such bulk data")


def frame_parts(
    instance: Instance, numbers: Sequence[int], accepted: Accepted
) -> Iterator[tuple[str, bytes]]:
    """(content type, bytes) of frames, counted from 1. Raises: NotFoundError, NotAcceptableError, DecodeError."""
    if any(not 1 <= n <= instance.n_frames for n in numbers):
        raise NotFoundError("the instance has no such frame")
    stored = str(instance.row["TransferSyntaxUID"])
    for number in numbers:
        yield _frame(instance, number - 1, accepted, stored)


def _frame(instance: Instance, index: int, accepted: Accepted, stored: str) -> tuple[str, bytes]:
    from pacslake.pixels.inplace import frame_bytes
    from pacslake.pixels.rows import source_of

    own_type = media_type_of(stored)
    as_stored = accepted.syntax in ("*", stored) or (accepted.type == own_type != "application/octet-stream" and (
        accepted.syntax is None))  # fmt: skip
    row = instance._frames[index]
    if as_stored and own_type != "application/octet-stream" and row.offset is not None:
        return f"{own_type};transfer-syntax={stored}", frame_bytes(source_of(row))
    if accepted.type == "application/octet-stream":
        frame = instance.frame(index)
        return (
            f"application/octet-stream;transfer-syntax={EXPLICIT_LITTLE}",
            native_frame(frame, instance.spec.bits_allocated),
        )
    target = accepted.syntax if accepted.syntax not in (None, "*") else DEFAULTS.get(accepted.type)
    if target is None or media_type_of(target) != accepted.type:
        raise NotAcceptableError
    try:
        return f"{accepted.type};transfer-syntax={target}", encode_frame(
            instance.frame(index), instance.spec, target
        )
    except DecodeError:
        raise NotAcceptableError from None


def json_list(texts: Sequence[str]) -> bytes:
    """DICOM JSON texts as one array."""
    return ("[" + ",".join(texts) + "]").encode()


def to_xml(header: str) -> bytes:
    """A header as a Native DICOM Model (PS3.19 A.1)."""
    import xml.etree.ElementTree as ET

    root = ET.Element(
        "NativeDicomModel",
        {"xmlns": "http://dicom.nema.org/PS3.19/models/NativeDICOM", "xml:space": "preserve"},
    )
    _xml_items(root, json.loads(header))
    return b'<?xml version="1.0" encoding="UTF-8"?>' + ET.tostring(root, encoding="utf-8")


def _clean(text: Any) -> str:
    return re.sub("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", "", str(text))


def _xml_items(parent: Any, header: Mapping[str, Any]) -> None:
    import xml.etree.ElementTree as ET

    from pacslake.dicom.dictionary import keyword_for

    for tag, element in header.items():
        given = {"tag": tag, "vr": str(element.get("vr", "UN"))}
        if keyword := keyword_for(int(tag, 16)):
            given["keyword"] = keyword
        node = ET.SubElement(parent, "DicomAttribute", given)
        if "BulkDataURI" in element:
            ET.SubElement(node, "BulkData", {"uri": element["BulkDataURI"]})
        elif "InlineBinary" in element:
            ET.SubElement(node, "InlineBinary").text = element["InlineBinary"]
        for number, value in enumerate(element.get("Value") or (), 1):
            at = {"number": str(number)}
            if element["vr"] == "SQ":
                _xml_items(ET.SubElement(node, "Item", at), value)
            elif element["vr"] == "PN" and isinstance(value, Mapping):
                name = ET.SubElement(node, "PersonName", at)
                for group, text in value.items():
                    inner = ET.SubElement(name, group)
                    for part, word in zip(
                        ("FamilyName", "GivenName", "MiddleName", "NamePrefix", "NameSuffix"),
                        str(text).split("^"),
                        strict=False,
                    ):
                        if word:
                            ET.SubElement(inner, part).text = _clean(word)
            elif value is not None:
                ET.SubElement(node, "Value", at).text = _clean(value)
