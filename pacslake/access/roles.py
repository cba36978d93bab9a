"""What each role may do, as one table.

Re-identification (`vault`) is not an administrator's: who hands out rights does not look names up.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pacslake.errors import PolicyError, UsageError

if TYPE_CHECKING:
    from pacslake.access.principal import Principal

__all__ = ["ACTIONS", "ROLES", "allows", "require", "require_role"]

ACTIONS = {
    "read": "search, read and view objects, pixels and volumes",
    "sql": "ask in SQL, in the sandbox",
    "compute": "freeze cohorts and compute over them",
    "export": "take a cohort out of the lake",
    "write": "send objects in, ingest, convert, decide conflicts",
    "deidentify": "make research lakes and decide what de-identification held back",
    "vault": "ask for and approve re-identification",
    "erase": "erase a patient",
    "audit": "read the audit record",
    "manage": "accounts, projects, rules",
}
"""Every action that a rule may name, and what it stands for."""

_READING = frozenset({"read", "sql"})
ROLES: dict[str, frozenset[str]] = {
    "reader": _READING,
    "analyst": _READING | {"compute", "export"},
    "curator": _READING | {"compute", "export", "write"},
    "deidentifier": _READING | {"export", "deidentify", "vault"},
    "admin": _READING | {"compute", "export", "write", "deidentify", "erase", "audit", "manage"},
}
"""The actions of each role, over the rows of the caller's projects."""


def require_role(role: str) -> str:
    """The role itself. Raises: UsageError for one that does not exist."""
    if role not in ROLES:
        raise UsageError(f"no role is called {role!r}; there are {', '.join(ROLES)}")
    return role


def allows(role: str, action: str) -> bool:
    """Whether a role may do it; an unknown role may do nothing.

    >>> allows("reader", "read"), allows("reader", "write"), allows("admin", "vault")
    (True, False, False)
    """
    if action not in ACTIONS:
        raise UsageError(f"no action is called {action!r}; there are {', '.join(ACTIONS)}")
    return action in ROLES.get(role, ())


def require(principal: Principal, action: str) -> None:
    """Go on only where the caller's role may do this. Raises: PolicyError."""
    if not allows(principal.role, action):
        able = ", ".join(role for role, actions in ROLES.items() if action in actions)
        raise PolicyError(
            f"the role {principal.role} may not {action} ({ACTIONS[action]}); roles that may: {able}. "
            "Ask an administrator of the lake."
        )
