"""From a profile to one action for every attribute. Pure, and compiled once for each profile.

The order in which rules are asked: what the profile keeps or removes by name, Table E.1-1 with its options, our own
rules for what the table does not name (`extra.tsv`), the dictionary; what nobody knows is removed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache

from pacslake.deid import tables
from pacslake.deid.profile import Profile
from pacslake.dicom.dictionary import is_private, public_vr

__all__ = ["ACTIONS", "Plan", "choose", "plan_for", "rule_action"]

REMOVE, EMPTY, DUMMY, UID, KEEP, NUMBER, SHIFT, CLEAN, MEANING, DEVICE, CLASS_UID, ENTER = range(12)
"""Actions. NUMBER keeps what is a number, CLASS_UID what is registered, ENTER cleans the items of a sequence."""

ACTIONS = (
    "removed", "emptied", "replaced", "new_uid", "kept", "kept", "shifted", "cleaned", "cleaned", "pseudonym", "kept",
    "entered",
)  # fmt: skip
"""Words for the table `deid_action`, by action."""

_TEXT = frozenset({"LO", "SH", "ST", "LT", "UT", "UC"})
_DATES = frozenset({"DA", "DT", "TM"})
PERSON, CONTENT = 0x00100000, 0x0040A730


def choose(basic: str, vr: str) -> int:
    """The action for a basic code; of several allowed by type the one that is valid for every type.

    A dummy is valid for type 1, 2 and 3, an empty value for 2 and 3 (PS3.15 E.1.1), so X/Z/D becomes D. A sequence is
    entered: its items stay and are cleaned.
    """
    if basic == "X":
        return REMOVE
    if "U" in basic:
        return ENTER if vr == "SQ" else UID
    if "D" in basic:
        return ENTER if vr == "SQ" else EMPTY if vr == "PN" and "Z" in basic else DUMMY
    return EMPTY


def rule_action(rule: tables.Rule, vr: str, profile: Profile) -> int:
    """The action of a row of Table E.1-1 under a profile: K wins over C, and both over the Basic Profile."""
    found = {rule.options[o]: o for o in profile.options if o in rule.options}
    if "K" in found:
        if found["K"] == "retain_patient_characteristics" and vr in _TEXT:
            return CLEAN  # what somebody typed of a person may say who it is
        return ENTER if vr == "SQ" else NUMBER if vr in ("DS", "IS") else KEEP
    if "C" in found:
        return _cleaning(found["C"], vr)
    return choose(rule.basic, vr)


def _cleaning(option: str, vr: str) -> int:
    if vr == "SQ":
        return ENTER
    if option == "retain_longitudinal_modified_dates":
        # Times of day stay as they are; what is no text is no date that could be shifted (PS3.15 E.3.6).
        return KEEP if vr in ("TM", "SH") else SHIFT if vr in ("DA", "DT", "UN") else REMOVE
    if option == "retain_device_identity":
        return DEVICE
    if option == "clean_graphics":
        return REMOVE  # planes and curves are pictures of writing as often as not, and nobody reads them here
    return CLEAN if vr in _TEXT else REMOVE


@dataclass
class Plan:
    """Actions of one profile. `actions` grows with what is met; `private` is asked by creator."""

    profile: Profile
    actions: dict[int, int] = field(default_factory=dict)
    concepts: Mapping[tuple[str, str], str] = field(default_factory=dict)

    @property
    def keeps_private(self) -> bool:
        return self.profile.has("retain_safe_private")

    def action(self, tag: int, vr: str) -> int:
        """What to do with a public attribute."""
        known = self.actions.get(tag)
        if known is None:
            known = self.actions[tag] = self._decide(tag, vr)
        return known

    def _decide(self, tag: int, vr: str) -> int:
        if is_private(tag):
            return REMOVE
        known_vr = public_vr(tag).split(" or ")[0]
        extra = tables.extra().get(tag)
        if extra is not None:
            return self._extra(extra)
        group = tag >> 16
        if tag & 0xFFFF == 0 or 0x5000 <= group <= 0x501E or 0x6000 <= group <= 0x601E:
            return (
                REMOVE  # group lengths; curves and overlays as wholes, which are no planes without their data
            )
        if not known_vr:
            return REMOVE
        if known_vr == "SQ":
            return ENTER
        if known_vr == "UI":
            return UID
        if known_vr == "PN":
            return DUMMY
        return NUMBER if known_vr in ("DS", "IS") else KEEP

    def _extra(self, code: str) -> int:
        if code == "T":
            if self.profile.has("retain_longitudinal_full_dates"):
                return KEEP
            return SHIFT if self.profile.has("retain_longitudinal_modified_dates") else REMOVE
        if code == "D" and self.profile.has("clean_structured_content"):
            return CLEAN
        if code == "U" and self.profile.has("retain_uids"):
            return KEEP
        return {"K": KEEP, "X": REMOVE, "D": DUMMY, "U": UID, "C": CLEAN, "M": MEANING}[code]


_CLASS_UIDS = frozenset({
    0x00041510, 0x00041512, 0x0004151A, 0x00080016, 0x0008001A, 0x0008001B, 0x00080062, 0x0008010C, 0x0008010D,
    0x00080117, 0x00080118, 0x00081150, 0x0008115A, 0x00083002, 0x04000010, 0x04000510,
})  # fmt: skip


def _with_table(profile: Profile) -> dict[int, int]:
    """Actions of the rows of the table that are single tags."""
    found = {}
    for rule in tables.rules():
        if len(rule.tag) == 8 and "x" not in rule.tag:
            tag = int(rule.tag, 16)
            found[tag] = rule_action(rule, public_vr(tag).split(" or ")[0] or "UN", profile)
    return found


def _concept_actions(profile: Profile) -> dict[tuple[str, str], str]:
    """(code, value type) -> X, D, C or K under a profile; nothing without Clean Structured Content."""
    if not profile.has("clean_structured_content"):
        return {}
    out = {}
    for concept in tables.concepts():
        codes = {concept.options[o] for o in profile.options if o in concept.options}
        basic = "D" if "D" in concept.basic else concept.basic
        out[concept.code, concept.value_type] = "K" if "K" in codes else "C" if "C" in codes else basic
    return out


@cache
def plan_for(profile: Profile) -> Plan:
    """The plan of a profile; one for each process."""
    plan = Plan(profile, _with_table(profile), _concept_actions(profile))
    for tag in _CLASS_UIDS:
        plan.actions[tag] = CLASS_UID
    for text in profile.remove:
        plan.actions[int(text, 16)] = REMOVE
    for text in profile.keep:
        vr = public_vr(int(text, 16))
        plan.actions[int(text, 16)] = ENTER if vr == "SQ" else KEEP
    return plan
