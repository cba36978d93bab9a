"""Decide how each file ends. Pure: facts and what the lake knows in, outcomes out.

A SOP Instance UID does not identify an instance; its content does. The first content of a UID is `stored`;
the same content again, or another encoding of it, is `duplicate`; any other content is `conflict`: it is
kept beside the first, which stays current.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from pacslake.ingest.facts import FileFact

__all__ = ["Difference", "Judgement", "Verdict", "Version", "judge"]


@dataclass(frozen=True, slots=True)
class Version:
    """A content of a SOP Instance UID that the lake has. `uri` is where its bytes can be read."""

    version_id: str
    is_current: bool
    file_id: str
    uri: str


@dataclass(frozen=True, slots=True)
class Difference:
    """How two contents of one UID differ: keywords (or tags) of elements, never their values."""

    keywords: tuple[str, ...] = ()
    pixels: bool = False
    unknown: str | None = None  # they could not be compared: why

    def __bool__(self) -> bool:
        return bool(self.keywords or self.pixels or self.unknown)

    def __str__(self) -> str:
        parts = ["pixels differ"] if self.pixels else []
        if self.keywords:
            shown = ", ".join(self.keywords[:10])
            more = f" and {len(self.keywords) - 10} more" if len(self.keywords) > 10 else ""
            parts.append(f"header differs in {shown}{more}")
        if self.unknown:
            parts.append(self.unknown)
        return "; ".join(parts)


@dataclass(frozen=True, slots=True)
class Verdict:
    """How a file ends. `version_id` is the version that it holds: of a duplicate, the stored one."""

    fact: FileFact
    outcome: str
    reason: str | None
    version_id: str | None
    superseded_by: str | None = None
    difference: Difference | None = None
    brings_rows: bool = True  # False: the lake has the rows of this version already


@dataclass
class Judgement:
    """Verdicts in the order of the facts."""

    verdicts: list[Verdict] = field(default_factory=list)

    def kept(self) -> list[Verdict]:
        """Those whose content comes into the lake."""
        return [v for v in self.verdicts if v.outcome in ("stored", "conflict")]


Compare = Callable[[FileFact, Version], Difference]


def judge(facts: Iterable[FileFact], known: Mapping[str, list[Version]], compare: Compare) -> Judgement:
    """Judge files in their order.

    Args:
        known: the versions of each SOPInstanceUID among the facts, the current one first.
        compare: called only for a UID with other bytes; reads both.
    """
    versions: dict[str | None, list[Version]] = {uid: list(v) for uid, v in known.items()}
    result = Judgement()
    for fact in facts:
        if fact.kind != "dicom":
            result.verdicts.append(Verdict(fact, fact.kind, fact.reason, None))
            continue
        verdict = _judge_one(fact, versions.setdefault(fact.sop_instance_uid, []), compare)
        result.verdicts.append(verdict)
    return result


def _judge_one(fact: FileFact, versions: list[Version], compare: Compare) -> Verdict:
    assert fact.version_id is not None
    mine = Version(fact.version_id, not versions, fact.file_id, fact.object_uri or fact.uri)
    for version in versions:
        if version.version_id == fact.version_id:
            reason = f"the same data set as file {version.file_id}"
            return Verdict(fact, "duplicate", reason, version.version_id)
    if not versions:
        versions.append(mine)
        return Verdict(fact, "stored", fact.reason, fact.version_id)
    first: Difference | None = None
    for version in versions:
        difference = compare(fact, version)
        if not difference:
            reason = f"the same data set and pixels as file {version.file_id}, in another encoding"
            return Verdict(fact, "duplicate", reason, version.version_id)
        first = first or difference
    current = next((v for v in versions if v.is_current), versions[0])
    versions.append(mine)
    reason = f"the SOPInstanceUID of file {current.file_id} with other content: {first}"
    return Verdict(fact, "conflict", reason, fact.version_id, current.version_id, first)
