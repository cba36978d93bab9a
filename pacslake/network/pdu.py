"""The upper layer's messages as bytes and back (PS3.8 section 9.3), no I/O.

What a peer sends is checked against its own lengths before anything is made of it; a fault is a `PduError`,
which the association answers with an abort.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

__all__ = [
    "ABORT",
    "ASSOCIATE_AC",
    "ASSOCIATE_RJ",
    "ASSOCIATE_RQ",
    "DATA",
    "HEAD",
    "IMPLEMENTATION_CLASS_UID",
    "IMPLEMENTATION_VERSION",
    "RELEASE_RP",
    "RELEASE_RQ",
    "Associate",
    "Context",
    "PduError",
    "Pdv",
    "Reject",
    "Role",
    "encode_abort",
    "encode_associate",
    "encode_data",
    "encode_reject",
    "encode_release",
    "parse_abort",
    "parse_associate",
    "parse_data",
    "parse_reject",
]

ASSOCIATE_RQ, ASSOCIATE_AC, ASSOCIATE_RJ, DATA, RELEASE_RQ, RELEASE_RP, ABORT = range(1, 8)
HEAD = struct.Struct(">BxL")
"""Type and length of a PDU."""

IMPLEMENTATION_CLASS_UID = "2.25.168416372105823364174652098326371014771"
IMPLEMENTATION_VERSION = "PACSLAKE"
_APPLICATION_CONTEXT = b"1.2.840.10008.3.1.1.1"
_ITEM = struct.Struct(">BxH")
_FIXED = struct.Struct(">H2x16s16s32x")


class PduError(Exception):
    """Bytes that are no PDU of the Standard. The text names no value of theirs."""


@dataclass(frozen=True, slots=True)
class Context:
    """A presentation context: proposed with several transfer syntaxes, answered with one and a result (PS3.8 9.3.3.2)."""

    id: int
    abstract: str
    transfers: tuple[str, ...]
    result: int = 0

    @property
    def transfer(self) -> str:
        return self.transfers[0] if self.transfers else ""


@dataclass(frozen=True, slots=True)
class Role:
    """SCP/SCU role selection for a SOP class (PS3.7 D.3.3.4)."""

    uid: str
    scu: bool
    scp: bool


@dataclass(frozen=True)
class Associate:
    """A request or an acceptance of an association."""

    called: str
    calling: str
    contexts: tuple[Context, ...]
    max_length: int = 0
    implementation_uid: str = IMPLEMENTATION_CLASS_UID
    implementation_version: str = IMPLEMENTATION_VERSION
    roles: tuple[Role, ...] = ()
    identity_type: int = 0
    identity: bytes = b""
    identity_secret: bytes = field(default=b"", repr=False)
    identity_wants_answer: bool = False


@dataclass(frozen=True, slots=True)
class Reject:
    """Result, source and reason (PS3.8 table 9-21)."""

    result: int
    source: int
    reason: int


@dataclass(frozen=True, slots=True)
class Pdv:
    """One presentation data value: a piece of a command or of a data set."""

    context_id: int
    is_command: bool
    is_last: bool
    data: memoryview


# -- reading -------------------------------------------------------------------------------------------


def parse_associate(body: bytes, kind: int) -> Associate:
    """An A-ASSOCIATE-RQ or -AC without its first six bytes. Raises: PduError."""
    if len(body) < _FIXED.size:
        raise PduError("the association message is too short")
    version, called, calling = _FIXED.unpack_from(body)
    if not version & 1:
        raise PduError("the protocol version is not 1")
    out = Associate(
        _ae(called), _ae(calling), (), max_length=0, implementation_uid="", implementation_version=""
    )
    contexts: list[Context] = []
    for item, value in _items(body[_FIXED.size :]):
        if item in (0x20, 0x21):
            contexts.append(_context(value, item))
        elif item == 0x50:
            out = _user_information(out, value)
    if kind == ASSOCIATE_RQ and (not contexts or len({c.id for c in contexts}) != len(contexts)):
        raise PduError("the association proposes no presentation context, or one id twice")
    return replace(out, contexts=tuple(contexts))


def _context(value: bytes, item: int) -> Context:
    if len(value) < 4:
        raise PduError("a presentation context is too short")
    abstract, transfers = "", []
    for kind, text in _items(value[4:]):
        if kind == 0x30:
            abstract = _uid(text)
        elif kind == 0x40:
            transfers.append(_uid(text))
    return Context(value[0], abstract, tuple(transfers), value[2] if item == 0x21 else 0)


def _user_information(out: Associate, value: bytes) -> Associate:
    roles: list[Role] = []
    for item, data in _items(value):
        if item == 0x51 and len(data) == 4:
            out = replace(out, max_length=int.from_bytes(data, "big"))
        elif item == 0x52:
            out = replace(out, implementation_uid=_uid(data))
        elif item == 0x55:
            out = replace(out, implementation_version=data.decode("ascii", "replace").strip())
        elif item == 0x54 and len(data) >= 4:
            n = int.from_bytes(data[:2], "big")
            if n + 4 > len(data):
                raise PduError("a role selection is too short")
            roles.append(Role(_uid(data[2 : 2 + n]), bool(data[2 + n]), bool(data[3 + n])))
        elif item == 0x58:
            out = _identity(out, data)
    return replace(out, roles=tuple(roles))


def _identity(out: Associate, data: bytes) -> Associate:
    """User identity negotiation (PS3.7 D.3.3.7)."""
    if len(data) < 6:
        raise PduError("a user identity is too short")
    n = int.from_bytes(data[2:4], "big")
    second = data[4 + n : 6 + n]
    if len(second) != 2 or 6 + n + int.from_bytes(second, "big") > len(data):
        raise PduError("a user identity is too short")
    m = int.from_bytes(second, "big")
    return replace(
        out,
        identity_type=data[0],
        identity_wants_answer=bool(data[1]),
        identity=data[4 : 4 + n],
        identity_secret=data[6 + n : 6 + n + m],
    )


def _items(data: bytes) -> Iterator[tuple[int, bytes]]:
    pos = 0
    while pos < len(data):
        if pos + 4 > len(data):
            raise PduError("an item is cut off")
        kind, length = _ITEM.unpack_from(data, pos)
        pos += 4
        if pos + length > len(data):
            raise PduError("an item is longer than its message")
        yield kind, data[pos : pos + length]
        pos += length


def _ae(raw: bytes) -> str:
    return raw.decode("ascii", "replace").strip(" \0")


def _uid(raw: bytes) -> str:
    return raw.decode("ascii", "replace").strip(" \0")


def parse_data(body: bytes) -> Iterator[Pdv]:
    """The values of a P-DATA-TF. Raises: PduError."""
    view = memoryview(body)
    pos, end = 0, len(body)
    while pos < end:
        if pos + 6 > end:
            raise PduError("a data value is cut off")
        length = int.from_bytes(view[pos : pos + 4], "big")
        if length < 2 or pos + 4 + length > end:
            raise PduError("a data value is longer than its message")
        control = view[pos + 5]
        yield Pdv(view[pos + 4], bool(control & 1), bool(control & 2), view[pos + 6 : pos + 4 + length])
        pos += 4 + length


def parse_reject(body: bytes) -> Reject:
    """An A-ASSOCIATE-RJ. Raises: PduError."""
    if len(body) < 4:
        raise PduError("a rejection is too short")
    return Reject(body[1], body[2], body[3])


def parse_abort(body: bytes) -> tuple[int, int]:
    """Source and reason of an A-ABORT."""
    return (body[2], body[3]) if len(body) >= 4 else (0, 0)


# -- writing -------------------------------------------------------------------------------------------


def encode_associate(message: Associate, kind: int) -> bytes:
    """An A-ASSOCIATE-RQ or -AC, whole."""
    parts = [
        _FIXED.pack(1, _ae_bytes(message.called), _ae_bytes(message.calling)),
        _item(0x10, _APPLICATION_CONTEXT),
    ]
    for context in message.contexts:
        if kind == ASSOCIATE_RQ:
            inner = _item(0x30, context.abstract.encode()) + b"".join(
                _item(0x40, t.encode()) for t in context.transfers
            )
            parts.append(_item(0x20, bytes((context.id, 0, 0, 0)) + inner))
        else:
            inner = _item(0x40, context.transfer.encode())
            parts.append(_item(0x21, bytes((context.id, 0, context.result, 0)) + inner))
    parts.append(_item(0x50, b"".join(_user_items(message, kind))))
    body = b"".join(parts)
    return HEAD.pack(kind, len(body)) + body


def _user_items(message: Associate, kind: int) -> Iterator[bytes]:
    yield _item(0x51, message.max_length.to_bytes(4, "big"))
    yield _item(0x52, message.implementation_uid.encode())
    for role in message.roles:
        uid = role.uid.encode()
        yield _item(0x54, len(uid).to_bytes(2, "big") + uid + bytes((role.scu, role.scp)))
    yield _item(0x55, message.implementation_version.encode())
    if kind == ASSOCIATE_AC and message.identity_wants_answer:
        yield _item(0x59, b"\0\0")
    if kind == ASSOCIATE_RQ and message.identity_type:
        yield _item(
            0x58,
            bytes((message.identity_type, message.identity_wants_answer))
            + len(message.identity).to_bytes(2, "big")
            + message.identity
            + len(message.identity_secret).to_bytes(2, "big")
            + message.identity_secret,
        )


def _item(kind: int, data: bytes) -> bytes:
    return _ITEM.pack(kind, len(data)) + data


def _ae_bytes(title: str) -> bytes:
    return title.encode("ascii", "replace")[:16].ljust(16)


def encode_reject(reject: Reject) -> bytes:
    """An A-ASSOCIATE-RJ."""
    return HEAD.pack(ASSOCIATE_RJ, 4) + bytes((0, reject.result, reject.source, reject.reason))


def encode_release(kind: int) -> bytes:
    """An A-RELEASE-RQ or -RP."""
    return HEAD.pack(kind, 4) + b"\0\0\0\0"


def encode_abort(source: int = 2, reason: int = 0) -> bytes:
    """An A-ABORT (PS3.8 table 9-26); source 2 is the service provider."""
    return HEAD.pack(ABORT, 4) + bytes((0, 0, source, reason))


def encode_data(
    context_id: int, data: bytes | memoryview, *, is_command: bool, is_last: bool = True, limit: int = 16384
) -> Sequence[bytes]:
    """A command or data set as P-DATA-TF messages of at most `limit` bytes each after their head; 0: no limit."""
    room = max((limit or 131072) - 6, 1024)
    view = memoryview(data)
    out = []
    for start in range(0, max(len(view), 1), room):
        piece = view[start : start + room]
        last = is_last and start + room >= len(view)
        head = struct.pack(
            ">BxLLBB", DATA, len(piece) + 6, len(piece) + 2, context_id, is_command | last << 1
        )
        out.append(head + piece)
    return out
