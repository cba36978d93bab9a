"""Studies out of another archive into the lake: whole or said not to be, by night, again after a stop.

Objects are synced to disk as they come and landed study by study. A study is done when the lake holds as many objects
as the archive said that it has; one that is done is not asked for again, so a list is resumed by giving it again.
"""

from __future__ import annotations

import csv
import hashlib
import io
import os
import re
import time
import uuid
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from datetime import time as clock
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pacslake import audit
from pacslake.errors import PolicyError, UsageError
from pacslake.layout.atomic import fsync_dir
from pacslake.network.peers import Peer, PeerError, associate, find, web_client
from pacslake.network.spool import INBOX, file_head

if TYPE_CHECKING:
    from pacslake.lake import Lake

__all__ = ["Pulled", "Window", "parse_window", "pull", "wanted_of_csv"]

STUDY_GET = "1.2.840.10008.5.1.4.1.2.2.3"
STUDY_MOVE = "1.2.840.10008.5.1.4.1.2.2.2"
_NOT_ASKED_FOR = 0x0124  # refused: not authorized (PS3.7 annex C)
_KEYS = ("StudyInstanceUID", "AccessionNumber", "PatientID")
_CONTEXTS = 120  # of the 128 that an association may have (PS3.8 9.3.2.2), one for the retrieval itself


@dataclass(frozen=True)
class Window:
    """Hours of the day in which an archive may be asked; `begin` after `end` goes over midnight."""

    begin: clock
    end: clock

    def wait(self, now: datetime) -> float:
        """Seconds until it is open; 0 where it is.

        >>> Window(clock(22), clock(6)).wait(datetime(2026, 1, 1, 21, 30))
        1800.0
        """
        at = now.time()
        over = self.begin > self.end
        if (at >= self.begin or at < self.end) if over else self.begin <= at < self.end:
            return 0.0
        opens = datetime.combine(now.date(), self.begin)
        if opens < now:
            opens += timedelta(days=1)
        return (opens - now).total_seconds()


def parse_window(text: str) -> Window:
    """`22:00-06:00`. Raises: UsageError."""
    match = re.fullmatch(r"(\d\d?):(\d\d)-(\d\d?):(\d\d)", text.strip())
    try:
        if match is None:
            raise ValueError
        window = Window(clock(int(match[1]), int(match[2])), clock(int(match[3]) % 24, int(match[4])))
    except ValueError:
        raise UsageError(f"{text!r} is no window of hours; write 22:00-06:00") from None
    if window.begin == window.end:
        raise UsageError(f"{text!r} begins when it ends")
    return window


@dataclass
class Pulled:
    """What became of each study: rows with StudyInstanceUID, n_there, n_here, outcome and reason."""

    rows: list[dict[str, Any]] = field(default_factory=list)

    @property
    def failed(self) -> list[dict[str, Any]]:
        """Those that are not whole."""
        return [r for r in self.rows if r["outcome"] not in ("pulled", "here")]

    def to_csv(self) -> str:
        """As a report."""
        out = io.StringIO()
        writer = csv.DictWriter(
            out,
            ["StudyInstanceUID", "n_there", "n_here", "outcome", "reason", "seconds"],
            lineterminator="\n",
        )
        writer.writeheader()
        writer.writerows(self.rows)
        return out.getvalue()

    def __str__(self) -> str:
        n = {
            o: sum(r["outcome"] == o for r in self.rows)
            for o in ("pulled", "here", "incomplete", "failed", "not_found")
        }
        return (
            ", ".join(f"{count} {outcome.replace('_', ' ')}" for outcome, count in n.items() if count)
            or "nothing to pull"
        )


def wanted_of_csv(text: str) -> list[dict[str, str]]:
    """Keys of the rows of a CSV: StudyInstanceUID, AccessionNumber or PatientID, by its heading.

    Raises: UsageError where it has no such column.
    """
    reader = csv.DictReader(io.StringIO(text))
    named = [name for name in reader.fieldnames or () if name in _KEYS]
    if not named:
        raise UsageError(f"the list has no column {' or '.join(_KEYS)}")
    rows = [{k: row[k].strip() for k in named if (row[k] or "").strip()} for row in reader]
    return [row for row in rows if row]


def pull(
    lake: Lake,
    peer: Peer,
    wanted: Iterable[Mapping[str, str]],
    *,
    window: Window | None = None,
    per_minute: float = 0,
    tries: int = 3,
    pause: float = 5,
    move_port: int | None = None,
    progress: Callable[..., None] | None = None,
    sleep: Callable[[float], None] = time.sleep,
) -> Pulled:
    """Fetch studies that are not whole in the lake.

    Args:
        wanted: keys of studies, see `wanted_of_csv`.
        window: hours in which the archive is asked.
        per_minute: studies a minute at most; 0 is as fast as it goes.
        tries: how often a study is tried, with `pause` seconds and then twice as long between.
        move_port: fetch by C-MOVE: the archive sends the objects to this port, where it knows us by our calling title.

    Raises:
        PolicyError: a research lake.
        UsageError: the port cannot be had, or the peer is a web service.
        PeerError: the archive cannot be searched at all.
    """
    if lake.zone == "research":
        raise PolicyError(
            "a research lake takes in only what was de-identified: pull into the identified lake"
        )
    if move_port is not None and peer.url:
        raise UsageError(f"{peer} is a web service; C-MOVE is for a DIMSE node")
    done = Pulled()
    studies = list(_studies(peer, wanted, done))
    for n, (uid, n_there) in enumerate(studies, start=1):
        if progress is not None:
            progress(n - 1, len(studies))
        here = _count(lake, uid)
        if n_there and here >= n_there:
            done.rows.append(_row(uid, n_there, here, "here", None, 0.0))
            continue
        if window is not None and (seconds := window.wait(datetime.now())) > 0:
            sleep(seconds)
        began = time.monotonic()
        done.rows.append(_one(lake, peer, uid, n_there, tries, pause, sleep, move_port))
        if per_minute > 0:
            sleep(max(0.0, 60 / per_minute - (time.monotonic() - began)))
    if progress is not None:
        progress(len(studies), len(studies))
    return done


def _row(
    uid: str, there: int | None, here: int, outcome: str, reason: str | None, seconds: float
) -> dict[str, Any]:
    return {
        "StudyInstanceUID": uid, "n_there": there, "n_here": here, "outcome": outcome, "reason": reason, "seconds": round(seconds, 2),
    }  # fmt: skip


def _studies(
    peer: Peer, wanted: Iterable[Mapping[str, str]], done: Pulled
) -> Iterator[tuple[str, int | None]]:
    """UID and number of objects of the studies that the keys name, each once."""
    seen: set[str] = set()
    for keys in wanted:
        try:
            found = list(find(peer, "STUDY", keys))
        except PeerError as error:
            uid = keys.get("StudyInstanceUID", "")
            done.rows.append(_row(uid, None, 0, "failed", str(error), 0.0))
            continue
        if not found:
            done.rows.append(
                _row(
                    keys.get("StudyInstanceUID", ""), 0, 0, "not_found", "the archive has no such study", 0.0
                )
            )
        for study in found:
            uid = study["StudyInstanceUID"]
            if uid and uid not in seen:
                seen.add(uid)
                n = study["NumberOfStudyRelatedInstances"]  # optional for an archive to give (PS3.4 C.3.4)
                yield uid, int(n) if n not in (None, "") else len(_images(peer, uid)) or None


def _count(lake: Lake, uid: str) -> int:
    lake.refresh()
    found: int = lake.rows(
        'SELECT count(*) FROM instance_row WHERE is_current AND "StudyInstanceUID" = ?', [uid]
    )[0][0]
    return found


def _one(
    lake: Lake,
    peer: Peer,
    uid: str,
    n_there: int | None,
    tries: int,
    pause: float,
    sleep: Callable[[float], None],
    move_port: int | None = None,
) -> dict[str, Any]:
    """Try a study until it is whole; what the last try said."""
    began, reason = time.monotonic(), None
    here = 0
    for attempt in range(max(1, tries)):
        if attempt:
            sleep(pause * 2 ** (attempt - 1))
        lake.dir.need_folder("a pull")
        inbox = _Inbox(Path(lake.dir.root))
        try:
            if peer.url:
                _web(peer, uid, inbox)
            elif move_port is not None:
                reason = _move(peer, uid, inbox, move_port)
            else:
                reason = _get(peer, uid, inbox)
        except PeerError as error:
            reason = str(error)
        finally:
            if inbox.paths:
                lake.land(inbox.paths, text=f"dicom://{peer.title or 'dicomweb'}")
            inbox.close()
        here = _count(lake, uid)
        if here and (n_there is None or here >= n_there) and (n_there or reason is None):
            audit.record(lake.dir, "pull", peer=str(peer), n=here)
            return _row(uid, n_there, here, "pulled", None, time.monotonic() - began)
    outcome = "incomplete" if here else "failed"
    return _row(
        uid,
        n_there,
        here,
        outcome,
        reason or "fewer objects came than the archive says that it has",
        time.monotonic() - began,
    )


class _Inbox:
    """A folder of the lake's inbox for objects of one try, named by their digests; a kill leaves them to be landed."""

    def __init__(self, root: Path) -> None:
        self.folder = root / INBOX / uuid.uuid4().hex
        self.folder.mkdir(parents=True)
        self.paths: list[Path] = []

    def keep(self, data: bytes) -> None:
        """Make an object durable."""
        path = self.folder / f"{hashlib.sha256(data).hexdigest()}.dcm"
        if path in self.paths:
            return
        part = path.with_suffix(".part")
        with open(part, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.replace(part, path)
        fsync_dir(self.folder)
        self.paths.append(path)

    def close(self) -> None:
        """Remove the folder where nothing is left in it."""
        for part in self.folder.glob("*.part"):
            part.unlink(missing_ok=True)
        try:
            self.folder.rmdir()
        except OSError:
            pass


def _get(peer: Peer, uid: str, inbox: _Inbox) -> str | None:
    """C-GET of a study (PS3.4 C.4.3), for all storage classes that it has; why not all came, or None."""
    from pynetdicom import build_role, evt

    classes = _classes(_images(peer, uid))
    reason = None
    stored = _keeping(peer, inbox)
    # With a context of its own for each syntax an archive gives an object as it is stored; with one for all it
    # takes the first syntax, and has to transcode what it may not be able to.
    # Not where nobody says which classes there are, and all would need many associations.
    alone = len(classes) * len(_APART) <= _CONTEXTS
    for start in range(0, len(classes), _CONTEXTS):
        group = classes[start : start + _CONTEXTS]
        contexts = [
            (STUDY_GET, _PLAIN),
            *((c, t) for c in group for t in (_APART if alone else (_TRANSFERS,))),
        ]
        roles = [build_role(c, scp_role=True) for c in group]
        with associate(
            peer, contexts, ext_neg=roles, evt_handlers=[(evt.EVT_C_STORE, stored)]
        ) as association:
            reason = _reason(peer, association.send_c_get(_of_study(uid), STUDY_GET)) or reason
    return reason


def _move(peer: Peer, uid: str, inbox: _Inbox, port: int) -> str | None:
    """C-MOVE of a study (PS3.4 C.4.2) to a node that listens while it lasts; why not all came, or None.

    Where the archive lists its objects, only those are taken: whatever else knocks at the port is refused.
    """
    from pynetdicom import AE, evt

    listed = _images(peer, uid)
    ae = AE(peer.calling)
    ae.require_called_aet = True
    for name in _classes(listed):
        ae.add_supported_context(name, list(_TRANSFERS))
    keep = _keeping(peer, inbox, only={row["SOPInstanceUID"] for row in listed} or None)
    try:
        server = ae.start_server(("", port), block=False, evt_handlers=[(evt.EVT_C_STORE, keep)])
    except OSError as error:
        raise UsageError(
            f"port {port} cannot be used ({error.strerror}); is it taken? The archive must know us at it as {peer.calling}"
        ) from None
    try:
        with associate(peer, [(STUDY_MOVE, _PLAIN)]) as association:
            return _reason(peer, association.send_c_move(_of_study(uid), peer.calling, STUDY_MOVE))
    finally:
        if server is not None:
            server.shutdown()


def _of_study(uid: str) -> Any:
    from pydicom.dataset import Dataset

    query = Dataset()
    query.QueryRetrieveLevel, query.StudyInstanceUID = "STUDY", uid
    return query


def _keeping(peer: Peer, inbox: _Inbox, *, only: set[Any] | None = None) -> Callable[[Any], int]:
    """Takes each object in as it comes, byte for byte."""

    def stored(event: Any) -> int:
        uid = event.request.AffectedSOPInstanceUID
        if only is not None and uid not in only:
            return _NOT_ASKED_FOR
        context = event.context
        head = file_head(context.abstract_syntax, uid, context.transfer_syntax, peer.title)
        inbox.keep(head + event.request.DataSet.getvalue())
        return 0x0000

    return stored


def _reason(peer: Peer, answers: Iterable[tuple[Any, Any]]) -> str | None:
    """Why a retrieval did not give everything; None where it did."""
    reason = None
    for status, _ in answers:
        code = getattr(status, "Status", None)
        if code is None:
            raise PeerError(f"{peer}: the connection was lost")
        if code == 0xA801:
            reason = f"{peer} does not know where to send: our AE title and port must be set up there"
        elif code not in (0x0000, 0xFF00):
            reason = f"{peer} reports status {code:04X} for the retrieval"
    return reason


_PLAIN = ("1.2.840.10008.1.2.1", "1.2.840.10008.1.2")
_TRANSFERS = (
    *_PLAIN, "1.2.840.10008.1.2.4.50", "1.2.840.10008.1.2.4.51", "1.2.840.10008.1.2.4.57", "1.2.840.10008.1.2.4.70",
    "1.2.840.10008.1.2.4.80", "1.2.840.10008.1.2.4.81", "1.2.840.10008.1.2.4.90", "1.2.840.10008.1.2.4.91",
    "1.2.840.10008.1.2.4.201", "1.2.840.10008.1.2.5", "1.2.840.10008.1.2.2", "1.2.840.10008.1.2.1.99",
)  # fmt: skip


_APART = tuple((syntax,) for syntax in _TRANSFERS)


def _images(peer: Peer, uid: str) -> list[dict[str, Any]]:
    """All objects of a study as the archive lists them; none where it does not."""
    found: list[dict[str, Any]] = []
    try:
        for series in find(peer, "SERIES", {"StudyInstanceUID": uid}):
            keys = {"StudyInstanceUID": uid, "SeriesInstanceUID": series["SeriesInstanceUID"] or ""}
            found += find(peer, "IMAGE", keys)
    except PeerError:
        return []
    return found


def _classes(listed: Sequence[Mapping[str, Any]]) -> Sequence[str]:
    """Storage classes of a study: as the archive says image by image, else the usual ones."""
    from pynetdicom import StoragePresentationContexts

    found = {row["SOPClassUID"] for row in listed if row["SOPClassUID"]}
    return sorted(found) or [str(c.abstract_syntax) for c in StoragePresentationContexts]


def _web(peer: Peer, uid: str, inbox: _Inbox) -> None:
    """WADO-RS of a study in the transfer syntax that it is stored in."""
    client = web_client(peer)
    try:
        for ds in client.iter_study(uid, media_types=(("application/dicom", "*"),)):
            out = io.BytesIO()
            ds.save_as(out, enforce_file_format=True)
            inbox.keep(out.getvalue())
    except (
        Exception
    ) as error:  # requests and the client raise exceptions of many kinds, whose texts hold the address
        raise PeerError(f"{peer} did not give the study ({type(error).__name__})") from None
