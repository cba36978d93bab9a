"""Who may see and do what: accounts, roles, projects, tokens, and a lake as one of them sees it.

A lake is a folder, and whoever can read the folder can read the lake. What stands here guards the ways that lead
through a running service: `authenticate` says who calls, `require` whether their role may do it, and `scoped` gives
the catalogue with the rows that their projects hold. Nothing is open by default: no account, no token, no rows.
"""

from pacslake.access.accounts import (
    WHOLE_LAKE,
    Account,
    Accounts,
    Project,
    TokenRecord,
    load_accounts,
    save_accounts,
)
from pacslake.access.isolation import query
from pacslake.access.login import authenticate, last_use, principal_of
from pacslake.access.principal import Principal, Rule, Scope
from pacslake.access.roles import ACTIONS, ROLES, allows, require
from pacslake.access.rows import ScopedCatalog, scoped
from pacslake.access.sandbox import Limits, Sandbox, sandboxed
from pacslake.access.tokens import new_token

__all__ = [
    "ACTIONS",
    "ROLES",
    "WHOLE_LAKE",
    "Account",
    "Accounts",
    "Limits",
    "Principal",
    "Project",
    "Rule",
    "Sandbox",
    "Scope",
    "ScopedCatalog",
    "TokenRecord",
    "allows",
    "authenticate",
    "last_use",
    "load_accounts",
    "new_token",
    "principal_of",
    "query",
    "require",
    "sandboxed",
    "save_accounts",
    "scoped",
]
