"""Command sets of DIMSE messages (PS3.7 annex E): implicit little endian, group 0000 only."""

from __future__ import annotations

import struct
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pacslake.network.pdu import PduError

__all__ = [
    "C_CANCEL",
    "C_ECHO",
    "C_FIND",
    "C_GET",
    "C_MOVE",
    "C_STORE",
    "N_ACTION",
    "N_CREATE",
    "N_EVENT",
    "N_GET",
    "N_SET",
    "Command",
    "encode_command",
    "parse_command",
    "response",
]

C_STORE, C_GET, C_FIND, C_MOVE, C_ECHO, C_CANCEL = 0x0001, 0x0010, 0x0020, 0x0021, 0x0030, 0x0FFF
N_EVENT, N_GET, N_SET, N_ACTION, N_CREATE = 0x0100, 0x0110, 0x0120, 0x0130, 0x0140
RESPONSE = 0x8000
NO_DATA_SET = 0x0101

# element of group 0000: (name, VR), PS3.7 table E.1-1
_ELEMENTS: dict[int, tuple[str, str]] = {
    0x0002: ("AffectedSOPClassUID", "UI"),
    0x0003: ("RequestedSOPClassUID", "UI"),
    0x0100: ("CommandField", "US"),
    0x0110: ("MessageID", "US"),
    0x0120: ("MessageIDBeingRespondedTo", "US"),
    0x0600: ("MoveDestination", "AE"),
    0x0700: ("Priority", "US"),
    0x0800: ("CommandDataSetType", "US"),
    0x0900: ("Status", "US"),
    0x0901: ("OffendingElement", "AT"),
    0x0902: ("ErrorComment", "LO"),
    0x0903: ("ErrorID", "US"),
    0x1000: ("AffectedSOPInstanceUID", "UI"),
    0x1001: ("RequestedSOPInstanceUID", "UI"),
    0x1002: ("EventTypeID", "US"),
    0x1005: ("AttributeIdentifierList", "AT"),
    0x1008: ("ActionTypeID", "US"),
    0x1020: ("NumberOfRemainingSuboperations", "US"),
    0x1021: ("NumberOfCompletedSuboperations", "US"),
    0x1022: ("NumberOfFailedSuboperations", "US"),
    0x1023: ("NumberOfWarningSuboperations", "US"),
    0x1030: ("MoveOriginatorApplicationEntityTitle", "AE"),
    0x1031: ("MoveOriginatorMessageID", "US"),
}
_NUMBERS = {name: number for number, (name, _) in _ELEMENTS.items()}


@dataclass(frozen=True)
class Command:
    """A command set as names and values; those that a message does not hold are empty or 0."""

    values: Mapping[str, Any]

    def text(self, name: str) -> str:
        return str(self.values.get(name) or "")

    def number(self, name: str) -> int:
        value = self.values.get(name)
        return value if isinstance(value, int) else 0

    @property
    def field(self) -> int:
        return self.number("CommandField")

    @property
    def message_id(self) -> int:
        return self.number("MessageID")

    @property
    def has_data_set(self) -> bool:
        return self.number("CommandDataSetType") != NO_DATA_SET


def parse_command(data: bytes) -> Command:
    """Read a command set. Raises: PduError when it is none."""
    values: dict[str, Any] = {}
    pos = 0
    while pos < len(data):
        if pos + 8 > len(data):
            raise PduError("a command is cut off")
        group, element, length = struct.unpack_from("<HHL", data, pos)
        pos += 8
        if group != 0 or pos + length > len(data):
            raise PduError("a command holds what is no command element")
        name, vr = _ELEMENTS.get(element, ("", ""))
        raw = data[pos : pos + length]
        pos += length
        if vr == "US" and length >= 2:
            values[name] = int.from_bytes(raw[:2], "little")
        elif vr in ("UI", "AE", "LO"):
            values[name] = raw.decode("latin-1").strip(" \0")
        elif vr == "AT":
            values[name] = raw
    if "CommandField" not in values:
        raise PduError("a command has no command field")
    return Command(values)


def encode_command(**values: Any) -> bytes:
    """Write a command set; names as in `Command`. What is None is left out."""
    body = b""
    for name in sorted((n for n, v in values.items() if v is not None), key=_NUMBERS.__getitem__):
        number = _NUMBERS[name]
        vr, value = _ELEMENTS[number][1], values[name]
        if vr == "US":
            raw = int(value).to_bytes(2, "little")
        elif vr == "AT":
            raw = bytes(value)
        else:
            raw = str(value).encode("latin-1", "replace")
            raw += (b"\0" if vr == "UI" else b" ") * (len(raw) % 2)
        body += struct.pack("<HHL", 0, number, len(raw)) + raw
    return struct.pack("<HHLL", 0, 0, 4, len(body)) + body


def response(request: Command, status: int, *, has_data_set: bool = False, **more: Any) -> bytes:
    """The answer to a request, with the identifiers that it must repeat (PS3.7 9.3 and 10.3)."""
    comment = more.pop("ErrorComment", None)
    values: dict[str, Any] = {
        "CommandField": request.field | RESPONSE,
        "MessageIDBeingRespondedTo": request.message_id,
        "AffectedSOPClassUID": request.text("AffectedSOPClassUID")
        or request.text("RequestedSOPClassUID")
        or None,
        "AffectedSOPInstanceUID": request.text("AffectedSOPInstanceUID")
        or request.text("RequestedSOPInstanceUID")
        or None,
        "CommandDataSetType": 0x0001 if has_data_set else NO_DATA_SET,
        "Status": status,
        "ErrorComment": comment[:64] if comment else None,
    }
    return encode_command(**(values | more))
