"""Who is who: identifiers joined by merges, links and changes, and taken apart again. Pure.

Events are applied in their order from the beginning each time, so that an undo gives exactly what would be without the
event. Two identifiers are one person only where an event that counts says so.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from pacslake.clinical.values import digest

__all__ = ["Persons", "persons_of"]

JOINS = ("merge", "change", "link", "move_identifier")


@dataclass
class Persons:
    """The outcome. `stands_for` gives the identifier by which a person is named now; `verdicts` go by event_id."""

    stands_for: dict[str, str] = field(default_factory=dict)
    status: dict[str, str] = field(default_factory=dict)
    verdicts: dict[str, str] = field(default_factory=dict)
    visits: dict[tuple[str, str], str] = field(default_factory=dict)

    def person_id(self, patient_key: str) -> str:
        """The key of the person whose identifier it is."""
        return digest("p", self.root(patient_key))

    def root(self, patient_key: str) -> str:
        """The identifier that stands for all of the person's."""
        at = patient_key
        while at in self.stands_for:
            at = self.stands_for[at]
        return at

    def owner(self, patient_key: str | None, visit_number: str | None) -> str | None:
        """Whose something is now that was sent for a patient with a visit."""
        if patient_key is None or visit_number is None:
            return patient_key
        return self.visits.get((patient_key, visit_number), patient_key)


def persons_of(events: Iterable[Mapping[str, Any]]) -> Persons:
    """Apply events in order of `sequence`.

    Args:
        events: rows of `identity_event`.
    """
    ordered = sorted(events, key=lambda e: e["sequence"])
    undone = _undone(ordered)
    out = Persons()
    for event in ordered:
        id, kind = event["event_id"], event["kind"]
        if kind == "undo":
            out.verdicts[id] = (
                "applied" if event["undoes"] in undone.values() or id in undone else "refused:unknown"
            )
        elif id in undone.values():
            out.verdicts[id] = "undone"
        else:
            out.verdicts[id] = _apply(out, event)
    return out


def _undone(events: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    """undo -> the event that it takes back; an undo of an undo gives the event back."""
    known = {e["event_id"]: e for e in events}
    cancelled: set[str] = set()
    for event in reversed(events):
        if event["kind"] == "undo" and event["event_id"] not in cancelled and event["undoes"] in known:
            cancelled.add(event["undoes"])
    return {
        e["event_id"]: e["undoes"]
        for e in events
        if e["kind"] == "undo" and e["event_id"] not in cancelled and e["undoes"] in known
    }


def _apply(out: Persons, event: Mapping[str, Any]) -> str:
    stays, goes, kind = event["patient_key"], event["other_patient_key"], event["kind"]
    if kind == "move_visit":
        if not goes or not event["visit_number"]:
            return "refused:unknown"
        out.visits[goes, event["visit_number"]] = stays
        for key, owner in list(out.visits.items()):  # a visit that was moved before moves on
            if owner == goes and key[1] == event["visit_number"]:
                out.visits[key] = stays
        return "applied"
    if not goes:
        return "refused:unknown"
    if stays == goes:
        return "refused:same"
    if kind == "unlink":
        # Only a link that stands directly between the two can be taken back; others are undone by their event.
        if out.stands_for.get(goes) == stays and out.status.get(goes) == "linked":
            del out.stands_for[goes], out.status[goes]
            return "applied"
        return "refused:not_linked"
    top, bottom = out.root(stays), out.root(goes)
    if top == bottom:
        return "refused:loop" if bottom == goes or out.stands_for.get(stays) else "refused:same"
    out.stands_for[bottom] = top
    out.status[bottom] = {"merge": "merged", "change": "changed"}.get(kind, "linked")
    return "applied"
