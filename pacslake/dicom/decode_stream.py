"""What the first bytes of a compressed frame say of themselves, before anything is decoded.

The streams are self-describing: size, precision, sign and colour space stand in their own headers, and
where the data set says something else the stream is what was coded. Reading them first also bounds what a
decoder may allocate. JPEG: ISO/IEC 10918-1 B.2; JPEG-LS: ISO/IEC 14495-1 C; JPEG 2000: ISO/IEC 15444-1 A.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import Literal

from pacslake.errors import DecodeError

__all__ = ["StreamInfo", "colour_space_mismatch", "read_stream_header"]

Codec = Literal["jpeg", "jpeg-lossless", "jpeg-ls", "jpeg2000", "htj2k", "jpeg-xl"]

# Start-of-frame markers: C4, C8 and CC are tables and extensions, not frames.
_SOF = {0xC0, 0xC1, 0xC2, 0xC3, 0xC5, 0xC6, 0xC7, 0xC9, 0xCA, 0xCB, 0xCD, 0xCE, 0xCF}
_SOF_LOSSLESS = {0xC3, 0xC7, 0xCB, 0xCF}
_SOF_LS = 0xF7
_STANDALONE = {0x01, *range(0xD0, 0xD8)}


@dataclass(frozen=True, slots=True)
class StreamInfo:
    """Facts from a stream's own header.

    `colour` is the colour space that the stream itself states (`RGB` or `YBR`), None where it is silent.
    `is_signed` is known for JPEG 2000 only. `component_transform`: JPEG 2000 codes a transformed colour
    image and its decoder undoes the transform.
    """

    codec: Codec
    rows: int
    columns: int
    components: int
    precision: int
    is_signed: bool | None = None
    colour: Literal["RGB", "YBR"] | None = None
    component_transform: bool = False
    has_end_marker: bool = True


def read_stream_header(data: bytes) -> StreamInfo:
    """Read the header of one compressed frame.

    Raises:
        DecodeError: the bytes are no stream of a known kind, or end inside the header.
    """
    try:
        if data[:2] == b"\xff\xd8":
            return _read_jpeg(data)
        if data[:4] == b"\xff\x4f\xff\x51":
            return _read_j2k(data, 0)
        if data[4:8] == b"jP  ":
            start = data.find(b"\xff\x4f\xff\x51")
            if start > 0:
                return _read_j2k(data, start)
    except (struct.error, IndexError) as error:
        raise DecodeError("the compressed frame ends inside its own header") from error
    if data[:2] == b"\xff\x0a" or data[4:8] == b"JXL ":
        return StreamInfo("jpeg-xl", 0, 0, 0, 0)
    raise DecodeError(
        f"the compressed frame does not begin as JPEG, JPEG-LS or JPEG 2000 do (first bytes: {data[:4].hex()})"
    )


def _read_jpeg(data: bytes) -> StreamInfo:
    position = 2
    jfif = False
    adobe: int | None = None
    while True:
        if data[position] != 0xFF:
            raise DecodeError(f"a marker is expected at byte {position} of the compressed frame")
        while data[position] == 0xFF:  # fill bytes before a marker are allowed (B.1.1.2)
            position += 1
        marker = data[position]
        position += 1
        if marker in _STANDALONE:
            continue
        if marker == 0xDA:
            raise DecodeError("the compressed frame has a scan before any frame header")
        (length,) = struct.unpack_from(">H", data, position)
        body = data[position + 2 : position + length]
        if marker == 0xE0 and body[:4] == b"JFIF":
            jfif = True
        elif marker == 0xEE and body[:5] == b"Adobe" and len(body) >= 12:
            adobe = body[11]
        elif marker in _SOF or marker == _SOF_LS:
            precision, rows, columns, components = struct.unpack_from(">BHHB", body)
            identifiers = bytes(body[6 + 3 * i] for i in range(components))
            codec: Codec = (
                "jpeg-ls" if marker == _SOF_LS else "jpeg-lossless" if marker in _SOF_LOSSLESS else "jpeg"
            )
            return StreamInfo(
                codec,
                rows,
                columns,
                components,
                precision,
                colour=_jpeg_colour(components, jfif, adobe, identifiers),
                has_end_marker=_has_end_marker(data),
            )
        position += length


def _jpeg_colour(
    components: int, jfif: bool, adobe: int | None, identifiers: bytes
) -> Literal["RGB", "YBR"] | None:
    """The colour space that markers state: Adobe APP14, then component letters, then JFIF."""
    if components != 3:
        return None
    if adobe is not None:
        return "YBR" if adobe == 1 else "RGB"
    if identifiers in (b"RGB", b"rgb"):
        return "RGB"
    return "YBR" if jfif else None


def _read_j2k(data: bytes, start: int) -> StreamInfo:
    (_, capabilities, width, height, x0, y0, _, _, _, _, components) = struct.unpack_from(
        ">HHIIIIIIIIH", data, start + 4
    )
    depth = data[start + 4 + 38]
    position = start + 4 + struct.unpack_from(">H", data, start + 4)[0]
    transform, high_throughput = False, bool(capabilities & 0x4000)
    while data[position] == 0xFF and data[position + 1] not in (0x90, 0x93, 0xD9):
        marker = data[position + 1]
        (length,) = struct.unpack_from(">H", data, position + 2)
        if marker == 0x52:  # COD: Scod, then progression (1), layers (2), multiple component transform (1)
            transform = data[position + 8] != 0
        elif marker == 0x50:  # CAP is there in HTJ2K streams only
            high_throughput = True
        position += 2 + length
    return StreamInfo(
        "htj2k" if high_throughput else "jpeg2000",
        height - y0,
        width - x0,
        components,
        (depth & 0x7F) + 1,
        is_signed=bool(depth & 0x80),
        component_transform=transform,
        has_end_marker=_has_end_marker(data),
    )


def _has_end_marker(data: bytes) -> bool:
    """End of image or of codestream, before any padding: FF D9 in both families."""
    return b"\xff\xd9" in data[-64:] or data.rstrip(b"\0").endswith(b"\xff\xd9")


def colour_space_mismatch(data: bytes, photometric_interpretation: str) -> bool:
    """Whether a JPEG frame's own markers say another colour space than PhotometricInterpretation.

    Args:
        data: the frame, or so much of its beginning as holds the frame header.

    Returns:
        False too for anything that is not a three-component JPEG, or cannot be read.
    """
    if data[:2] != b"\xff\xd8":
        return False
    try:
        info = read_stream_header(data)
    except DecodeError:
        return False
    tagged = "YBR" if photometric_interpretation.startswith("YBR") else "RGB"
    return info.colour is not None and info.colour != tagged
