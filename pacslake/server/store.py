"""Objects in (STOW-RS, PS3.18 10.5): parts go to disk as they come, land at once, and the answer says what became of each."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pacslake.server.multipart import PartHead, parts
from pacslake.server.negotiate import parse_media_type

if TYPE_CHECKING:
    from pacslake.network.landing import Landing
    from pacslake.network.spool import Spool

__all__ = ["TooLargeError", "answer", "take_in"]

CANNOT_UNDERSTAND, NO_MATCH, PROCESSING_FAILURE = 0xC000, 0xA900, 0x0110
MAX_PARTS = 20_000


class TooLargeError(Exception):
    """More than a request may hold."""


@dataclass
class Received:
    """One part: the name of its file in the spool, or why it was not kept."""

    name: str | None
    reason: int = 0


async def take_in(
    chunks: AsyncIterator[bytes], content_type: str, spool: Spool, limit: int
) -> list[Received] | None:
    """Keep the parts of a body; None when its type is not one that is taken. Raises: MultipartError, TooLargeError."""
    kind, params = parse_media_type(content_type)
    if kind.lower() == "application/dicom":
        return [await _single(chunks, spool, limit)]
    if (
        kind.lower() != "multipart/related"
        or params.get("type", "application/dicom").lower() != "application/dicom"
    ):
        return None
    out: list[Received] = []
    total, current, wanted = 0, None, True
    try:
        async for item in parts(chunks, params.get("boundary", "")):
            if isinstance(item, PartHead):
                if len(out) >= MAX_PARTS:
                    raise TooLargeError
                own = parse_media_type(item.headers.get("content-type", "application/dicom"))[0].lower()
                wanted = own == "application/dicom" and "content-encoding" not in item.headers
                current = spool.begin(b"") if wanted else None
                continue
            total += len(item.data)
            if total > limit:
                raise TooLargeError
            if current is not None:
                current.write(item.data)
            if item.last:
                if current is not None and current.size >= 132 and current.begin[128:132] == b"DICM":
                    out.append(Received(await spool.keep(current)))
                else:
                    if current is not None:
                        current.drop()
                    out.append(Received(None, CANNOT_UNDERSTAND))
                current = None
    finally:
        if current is not None:
            current.drop()
    return out


async def _single(chunks: AsyncIterator[bytes], spool: Spool, limit: int) -> Received:
    incoming = spool.begin(b"")
    try:
        async for chunk in chunks:
            if incoming.size + len(chunk) > limit:
                raise TooLargeError
            incoming.write(chunk)
    except BaseException:
        incoming.drop()
        raise
    if incoming.begin[128:132] != b"DICM":
        incoming.drop()
        return Received(None, CANNOT_UNDERSTAND)
    return Received(await spool.keep(incoming))


async def land(landing: Landing, received: list[Received]) -> dict[str, dict[str, Any]] | None:
    """What became of each file, by name; None when the lake could not take them in now (they are kept)."""
    if not any(item.name for item in received):
        return {}
    found = await landing.land(verdicts=True)
    return found.get("verdicts") if found else None


def answer(
    received: list[Received], verdicts: dict[str, dict[str, Any]], base: str, study: str | None
) -> tuple[int, dict[str, Any]]:
    """Status and the Store Instances Response (PS3.18 10.5.3 and I.2)."""
    good, bad, other = [], [], []
    for item in received:
        row = verdicts.get(item.name or "")
        if item.name is None:
            other.append({"00081197": {"vr": "US", "Value": [item.reason]}})
            continue
        if row is None:  # landed by an earlier batch of the same moment: kept, and known by its digest
            row = {"outcome": "stored", "SOPClassUID": None, "SOPInstanceUID": None}
        names = {"00081150": _ui(row["SOPClassUID"]), "00081155": _ui(row["SOPInstanceUID"])}
        if row["outcome"] in ("stored", "duplicate", "conflict"):
            if study is not None and row.get("StudyInstanceUID") not in (None, study):
                bad.append(names | {"00081197": {"vr": "US", "Value": [NO_MATCH]}})
                continue
            url = f"{base}/studies/{row.get('StudyInstanceUID')}/series/{row.get('SeriesInstanceUID')}/instances/{row['SOPInstanceUID']}"
            entry = names | {"00081190": {"vr": "UR", "Value": [url]}}
            if row["outcome"] == "conflict":
                entry["00081196"] = {"vr": "US", "Value": [0xB007]}  # kept beside the object of the same UID
            good.append(entry)
        elif row["SOPInstanceUID"]:
            bad.append(names | {"00081197": {"vr": "US", "Value": [CANNOT_UNDERSTAND]}})
        else:
            other.append({"00081197": {"vr": "US", "Value": [CANNOT_UNDERSTAND]}})
    body: dict[str, Any] = {}
    body["00081190"] = {"vr": "UR", "Value": [f"{base}/studies/{study}"]} if study else {"vr": "UR"}
    if bad:
        body["00081198"] = {"vr": "SQ", "Value": bad}
    if good:
        body["00081199"] = {"vr": "SQ", "Value": good}
    if other:
        body["0008119A"] = {"vr": "SQ", "Value": other}
    warned = any("00081196" in entry for entry in good)
    return (409 if not good else 202 if bad or other or warned else 200), body


def _ui(value: str | None) -> dict[str, Any]:
    return {"vr": "UI", "Value": [value]} if value else {"vr": "UI"}
