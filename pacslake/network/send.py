"""Objects of the lake to another archive (C-STORE), byte for byte, in the transfer syntax that they are stored in."""

from __future__ import annotations

import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from pacslake import audit
from pacslake.errors import PacslakeError, UsageError
from pacslake.network.objects import to_little_endian
from pacslake.network.peers import Peer, PeerError, associate, web_client
from pacslake.network.spool import file_head

if TYPE_CHECKING:
    from pacslake.lake import Lake

__all__ = ["Sent", "contexts_for", "groups", "in_plain", "send", "store_one"]

_CONTEXTS = 40  # three of them for each pair of class and syntax, of the 128 that an association may have
PLAIN = ("1.2.840.10008.1.2.1", "1.2.840.10008.1.2")


@dataclass
class Sent:
    """How many objects the archive took, and why it did not take others: (SOPInstanceUID, reason)."""

    n_sent: int = 0
    n_warned: int = 0
    faults: list[tuple[str, str]] = field(default_factory=list)

    def to_dict(self) -> dict[str, Any]:
        """As plain values."""
        faults = [{"SOPInstanceUID": uid, "reason": why} for uid, why in self.faults]
        return {"n_sent": self.n_sent, "n_warned": self.n_warned, "faults": faults}

    def __str__(self) -> str:
        return f"{self.n_sent} objects sent" + (f", {len(self.faults)} not taken" if self.faults else "")


def send(
    lake: Lake,
    peer: Peer,
    instance_ids: Sequence[str],
    *,
    tries: int = 3,
    progress: Callable[..., None] | None = None,
) -> Sent:
    """Send instances by `instance_version_id`; those that fail are tried again on a new association.

    Raises:
        PeerError: the archive does not answer at all.
        UsageError: nothing to send.
    """
    rows = lake.dicts(
        """SELECT i."SOPInstanceUID" AS uid, i."SOPClassUID" AS sop_class, i."TransferSyntaxUID" AS syntax, f.uri, f.object_uri,
            f.dataset_offset
        FROM instance_row i JOIN file f USING (file_id) WHERE i.instance_version_id IN (SELECT unnest(?))
        ORDER BY i."StudyInstanceUID", i."SeriesInstanceUID", i."InstanceNumber" """,
        [list(instance_ids)],
    )
    if not rows:
        raise UsageError("there is nothing to send")
    done = Sent()
    audit.record(lake.dir, "send", peer=str(peer), n=len(rows))
    left: list[Mapping[str, Any]] = [r for r in rows if _can_travel(r)]
    done.faults += [
        (r["uid"], "it names no SOP class or transfer syntax, without which no association carries it")
        for r in rows
        if not _can_travel(r)
    ]
    for attempt in range(max(1, tries)):
        left = _round(lake, peer, left, done, last=attempt == tries - 1, total=len(rows), progress=progress)
        if not left:
            break
    return done


def _round(
    lake: Lake, peer: Peer, rows: Sequence[Mapping[str, Any]], done: Sent, *, last: bool, total: int,
    progress: Callable[..., None] | None,
) -> list[Mapping[str, Any]]:  # fmt: skip
    """Send once; what is to be tried again."""
    from pacslake.source import locate, open_bytes

    again: list[Mapping[str, Any]] = []
    for group in groups(rows):
        try:
            with _sender(peer, group) as give:
                for row in group:
                    try:
                        data = open_bytes(locate(row, lake.dir.root))
                    except PacslakeError as error:
                        done.faults.append((row["uid"], str(error)))
                        continue
                    reason = give(row, data)
                    if reason is None:
                        done.n_sent += 1
                    elif reason.startswith("warning"):
                        done.n_sent, done.n_warned = done.n_sent + 1, done.n_warned + 1
                    elif last or reason.startswith("refused"):
                        done.faults.append((row["uid"], reason))
                    else:
                        again.append(row)
                    if progress is not None:
                        progress(done.n_sent + len(done.faults), total)
        except PeerError:
            if last:
                raise
            again += [r for r in group if r not in again]
    return again


def _can_travel(row: Mapping[str, Any]) -> bool:
    """Whether an association can be asked for: a context needs a SOP class and a transfer syntax (PS3.8 7.1.1.13)."""
    return bool(row["sop_class"]) and bool(row["syntax"])


def groups(rows: Sequence[Mapping[str, Any]]) -> Iterator[list[Mapping[str, Any]]]:
    """Rows whose classes and syntaxes fit into one association; those without either go with none."""
    kinds: dict[tuple[str, str], list[Mapping[str, Any]]] = defaultdict(list)
    for row in rows:
        if not _can_travel(row):
            continue
        kinds[row["sop_class"], row["syntax"]].append(row)
    names = list(kinds)
    for start in range(0, len(names), _CONTEXTS):
        yield [row for name in names[start : start + _CONTEXTS] for row in kinds[name]]


def contexts_for(rows: Sequence[Mapping[str, Any]]) -> list[tuple[str, tuple[str, ...]]]:
    """Presentation contexts: each class in the syntaxes its objects are stored in, and uncompressed."""
    own = dict.fromkeys((r["sop_class"], r["syntax"]) for r in rows)
    plain = dict.fromkeys((c, s) for c, _ in own for s in PLAIN)
    return [(c, (s,)) for c, s in own | plain]


class _sender:
    """Gives a function that sends one object and says why it was not taken, or None."""

    def __init__(self, peer: Peer, rows: Sequence[Mapping[str, Any]]) -> None:
        self.peer = peer
        self.contexts = contexts_for(rows)
        self._open: Any = None

    def __enter__(self) -> Callable[[Mapping[str, Any], bytes], str | None]:
        if self.peer.url:
            client = web_client(self.peer)
            return lambda row, data: _stow(client, data)
        self._open = associate(self.peer, self.contexts)
        association = self._open.__enter__()
        return lambda row, data: _store(association, row, data)

    def __exit__(self, *error: Any) -> None:
        if self._open is not None:
            self._open.__exit__(*error)


def _store(association: Any, row: Mapping[str, Any], data: bytes) -> str | None:
    """Send the bytes behind the file meta as they are; uncompressed where the archive takes nothing else of the class."""

    def body(taken: set[str]) -> tuple[str, bytes] | None:
        if row["syntax"] in taken:
            return row["syntax"], data[row["dataset_offset"] or 0 :]
        return in_plain(data, taken)

    return store_one(association, row["sop_class"], row["uid"], body)


def store_one(
    association: Any,
    sop_class: str,
    uid: str,
    body: Callable[[set[str]], tuple[str, bytes] | None],
    *,
    originator: tuple[str, int] | None = None,
) -> str | None:
    """Store one object over an association of pynetdicom's; why it was not taken, or None.

    Args:
        body: from the transfer syntaxes that are taken to one of them and the data set in it; None: there is no way.
        originator: AE title and message of the C-MOVE that this is part of (PS3.7 9.3.1.1).
    """
    from pynetdicom import _config

    taken = {
        str(t)
        for c in association.accepted_contexts
        if c.abstract_syntax == sop_class
        for t in c.transfer_syntax
    }
    made = body(taken) if taken else None
    if made is None:
        return "refused: the archive takes no objects of this class in this transfer syntax"
    syntax, data = made
    more = {"originator_aet": originator[0], "originator_id": originator[1]} if originator else {}
    _config.STORE_SEND_CHUNKED_DATASET = True  # else it is parsed and written anew
    with tempfile.NamedTemporaryFile(suffix=".dcm") as file:
        # The head that goes with the file may name other UIDs than the object itself.
        file.write(file_head(sop_class, uid, syntax) + data)
        file.flush()
        try:
            status = association.send_c_store(file.name, **more)
        except ValueError:
            return "refused: the archive takes no objects of this class in this transfer syntax"
        except RuntimeError:
            return "the connection was lost"
    code = getattr(status, "Status", None)
    if code is None:
        return "no answer"
    if code == 0:
        return None
    if code & 0xF000 == 0xB000:
        return f"warning {code:04X}"
    return f"status {code:04X}" if code & 0xFF00 == 0xA700 else f"refused: status {code:04X}"


def in_plain(data: bytes, taken: set[str]) -> tuple[str, bytes] | None:
    """Transfer syntax and data set without compression, in a syntax that is taken; None where that cannot be made."""
    from pydicom import dcmread
    from pydicom.filebase import DicomBytesIO
    from pydicom.filewriter import write_dataset

    syntax = next((s for s in PLAIN if s in taken), None)
    if syntax is None:
        return None
    try:
        ds = dcmread(DicomBytesIO(data), force=True)
        if ds.file_meta.TransferSyntaxUID.is_compressed and "PixelData" in ds:
            ds.decompress(generate_instance_uid=False)
        to_little_endian(ds)
        out = DicomBytesIO()
        out.is_little_endian, out.is_implicit_VR = True, syntax == PLAIN[1]
        write_dataset(out, ds)
    except Exception:  # pydicom and its decoders fail with exceptions of many kinds
        return None
    return syntax, out.getvalue()


def _stow(client: Any, data: bytes) -> str | None:
    from pydicom import dcmread
    from pydicom.filebase import DicomBytesIO

    try:
        answer = client.store_instances([dcmread(DicomBytesIO(data), force=True)])
    except (
        Exception
    ) as error:  # requests and the client raise exceptions of many kinds, whose texts hold the address
        return f"not taken ({type(error).__name__})"
    return "refused: the service reports a failure" if "FailedSOPSequence" in answer else None
