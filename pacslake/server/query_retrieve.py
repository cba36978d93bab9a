"""The lake asked over DIMSE: C-FIND, C-MOVE and C-GET (PS3.4 annex C), patient root and study root.

A query is the same search as QIDO-RS's, an object leaves as WADO-RS would give it. Who may ask is decided by rules of
their own: that a device may store says nothing about what it may see.
"""

from __future__ import annotations

import asyncio
import contextlib
import io
import re
import time
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any

from pacslake import audit
from pacslake.access import Principal, load_accounts, principal_of, require
from pacslake.access.principal import EVERYTHING
from pacslake.errors import PacslakeError, PolicyError, UsageError
from pacslake.network import dimse
from pacslake.network.node import PROCESSING_FAILURE, SUCCESS, Operation
from pacslake.network.peers import Peer, PeerError, associate
from pacslake.network.rules import Rule, allowed, parse_rule
from pacslake.network.send import contexts_for, groups, in_plain, store_one
from pacslake.network.spool import file_head
from pacslake.network.uids import EXPLICIT_LITTLE, FIND_MODELS, GET_MODELS, IMPLICIT_LITTLE, MOVE_MODELS
from pacslake.server import retrieve
from pacslake.server.attributes import COMPUTED, OF_INSTANCE, OF_SERIES, OF_STUDY, parse_attribute
from pacslake.server.negotiate import NotAcceptableError
from pacslake.server.search import MAX_LIMIT, BadQueryError, Query, search

if TYPE_CHECKING:
    from pydicom.dataset import Dataset

    from pacslake.network.association import Association
    from pacslake.network.dimse import Command
    from pacslake.network.pdu import Context
    from pacslake.server.archive import Archive, View

__all__ = ["AccessRule", "Identifier", "QueryRetrieve", "parse_access_rule", "read_identifier"]

# Statuses of PS3.4 C.4.1.1.4, C.4.2.1.5 and C.4.3.1.4, and of PS3.7 annex C
PENDING, PENDING_WITHOUT_KEYS, CANCELLED = 0xFF00, 0xFF01, 0xFE00
NOT_AUTHORIZED, UNKNOWN_DESTINATION, BAD_IDENTIFIER = 0x0124, 0xA801, 0xA900
CANNOT_SEND, SOME_FAILED, UNRECOGNIZED = 0xA702, 0xB000, 0x0211

LEVELS = ("PATIENT", "STUDY", "SERIES", "IMAGE")
_UNIQUE = {"PATIENT": "00100020", "STUDY": "0020000D", "SERIES": "0020000E", "IMAGE": "00080018"}
_COLUMNS = {"STUDY": "study", "SERIES": "series", "IMAGE": "sop"}
_OWN = frozenset(("00080005", "00080052", "00080053", "00080054", "00080056"))
_TELL_EVERY = 1.0


@dataclass(frozen=True)
class AccessRule:
    """Callers that may query and retrieve, and the account whose rows they see (empty: the whole lake)."""

    rule: Rule
    account: str = ""


def parse_access_rule(text: str) -> AccessRule:
    """`AE[@ADDRESS][=ACCOUNT]`. Raises: UsageError.

    >>> parse_access_rule("WS1@10.1.2.3=anna").account
    'anna'
    """
    who, equals, account = text.partition("=")
    if equals and not account:
        raise UsageError(f"{text!r} names no account after '='; write WS1@10.1.2.3=anna")
    return AccessRule(parse_rule(who), account)


@dataclass(frozen=True)
class Identifier:
    """What a request asks for: its level, its keys by tag path, and the attributes that answers hold."""

    level: str
    keys: Mapping[str, str] = field(default_factory=dict)
    wanted: tuple[str, ...] = ()
    unknown: bool = False


def read_identifier(data: bytes, transfer: str, root: str) -> Identifier:
    """Parse the data set of a request. Raises: BadQueryError, whose text holds no value of it."""
    from pydicom import dcmread

    keys: dict[str, str] = {}
    unknown = False

    def take(element: Any, above: str) -> None:
        nonlocal unknown
        path = f"{above}{element.tag.group:04X}{element.tag.elem:04X}"
        if parse_attribute(path) is None:
            unknown = unknown or not element.tag.is_private
            return
        if element.VR == "SQ":
            for item in list(element.value or ())[:1]:
                for inner in item:
                    take(inner, f"{path}.")
        elif path not in _OWN:
            keys[path] = _key_text(element.value)

    try:
        ds = dcmread(io.BytesIO(file_head("1.2", "1.2", transfer) + data), force=True)
        level = str(ds.get("QueryRetrieveLevel", "")).strip().upper()
        elements = list(ds)
    except Exception:  # pydicom fails with exceptions of many kinds on bytes that are no data set
        raise BadQueryError("the identifier cannot be read") from None
    if level not in LEVELS[LEVELS.index(root) :]:
        raise BadQueryError("the query level is missing, or not one of this model")
    for element in elements:
        take(element, "")
    wanted = tuple(f"{e.tag.group:04X}{e.tag.elem:04X}" for e in elements if not e.tag.is_private)
    return Identifier(level, keys, wanted, unknown)


def _key_text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, (list, tuple)) or type(value).__name__ == "MultiValue":
        return "\\".join(str(v) for v in value)
    return str(value).strip()


def to_query(identifier: Identifier, *, offset: int = 0) -> Query:
    """The search that an identifier stands for. Raises: BadQueryError."""
    pairs = []
    for text, value in identifier.keys.items():
        path = parse_attribute(text)
        if path is not None and value and path.tags[0] not in ("00081190",):
            pairs.append((path, value))
    own = {*OF_STUDY, *OF_SERIES, *OF_INSTANCE, *COMPUTED, *_OWN}
    include = frozenset(t for t in identifier.wanted if t not in own and parse_attribute(t) is not None)
    return Query(tuple(pairs), include=include, limit=1000, offset=offset)


def found_items(view: View, identifier: Identifier) -> Iterator[dict[str, Any]]:
    """The matches of an identifier as DICOM JSON objects. Raises: BadQueryError."""
    level = "STUDY" if identifier.level == "PATIENT" else identifier.level
    offset, patients = 0, set()
    while True:
        found = search(view.index, level, to_query(identifier, offset=offset))
        for item, place in zip(found.items, found.places, strict=True):
            if identifier.level == "PATIENT":
                if place["patient_key"] in patients:
                    continue
                patients.add(place["patient_key"])
            yield item | _of_patient(view, place["patient_key"], identifier.wanted)
        offset += len(found.items)
        if not found.remaining or not found.items:
            return


def _of_patient(view: View, patient: str, wanted: Sequence[str]) -> dict[str, Any]:
    """Counts of a patient's studies, series and instances, where they were asked for."""
    if not {"00201200", "00201202", "00201204"} & set(wanted):
        return {}
    n_studies, n_series, n_instances = view.index.rows(
        "SELECT count(*), sum(n_series), sum(n_instances) FROM studies WHERE patient_key = ?", [patient]
    )[0]
    counts = {"00201200": n_studies, "00201202": n_series, "00201204": n_instances}
    return {tag: {"vr": "IS", "Value": [int(n)]} for tag, n in counts.items()}


def answer_data_set(item: Mapping[str, Any], identifier: Identifier, title: str) -> Dataset:
    """A match with the attributes that were asked for and the unique keys; those without a value stand there empty."""
    from pydicom.dataset import Dataset

    from pacslake.dicom.dictionary import public_vr

    last = LEVELS.index(identifier.level)
    unique = [_UNIQUE[name] for name in LEVELS[: last + 1]]
    kept: dict[str, Any] = {}
    for tag in sorted({*identifier.wanted, *unique} - _OWN):
        vr = public_vr(int(tag, 16))
        if vr and (tag in item or vr != "SQ"):
            kept[tag] = item.get(tag) or {"vr": vr.split(" ")[0]}
    ds = Dataset.from_json(kept)
    ds.QueryRetrieveLevel = identifier.level
    ds.RetrieveAETitle = title
    ds.InstanceAvailability = "ONLINE"
    ds.SpecificCharacterSet = "ISO_IR 192"
    return ds


def places_of(view: View, identifier: Identifier) -> list[dict[str, Any]]:
    """The instances that a retrieval names by its unique keys (PS3.4 C.4.2.2.1). Raises: BadQueryError."""
    unique = identifier.keys.get(_UNIQUE[identifier.level], "")
    if not unique:
        raise BadQueryError("the unique key of the level is missing")
    tests, params = [], []
    for level in LEVELS[: LEVELS.index(identifier.level) + 1]:
        values = [v.strip() for v in re.split(r"\\", identifier.keys.get(_UNIQUE[level], "")) if v.strip()]
        if not values:
            continue
        if any("*" in v or "?" in v for v in values):
            raise BadQueryError("a retrieval names its objects without wild cards")
        params.append(values)
        tests.append(
            f"list_contains(?::VARCHAR[], {_COLUMNS[level]})"
            if level != "PATIENT"
            else "(study, patient_key) IN (SELECT (study, patient_key) FROM studies "
            'WHERE list_contains(?::VARCHAR[], "PatientID"))'
        )
    return view.index.dicts(
        f"SELECT * FROM instances WHERE {' AND '.join(tests)} ORDER BY study, series, number NULLS LAST, sop",
        params,
    )


def encoded(ds: Dataset, transfer: str) -> bytes:
    """A data set in the transfer syntax of its context, one of the two uncompressed little endian ones."""
    from pydicom.filebase import DicomBytesIO
    from pydicom.filewriter import write_dataset

    out = DicomBytesIO()
    out.is_little_endian, out.is_implicit_VR = True, transfer == IMPLICIT_LITTLE
    write_dataset(out, ds)
    return out.getvalue()


@dataclass
class _Tally:
    """Sub-operations of a retrieval (PS3.4 C.4.2.1.6)."""

    total: int
    completed: int = 0
    failed: list[str] = field(default_factory=list)
    warned: int = 0
    told_at: float = field(default_factory=time.monotonic)

    def counts(self, *, final: bool = False, cancelled: bool = False) -> dict[str, Any]:
        left = self.total - self.completed - self.warned - len(self.failed)
        out = {
            "NumberOfCompletedSuboperations": self.completed,
            "NumberOfFailedSuboperations": len(self.failed),
            "NumberOfWarningSuboperations": self.warned,
        }
        return out if final and not cancelled else {"NumberOfRemainingSuboperations": left, **out}

    def take(self, uid: str, fault: str | None) -> None:
        if fault is None:
            self.completed += 1
        elif fault.startswith("warning"):
            self.warned += 1
        else:
            self.failed.append(uid)

    @property
    def due(self) -> bool:
        now = time.monotonic()
        if now - self.told_at < _TELL_EVERY:
            return False
        self.told_at = now
        return True


class QueryRetrieve:
    """Handlers of C-FIND, C-MOVE and C-GET over a lake.

    Args:
        title: the AE title that retrievals are to be asked of.
        rules: who may ask, in order; the first that fits decides. Without any nobody may.
        destinations: where C-MOVE may send to; nothing else is ever called.
    """

    def __init__(
        self, archive: Archive, *, title: str, rules: Sequence[AccessRule], destinations: Sequence[Peer] = ()
    ) -> None:
        self.archive, self.title, self.rules = archive, title, tuple(rules)
        self.destinations = {peer.title: peer for peer in destinations}
        self._busy = asyncio.Semaphore(4)

    def operations(self) -> dict[str, Operation]:
        """By SOP class, for a node."""
        return {
            **dict.fromkeys(FIND_MODELS, self.find),
            **dict.fromkeys(MOVE_MODELS, self.move),
            **dict.fromkeys(GET_MODELS, self.get),
        }

    def principal(self, association: Association) -> Principal:
        """Who asks. Raises: PolicyError."""
        title = association.peer.calling
        for rule in self.rules:
            if allowed((rule.rule,), title, association.address):
                if not rule.account:
                    return Principal(f"ae:{title}", "reader", ("*",), EVERYTHING, how="ae")
                state = load_accounts(self.archive.dir)
                account = state.accounts.get(rule.account)
                if account is None:
                    break
                found = principal_of(state, account, how="ae")
                require(found, "read")
                return found
        raise PolicyError("no rule lets this caller query")

    async def find(self, association: Association, context: Context, command: Command, data: bytes) -> None:
        """PS3.4 C.4.1: a pending answer for each match, then the end."""
        if command.field != dimse.C_FIND:
            await association.answer(context, command, UNRECOGNIZED)
            return
        asked = await self._asked(association, context, command, data, FIND_MODELS)
        if asked is None:
            return
        view, identifier = asked
        pending = PENDING_WITHOUT_KEYS if identifier.unknown else PENDING
        matches = found_items(view, identifier)

        def some() -> list[bytes]:
            out = []
            for item in matches:
                out.append(encoded(answer_data_set(item, identifier, self.title), context.transfer))
                if len(out) >= 200:
                    break
            return out

        try:
            while True:
                async with self._busy:
                    batch = await asyncio.to_thread(some)
                if not batch:
                    break
                for body in batch:
                    if command.message_id in association.cancelled:
                        await association.answer(context, command, CANCELLED)
                        return
                    await association.answer(context, command, pending, body)
        except BadQueryError as error:
            await association.answer(context, command, BAD_IDENTIFIER, ErrorComment=str(error))
            return
        await association.answer(context, command, SUCCESS)

    async def move(self, association: Association, context: Context, command: Command, data: bytes) -> None:
        """PS3.4 C.4.2: objects to another node, which must be one of the known destinations."""
        if command.field != dimse.C_MOVE:
            await association.answer(context, command, UNRECOGNIZED)
            return
        peer = self.destinations.get(command.text("MoveDestination"))
        if peer is None:
            await association.answer(context, command, UNKNOWN_DESTINATION)
            return
        places = await self._places(association, context, command, data, MOVE_MODELS)
        if places is None:
            return
        view, found = places
        tally, loop = _Tally(len(found)), asyncio.get_running_loop()
        progress: asyncio.Queue[tuple[str, str | None] | None] = asyncio.Queue()
        stop = [False]
        sending = asyncio.ensure_future(
            asyncio.to_thread(
                _send_all, view, peer, found, (association.peer.calling, command.message_id), stop,
                lambda told: loop.call_soon_threadsafe(progress.put_nowait, told),
            )
        )  # fmt: skip
        try:
            while (told := await progress.get()) is not None:
                tally.take(*told)
                stop[0] = command.message_id in association.cancelled
                if tally.due and not stop[0]:
                    await association.answer(context, command, PENDING, **tally.counts())
        finally:
            stop[0] = True
        await sending
        await self._finish(association, context, command, tally)

    async def get(self, association: Association, context: Context, command: Command, data: bytes) -> None:
        """PS3.4 C.4.3: objects over the same association."""
        if command.field != dimse.C_GET:
            await association.answer(context, command, UNRECOGNIZED)
            return
        places = await self._places(association, context, command, data, GET_MODELS)
        if places is None:
            return
        view, found = places
        tally = _Tally(len(found))
        for place in found:
            if command.message_id in association.cancelled:
                break
            tally.take(place["sop"], await self._give(association, view, place))
            if tally.due:
                await association.answer(context, command, PENDING, **tally.counts())
        await self._finish(association, context, command, tally)

    async def _give(self, association: Association, view: View, place: Mapping[str, Any]) -> str | None:
        """Store one object with whoever asked for it; why not, or None."""
        fits = {c.transfer: c for c in association.contexts.values() if c.abstract == place["sop_class"]}
        if not fits:
            return "no context"
        async with self._busy:
            try:
                made = await asyncio.to_thread(body_of, view, place, fits)
            except Exception:  # whatever is wrong with one object, the others are still to be given
                return "cannot be read"
        if made is None:
            return "no context"
        syntax, body = made
        answer, _ = await association.ask(
            fits[syntax], body, seconds=300, CommandField=dimse.C_STORE, Priority=0,
            AffectedSOPClassUID=place["sop_class"], AffectedSOPInstanceUID=place["sop"],
        )  # fmt: skip
        status = answer.number("Status")
        return None if status == 0 else "warning" if status & 0xF000 == 0xB000 else "refused"

    async def _asked(
        self, association: Association, context: Context, command: Command, data: bytes, models: Mapping[str, str]
    ) -> tuple[View, Identifier] | None:  # fmt: skip
        """The caller's view and what is asked for; None when the refusal has been sent."""
        try:
            principal = await asyncio.to_thread(self.principal, association)
        except PacslakeError:
            await self._record(association.peer.calling, command, association, "refused")
            await association.answer(context, command, NOT_AUTHORIZED)
            return None
        try:
            identifier = read_identifier(data, context.transfer, models[context.abstract])
        except BadQueryError as error:
            await association.answer(context, command, BAD_IDENTIFIER, ErrorComment=str(error))
            return None
        if not await self._record(principal.name, command, association, identifier.level):
            # An access that cannot be recorded is not given.
            await association.answer(context, command, PROCESSING_FAILURE)
            return None
        return await asyncio.to_thread(self.archive.view, principal), identifier

    async def _places(
        self, association: Association, context: Context, command: Command, data: bytes, models: Mapping[str, str]
    ) -> tuple[View, list[dict[str, Any]]] | None:  # fmt: skip
        asked = await self._asked(association, context, command, data, models)
        if asked is None:
            return None
        try:
            return asked[0], await asyncio.to_thread(places_of, *asked)
        except BadQueryError as error:
            await association.answer(context, command, BAD_IDENTIFIER, ErrorComment=str(error))
            return None

    async def _finish(
        self, association: Association, context: Context, command: Command, tally: _Tally
    ) -> None:
        from pydicom.dataset import Dataset

        cancelled = command.message_id in association.cancelled
        status = SUCCESS
        if cancelled:
            status = CANCELLED
        elif tally.failed:
            status = SOME_FAILED if tally.completed or tally.warned else CANNOT_SEND
        elif tally.warned:
            status = SOME_FAILED
        body = None
        if tally.failed:
            ds = Dataset()
            ds.FailedSOPInstanceUIDList = tally.failed[:MAX_LIMIT]
            body = encoded(ds, context.transfer)
        more = tally.counts(final=True, cancelled=cancelled)
        await association.answer(context, command, status, body, **more)

    async def _record(self, user: str, command: Command, association: Association, what: str) -> bool:
        names = {dimse.C_FIND: "find", dimse.C_MOVE: "move", dimse.C_GET: "get"}
        more: dict[str, Any] = (
            {"destination": command.text("MoveDestination")} if command.field == dimse.C_MOVE else {}
        )
        try:
            await asyncio.to_thread(
                audit.record, self.archive.dir, "dimse", user=user[:64], what=f"{names[command.field]} {what}",
                calling=association.peer.calling, address=association.address, **more,
            )  # fmt: skip
        except PacslakeError:
            return False
        return True


def body_of(view: View, place: Mapping[str, Any], taken: Collection[str]) -> tuple[str, bytes] | None:
    """Transfer syntax and data set of an object: as stored where that is taken, else uncompressed; None: neither.

    Raises: PacslakeError.
    """
    syntax = str(place["syntax"])
    if syntax in taken:
        return syntax, retrieve.file_bytes(view, place)[place["dataset_offset"] or 0 :]
    if not {EXPLICIT_LITTLE, IMPLICIT_LITTLE} & set(taken):
        return None
    try:
        whole, _ = retrieve.in_syntax(view, place, EXPLICIT_LITTLE)
    except NotAcceptableError:
        return None
    return in_plain(whole, set(taken))


def _send_all(
    view: View,
    peer: Peer,
    places: Sequence[Mapping[str, Any]],
    originator: tuple[str, int],
    stop: list[bool],
    tell: Callable[[tuple[str, str | None] | None], object],
) -> None:
    """Send objects to a node and tell what became of each, then None. Runs in a thread of its own."""
    told: set[str] = set()
    try:
        for group in groups(places):
            # A node that cannot be reached leaves the group's objects untold: they have failed.
            with contextlib.suppress(PeerError), associate(peer, contexts_for(group)) as association:
                for place in group:
                    if stop[0]:
                        return
                    try:
                        fault = store_one(
                            association, place["sop_class"], place["sop"], partial(body_of, view, place),
                            originator=originator,
                        )  # fmt: skip
                    except Exception:  # whatever is wrong with one object, the others are still to be sent
                        fault = "cannot be read"
                    told.add(place["vid"])
                    tell((place["sop"], fault))
        for place in places:
            if place["vid"] not in told:
                tell((place["sop"], "not sent"))
    finally:
        tell(None)
