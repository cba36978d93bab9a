"""Messages into the lake: each kept raw and acknowledged, its rows laid over what is there, in one commit a batch."""

from __future__ import annotations

import gzip
import os
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pacslake.clinical import link
from pacslake.clinical.extract import Facts, facts_of
from pacslake.clinical.fhir import received_row
from pacslake.clinical.findings import findings_in
from pacslake.clinical.hl7 import split_messages
from pacslake.clinical.identity import Persons, persons_of
from pacslake.clinical.values import digest
from pacslake.errors import NotFoundError, PolicyError, UsageError

if TYPE_CHECKING:
    from pacslake.catalog import Catalog, Changes
    from pacslake.lake import Lake

__all__ = ["KEYS", "Loaded", "land", "load_messages", "messages_in", "undo"]

BATCH = 5_000
MOST_BYTES = 1 << 30  # a file above this is no feed of messages

KEYS = {
    "patient_identity": "identity_id", "encounter": "encounter_id", "order": "order_id", "observation": "observation_id",
    "diagnosis": "diagnosis_id", "appointment": "appointment_id", "imaging_study": "imaging_study_id",
    "medication": "medication_id", "procedure": "procedure_id",
}  # fmt: skip
"""Tables whose rows messages write, with their keys; reports have versions and are kept apart."""

_OWNED = (
    "encounter",
    "order",
    "observation",
    "diagnosis",
    "appointment",
    "imaging_study",
    "medication",
    "procedure",
    "report",
)


@dataclass
class Loaded:
    """What a load did. `acks` counts by code; `faults` are (where, what)."""

    n_messages: int = 0
    n_new: int = 0
    acks: Counter[str] = field(default_factory=Counter)
    rows: Counter[str] = field(default_factory=Counter)
    faults: list[tuple[str, str]] = field(default_factory=list)

    def to_dict(self) -> dict[str, Any]:
        """As plain values."""
        return {
            "n_messages": self.n_messages, "n_new": self.n_new, "acks": dict(self.acks), "rows": dict(self.rows),
            "faults": [{"where": where, "what": what} for where, what in self.faults],
        }  # fmt: skip

    def __str__(self) -> str:
        acks = ", ".join(f"{n} {code}" for code, n in sorted(self.acks.items())) or "none"
        rows = ", ".join(f"{n} {table}" for table, n in sorted(self.rows.items()))
        return f"{self.n_messages} messages, {self.n_new} new; acknowledged {acks}" + (
            f"\nrows: {rows}" if rows else ""
        )


def messages_in(path: Path) -> Iterator[tuple[str, bytes, Sequence[tuple[str, str]]]]:
    """(where, bytes, faults of the file) of each message in a file, a gzip file, or the files of a folder."""
    paths = sorted(p for p in path.rglob("*") if p.is_file()) if path.is_dir() else [path]
    for place in paths:
        name = place.relative_to(path).as_posix() if path.is_dir() else place.name
        try:
            if place.stat().st_size > MOST_BYTES:
                yield name, b"", [("file_too_large", "a file of more than a gigabyte; cut it into parts")]
                continue
            with open(place, "rb") as file:
                packed = file.read(2) == b"\x1f\x8b"
            data = gzip.open(place).read(MOST_BYTES) if packed else place.read_bytes()
        except (OSError, EOFError) as error:
            yield name, b"", [("file_unreadable", f"the file cannot be read ({type(error).__name__})")]
            continue
        batch = split_messages(data)
        if not batch.messages:
            yield name, b"", [("no_message", "the file holds no message that begins with MSH")]
        for n, message in enumerate(batch.messages, start=1):
            yield f"{name}#{n}", message, batch.faults if n == 1 else ()


def load_messages(
    lake: Lake,
    source: str | os.PathLike[str],
    *,
    issuer: str | None = None,
    progress: Callable[..., None] | None = None,
) -> Loaded:
    """Take in HL7 v2 messages of a file or folder; those that came before change nothing.

    Args:
        source: a file with one or more messages (batches, MLLP frames, gzip), or a folder of such files.
        issuer: who issued the patient identifiers where a message does not say; by default its sending facility.

    Raises:
        UsageError: the source does not exist.
        PolicyError: a research lake, which holds no identities.
    """
    path = Path(source).expanduser()
    if not path.exists():
        raise UsageError(f"there is no file or folder {path}")
    done = Loaded()
    pending: list[tuple[str, Facts]] = []
    for n, (where, data, faults) in enumerate(messages_in(path), start=1):
        done.faults += [(where, what) for _, what in faults]
        if data:
            facts = facts_of(data, issuer=issuer)
            done.faults += [(where, what) for _, what in facts.faults]
            pending.append((where, facts))
        if len(pending) >= BATCH:
            land(lake, pending, done)
            pending = []
        if progress is not None:
            progress(n, None)
    if pending:
        land(lake, pending, done)
    link.refresh(lake)
    return done


def land(lake: Lake, pending: Sequence[tuple[str, Facts]], done: Loaded | None = None) -> Loaded:
    """Commit messages with all that follows from them. Raises: PolicyError for a research lake."""
    if lake.zone == "research":
        raise PolicyError("a research lake holds no identities: load messages into the identified lake")
    done = done if done is not None else Loaded()
    told: dict[str, Any] = {}

    def build(catalog: Catalog) -> Changes | None:
        batch = _Batch(catalog, pending)
        told.update(new=batch.n_new, rows=batch.counts)
        return batch.changes()

    lake.commit(build, note=f"{len(pending)} messages")
    done.n_messages += len(pending)
    done.n_new += told["new"]
    done.rows.update(told["rows"])
    done.acks.update(facts.ack_code for _, facts in pending)
    return done


def undo(lake: Lake, event_id: str, *, by: str, reason: str = "") -> str:
    """Take back an event of identity: all is as if it had never been said. An undo can be undone.

    Args:
        event_id: see the table `identity_event`.
        by: who says so.

    Returns:
        The event_id of the undo.

    Raises:
        NotFoundError: no such event.
    """
    made: dict[str, str] = {}

    def build(catalog: Catalog) -> Changes | None:
        known = "identity_event" in catalog.snapshot.tables and catalog.dicts(
            "SELECT patient_key, other_patient_key FROM identity_event WHERE event_id = ?", [event_id]
        )
        if not known:
            raise NotFoundError(f"there is no event {event_id}; see: pacslake sql 'FROM identity_event'")
        batch = _Batch(
            catalog,
            (),
            {
                **known[0],
                "visit_number": None,
                "undoes": event_id,
                "message_id": None,
                "said_by": by,
                "reason": reason,
            },
        )
        made["id"] = max(batch.events, key=lambda e: e["sequence"])["event_id"]
        return batch.changes()

    lake.commit(build, note="an event of identity was taken back")
    link.refresh(lake)
    return made["id"]


class _Batch:
    """The rows of some messages laid over a catalogue's."""

    def __init__(
        self, catalog: Catalog, pending: Sequence[tuple[str, Facts]], said: Mapping[str, Any] | None = None
    ) -> None:
        self.catalog, self.said = catalog, said
        self.now = datetime.now(UTC).replace(tzinfo=None)
        self.counts: Counter[str] = Counter()
        self.messages, self.fresh = self._messages(pending)
        self.n_new = len(self.fresh)
        self.rows: dict[str, dict[str, dict[str, Any]]] = {name: {} for name in KEYS}
        self.reports: dict[str, list[dict[str, Any]]] = {}
        if self.fresh or said:
            self._fetch()
            for facts in self.fresh:
                self._lay(facts)
            self.events = self._events()
            self.persons: Persons = persons_of(self.events)
            self._identities()
            self._owners()

    def _select(self, table: str, key: str, keys: Iterable[str]) -> list[dict[str, Any]]:
        if table not in self.catalog.snapshot.tables:
            return []
        found: list[dict[str, Any]] = self.catalog.dicts(
            f'SELECT * FROM "{table}" WHERE "{key}" IN (SELECT unnest(?::VARCHAR[]))', [sorted(keys)]
        )
        return found

    # -- messages ----------------------------------------------------------------------------------------

    def _messages(
        self, pending: Sequence[tuple[str, Facts]]
    ) -> tuple[dict[str, dict[str, Any]], list[Facts]]:
        """Rows of `hl7_message` that are new or counted once more, and the messages that are new."""
        self.resources = self._resources([f for _, f in pending if f.kind == "fhir"])
        known = {
            row["message_id"]: row
            for row in self._select("hl7_message", "message_id", {f.message_id for _, f in pending})
        }
        last = 0
        if "hl7_message" in self.catalog.snapshot.tables:
            last = self.catalog.rows("SELECT coalesce(max(sequence), 0) FROM hl7_message")[0][0]
        out: dict[str, dict[str, Any]] = {}
        fresh = []
        for where, facts in pending:
            if facts.kind == "fhir":
                if self.resources.get(facts.message_id, {}).get("sha256") == facts.message["sha256"]:
                    fresh.append(facts)
                continue
            row = out.get(facts.message_id) or known.get(facts.message_id)
            if row is not None:
                out[facts.message_id] = {**row, "n_times": row["n_times"] + 1}
                continue
            last += 1
            out[facts.message_id] = {
                "message_id": facts.message_id, "sequence": last, "received_at": self.now, "uri": where,
                "ack_code": facts.ack_code, "n_times": 1, "raw": facts.raw, **facts.message,
            }  # fmt: skip
            fresh.append(facts)
        return out, fresh

    def _resources(self, pending: Sequence[Facts]) -> dict[str, dict[str, Any]]:
        """Rows of `fhir_resource` whose content is new; of one that came several times the last counts."""
        if not pending:
            return {}
        known = {
            row["message_id"]: row
            for row in self._select("fhir_resource", "message_id", {f.message_id for f in pending})
        }
        out: dict[str, dict[str, Any]] = {}
        for facts in pending:
            row = out.get(facts.message_id) or known.get(facts.message_id)
            if row is None or row["sha256"] != facts.message["sha256"]:
                out[facts.message_id] = received_row(facts, row, self.now)
        return out

    # -- rows of messages --------------------------------------------------------------------------------

    def _fetch(self) -> None:
        """Rows that the new messages speak of, as they are."""
        wanted: dict[str, set[str]] = defaultdict(set)
        for facts in self.fresh:
            for put in facts.rows:
                wanted[put.table].add(put.key)
        for table, key in KEYS.items():
            if wanted[table]:
                self.rows[table] = {row[key]: row for row in self._select(table, key, wanted[table])}
        for row in self._select("report", "report_id", wanted["report"]) if wanted["report"] else ():
            self.reports.setdefault(row["report_id"], []).append(row)

    def _lay(self, facts: Facts) -> None:
        at = facts.message.get("message_datetime")
        for put in facts.rows:
            if put.table == "report":
                self._version(put.key, put.values, facts, at)
                continue
            rows, key = self.rows[put.table], KEYS[put.table]
            row = rows.get(put.key)
            if row is None:
                rows[put.key] = {
                    key: put.key, **put.values, "message_datetime": at, "first_message_id": facts.message_id,
                    "message_id": facts.message_id, "source": facts.kind,
                }  # fmt: skip
                continue
            newer = at is None or row["message_datetime"] is None or at >= row["message_datetime"]
            changes = (
                put.values
                if newer
                else {k: v for k, v in put.values.items() if row.get(k) is None and v is not None}
            )
            moment = (
                {"message_datetime": at or row["message_datetime"], "message_id": facts.message_id}
                if newer
                else {}
            )
            rows[put.key] = {**row, **changes, **moment}

    def _version(self, report_id: str, values: Mapping[str, Any], facts: Facts, at: datetime | None) -> None:
        """A new version of a report, unless one says the same."""
        versions = self.reports.setdefault(report_id, [])
        if any(v["content_sha256"] == values["content_sha256"] for v in versions):
            return
        number = max((v["version"] for v in versions), default=0) + 1
        versions.append({
            "report_version_id": f"{report_id}.{number}", "report_id": report_id, "version": number, **values,
            "message_datetime": at, "first_message_id": facts.message_id, "message_id": facts.message_id, "source": facts.kind,
        })  # fmt: skip
        current = max(versions, key=lambda v: (v["message_datetime"] or datetime.min, v["version"]))
        for version in versions:
            version["is_current"] = version is current

    # -- persons -----------------------------------------------------------------------------------------

    def _events(self) -> list[dict[str, Any]]:
        """All events of identity, the new ones last."""
        known: list[dict[str, Any]] = []
        if "identity_event" in self.catalog.snapshot.tables:
            known = self.catalog.dicts("SELECT * FROM identity_event")
        ids = {e["event_id"] for e in known}
        last = max((e["sequence"] for e in known), default=0)
        if self.said is not None:
            last += 1
            id = digest("k", "said", str(last), str(self.said["undoes"]))
            known.append(
                {"event_id": id, "sequence": last, "recorded_at": self.now, "kind": "undo", **self.said}
            )
        for facts in self.fresh:
            for event in facts.events:
                id = digest("k", facts.message_id, event.kind, event.patient_key, event.other_patient_key)
                if id in ids:
                    continue
                ids.add(id)
                last += 1
                known.append({
                    "event_id": id, "sequence": last, "kind": event.kind, "patient_key": event.patient_key,
                    "other_patient_key": event.other_patient_key, "visit_number": event.visit_number, "undoes": None,
                    "verdict": None, "message_id": facts.message_id, "said_by": None, "reason": None, "recorded_at": self.now,
                })  # fmt: skip
        return known

    def _identities(self) -> None:
        """Persons of all identifiers that the events or the messages touch."""
        identities, persons = self.rows["patient_identity"], self.persons
        touched = {k for e in self.events for k in (e["patient_key"], e["other_patient_key"]) if k}
        for row in self._select("patient_identity", "primary_patient_key", touched) if touched else ():
            identities.setdefault(row["identity_id"], row)
        for id, row in list(identities.items()):
            primary = row["primary_patient_key"]
            identities[id] = {
                **row, "person_id": persons.person_id(primary), "identity_status": persons.status.get(primary, "active"),
            }  # fmt: skip
        for event in self.events:
            event["verdict"] = persons.verdicts[event["event_id"]]

    def _owners(self) -> None:
        """What belongs to a visit that moved goes with it."""
        persons = self.persons
        ever = {  # those whose move was taken back too: they return
            (e["other_patient_key"], e["visit_number"]) for e in self.events if e["kind"] == "move_visit"
        }
        for table in _OWNED:
            if not ever:
                break
            key = "report_id" if table == "report" else KEYS[table]
            for row in self._select(table, "sent_patient_key", {patient for patient, _ in ever}):
                if (row["sent_patient_key"], row["visit_number"]) not in ever:
                    continue
                if table == "report":
                    versions = self.reports.setdefault(row["report_id"], [])
                    if all(v["report_version_id"] != row["report_version_id"] for v in versions):
                        versions.append(row)
                else:
                    self.rows[table].setdefault(row[key], row)
        for rows in self.rows.values():
            for row in rows.values():
                if "sent_patient_key" in row:
                    row["patient_key"] = persons.owner(row["sent_patient_key"], row["visit_number"])
        for versions in self.reports.values():
            for row in versions:
                row["patient_key"] = persons.owner(row["sent_patient_key"], row["visit_number"])

    # -- out ---------------------------------------------------------------------------------------------

    def changes(self) -> Changes | None:
        """What the commit writes; None where nothing came."""
        from pacslake.catalog import Changes, Replace

        if not (self.messages or self.resources) and self.said is None:
            return None
        replace = [Replace("hl7_message", "message_id", list(self.messages), list(self.messages.values()))]
        if not self.messages:
            replace = []
        if self.resources:
            replace.append(
                Replace("fhir_resource", "message_id", list(self.resources), list(self.resources.values()))
            )
        for table, rows in self.rows.items():
            if rows:
                self.counts[table] += len(rows)
                replace.append(Replace(table, KEYS[table], list(rows), list(rows.values())))
        if self.reports:
            self.counts["report"] += len(self.reports)
            versions = [row for rows in self.reports.values() for row in rows]
            replace.append(Replace("report", "report_id", list(self.reports), versions))
            found = [row for v in versions if v["is_current"] for row in _findings(v)]
            if found or "report_finding" in self.catalog.snapshot.tables:
                replace.append(Replace("report_finding", "report_id", list(self.reports), found))
        if (self.fresh or self.said) and self.events:
            replace.append(
                Replace("identity_event", "event_id", [e["event_id"] for e in self.events], self.events)
            )
        issues = [row for facts in self.fresh for row in _issues(facts)]
        if issues:
            replace.append(Replace("issue", "issue_id", [row["issue_id"] for row in issues], issues))
        return Changes(replace=replace)


def _findings(version: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Rows of `report_finding`: of findings and impression where the text has these parts, else of the text."""
    parts = [(name, version.get(name)) for name in ("findings", "impression")]
    if not any(text for _, text in parts):
        parts = [("text", version.get("text"))]
    for section, text in parts:
        for f in findings_in(text or ""):
            id = digest("g", version["report_version_id"], f.name, section, str(f.first))
            yield {
                "report_finding_id": id, "report_id": version["report_id"], "report_version_id": version["report_version_id"],
                "patient_key": version["patient_key"], "finding": f.name, "negated": f.negated, "uncertain": f.uncertain,
                "historical": f.historical, "section": section, "first_character": f.first, "last_character": f.last,
            }  # fmt: skip


def _issues(facts: Facts) -> Iterator[dict[str, Any]]:
    severity = "error" if facts.ack_code != "AA" else "warning"
    for code, sentence in dict(facts.faults).items():
        yield {
            "issue_id": digest("i", "message", facts.message_id, code, "clinical"), "batch_id": None, "level": "message",
            "entity_id": facts.message_id, "code": code, "severity": severity, "tag": None, "keyword": None, "raw_value": None,
            "message": sentence, "source": "clinical", "scope": f"clinical:{facts.message_id}",
        }  # fmt: skip
