"""De-identification: an object in; a cleaned object, a list of what was changed and a decision on its pixels out.

`make_cleaner` gives what an ingest needs; `engine` cleans, `decide` says what may leave.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pacslake.deid.cleaner import Cleaner, Outcome, make_cleaner
    from pacslake.deid.keys import ProjectKey, load_key
    from pacslake.deid.profile import PRESETS, Profile, load_profile

__all__ = [
    "PRESETS",
    "Cleaner",
    "Outcome",
    "Profile",
    "ProjectKey",
    "load_key",
    "load_profile",
    "make_cleaner",
]

_HOME = {
    "Cleaner": "cleaner", "Outcome": "cleaner", "make_cleaner": "cleaner", "ProjectKey": "keys", "load_key": "keys",
    "PRESETS": "profile", "Profile": "profile", "load_profile": "profile",
}  # fmt: skip


def __getattr__(name: str) -> Any:
    if name in _HOME:
        from importlib import import_module

        return getattr(import_module(f"pacslake.deid.{_HOME[name]}"), name)
    raise AttributeError(f"module 'pacslake.deid' has no attribute {name!r}")
