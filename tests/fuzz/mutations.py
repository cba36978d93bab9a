"""Files to mutate, ways to mutate them, and what must hold for each mutated file."""

from __future__ import annotations

import hashlib
import random
import struct
import zlib
from collections.abc import Sequence
from pathlib import Path

MAX_SEED_BYTES = 60_000
KINDS = {"dicom", "not_dicom", "dicomdir", "quarantined"}
LENGTHS = (
    0,
    1,
    2,
    7,
    0x7FFF,
    0x8000,
    0xFFFE,
    0xFFFF,
    0x10000,
    0x7FFFFFFF,
    0x80000000,
    0xFFFFFFFE,
    0xFFFFFFFF,
)
TAGS = (
    (0xFFFE, 0xE000), (0xFFFE, 0xE00D), (0xFFFE, 0xE0DD), (0x7FE0, 0x0010), (0x0008, 0x0005), (0x0008, 0x0018),
    (0x0028, 0x0008), (0x0028, 0x0010), (0x5200, 0x9230), (0x0009, 0x0010), (0x0002, 0x0010), (0x0040, 0xA730),
)  # fmt: skip
VRS = b"AEASATCSDADSDTFDFLISLOLTOBODOFOLOVOWPNSHSLSQSSSTSVTMUCUIULUNURUSUTUVXXzz\0\0"


def seeds() -> list[bytes]:
    """The small files that ship with pydicom, and some that stress depth, deflation and undefined lengths."""
    import pydicom.data

    folder = Path(pydicom.data.__file__).parent / "test_files"
    paths = sorted(p for p in folder.rglob("*") if p.is_file() and p.suffix not in (".py", ".pyc"))
    found = [p.read_bytes() for p in paths if 128 < p.stat().st_size <= MAX_SEED_BYTES]
    return [*found, nested(60), nested(900), deflated(found[0])]


def nested(depth: int) -> bytes:
    """Sequences of undefined length, one in the other."""
    item, sequence = (
        struct.pack("<HHI", 0xFFFE, 0xE000, 0xFFFFFFFF),
        struct.pack("<HH2sHI", 0x0040, 0xA730, b"SQ", 0, 0xFFFFFFFF),
    )
    end = struct.pack("<HHIHHI", 0xFFFE, 0xE00D, 0, 0xFFFE, 0xE0DD, 0)
    uid = b"1.2.826.0.1.3680043.10.1511.5"
    head = struct.pack("<HH2sH", 0x0008, 0x0018, b"UI", len(uid) + 1) + uid + b"\0"
    return preamble("1.2.840.10008.1.2.1") + head + (sequence + item) * depth + end * depth


def deflated(plain: bytes) -> bytes:
    """A file of the deflated transfer syntax, whose data set grows a hundredfold."""
    compressor = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    text = struct.pack("<HH2sHI", 0x0040, 0xA160, b"UT", 0, 2_000_000) + b" " * 2_000_000
    return preamble("1.2.840.10008.1.2.1.99") + compressor.compress(text) + compressor.flush()


def preamble(syntax: str) -> bytes:
    """Preamble and file meta information."""
    value = syntax.encode() + b"\0" * (len(syntax) % 2)
    element = struct.pack("<HH2sH", 2, 0x10, b"UI", len(value)) + value
    return bytes(128) + b"DICM" + struct.pack("<HH2sHI", 2, 0, b"UL", 4, len(element)) + element


def mutate(rng: random.Random, pool: Sequence[bytes]) -> bytes:
    """One file with one to four faults; most of them in the header, where structure is."""
    data = bytearray(rng.choice(pool))
    for _ in range(rng.choice((1, 1, 1, 2, 2, 3, 4))):
        if not data:
            break
        _FAULTS[rng.randrange(len(_FAULTS))](rng, data, pool)
    return bytes(data)


def _place(rng: random.Random, data: bytearray) -> int:
    end = len(data) if rng.random() < 0.3 else min(len(data), rng.choice((200, 400, 2000, 8000)))
    return rng.randrange(end)


def _flip(rng: random.Random, data: bytearray, pool: Sequence[bytes]) -> None:
    for _ in range(rng.choice((1, 1, 2, 8, 40))):
        data[_place(rng, data)] ^= 1 << rng.randrange(8)


def _noise(rng: random.Random, data: bytearray, pool: Sequence[bytes]) -> None:
    at = _place(rng, data)
    data[at : at + rng.choice((1, 4, 16, 200))] = rng.randbytes(rng.choice((1, 4, 16, 200)))


def _truncate(rng: random.Random, data: bytearray, pool: Sequence[bytes]) -> None:
    del data[_place(rng, data) :]


def _remove(rng: random.Random, data: bytearray, pool: Sequence[bytes]) -> None:
    at = _place(rng, data)
    del data[at : at + rng.choice((1, 2, 4, 8, 64, 1000))]


def _repeat(rng: random.Random, data: bytearray, pool: Sequence[bytes]) -> None:
    at = _place(rng, data)
    piece = bytes(data[at : at + rng.choice((4, 8, 60, 500))])
    data[at:at] = piece * rng.choice((1, 2, 50))


def _length(rng: random.Random, data: bytearray, pool: Sequence[bytes]) -> None:
    at = _place(rng, data)
    value = rng.choice((*LENGTHS, len(data), len(data) - at, rng.getrandbits(32)))
    data[at : at + 4] = struct.pack(rng.choice("<>") + "I", value & 0xFFFFFFFF)


def _short_length(rng: random.Random, data: bytearray, pool: Sequence[bytes]) -> None:
    at = _place(rng, data)
    data[at : at + 2] = struct.pack("<H", rng.choice(LENGTHS) & 0xFFFF)


def _tag(rng: random.Random, data: bytearray, pool: Sequence[bytes]) -> None:
    at = _place(rng, data) & ~1
    data[at : at + 4] = struct.pack("<HH", *rng.choice(TAGS))


def _vr(rng: random.Random, data: bytearray, pool: Sequence[bytes]) -> None:
    """Another VR where one stands."""
    at = _place(rng, data)
    for i in range(at, min(at + 4000, len(data) - 1)):
        if 65 <= data[i] <= 90 and 65 <= data[i + 1] <= 90:
            j = 2 * rng.randrange(len(VRS) // 2)
            data[i : i + 2] = VRS[j : j + 2]
            return


def _splice(rng: random.Random, data: bytearray, pool: Sequence[bytes]) -> None:
    other = rng.choice(pool)
    start = rng.randrange(len(other))
    at = _place(rng, data)
    data[at:] = other[start : start + MAX_SEED_BYTES]


def _syntax(rng: random.Random, data: bytearray, pool: Sequence[bytes]) -> None:
    """Claim another transfer syntax of about the same length."""
    at = data.find(b"1.2.840.10008.1.2", 132)
    if at >= 0:
        tail = rng.choice((b".1\0", b".2\0", b".1.99\0", b"\0", b".4.50\0", b".5\0", b".4.90\0", b".999\0"))
        data[at + 17 : at + 17 + len(tail)] = tail


_FAULTS = (
    _flip, _flip, _noise, _truncate, _remove, _repeat, _length, _length, _short_length, _tag, _vr, _vr, _splice, _syntax,
)  # fmt: skip


def examine(unit: Sequence[bytes]) -> list[str]:
    """Take the files of a unit in as ingest does; what is wrong with the outcome, in words. Never the bytes."""
    from pacslake.ingest.extract import Extractor

    extractor, wrong, versions = Extractor(), [], set()
    for i, data in enumerate(unit):
        got = extractor.add(data, file_id=f"f{i}", uri=f"mem:{i}", size_bytes=len(data))
        if got.kind not in KINDS:
            wrong.append(f"file {i} ends as {got.kind}")
        if got.kind == "quarantined" and not got.reason:
            wrong.append(f"file {i} is quarantined without a reason")
        if got.reason is not None and "in the scanner" in got.reason:
            wrong.append(f"file {i}: {got.reason}")
        if got.sha256 != hashlib.sha256(data).hexdigest():
            wrong.append(f"file {i} has another digest")
        if got.kind == "dicom":
            versions.add(got.instance_version_id)
    tables = extractor.finish()
    rows = (
        tables["instance_row"].column("instance_version_id").to_pylist() if "instance_row" in tables else []
    )
    if sorted(rows) != sorted(versions):
        wrong.append(f"{len(versions)} objects gave {len(rows)} rows")
    return wrong
