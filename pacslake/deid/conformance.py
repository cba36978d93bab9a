"""What a profile does with every row of Table E.1-1 of PS3.15, one line a row, as decided by the engine's own plan."""

from __future__ import annotations

from dataclasses import dataclass

from pacslake.deid import tables
from pacslake.deid.plan import ACTIONS, ENTER, plan_for
from pacslake.deid.profile import Profile
from pacslake.dicom.dictionary import public_vr

__all__ = ["Decision", "conformance"]


@dataclass(frozen=True)
class Decision:
    """A row of the table and what becomes of the attribute. `asked` is the code that counts, `by` where it stands:
    `basic`, the name of an option, or `profile` where the profile names the attribute itself."""

    tag: str
    keyword: str
    basic: str
    by: str
    asked: str
    action: str


def conformance(profile: Profile) -> list[Decision]:
    """The decision on each row of the table, in its order.

    >>> from pacslake.deid.profile import PRESETS
    >>> d = next(d for d in conformance(PRESETS["longitudinal"]) if d.keyword == "StudyDate")
    >>> d.by, d.asked, d.action
    ('retain_longitudinal_modified_dates', 'C', 'shifted')
    """
    return [_decide(rule, profile) for rule in tables.rules()]


def _decide(rule: tables.Rule, profile: Profile) -> Decision:
    by, asked = "basic", rule.basic
    for code in ("C", "K"):  # K wins
        option = next((o for o in profile.options if rule.options.get(o) == code), None)
        if option is not None:
            by, asked = option, code
    if rule.tag in (*profile.keep, *profile.remove):
        by, asked = "profile", "X" if rule.tag in profile.remove else "K"
    if rule.tag == "PRIVATE":
        safe = profile.has("retain_safe_private")
        action = "kept where known to be safe" if safe else "removed"
        return Decision(rule.tag, rule.keyword, rule.basic, by, asked, action)
    # Rows for groups of tags, such as 60xx3000: any tag of theirs is decided as all are.
    tag = int(rule.tag.replace("xx", "00", 1).replace("x", "0"), 16)
    action_number = plan_for(profile).action(tag, public_vr(tag).split(" or ")[0] or "UN")
    action = "entered: its items are cleaned" if action_number == ENTER else ACTIONS[action_number]
    return Decision(rule.tag, rule.keyword, rule.basic, by, asked, action)
